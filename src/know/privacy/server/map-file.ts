import type { Language } from '../../../core/kit/words.ts'
import { csvLine } from '../../../platform/spreadsheets/csv-line.ts'
import { classesOf, dataMap, ownColumns } from '../data-map.ts'
import { dataClasses, headings, laws, lengths, purposes, treatments } from '../map/map-words.ts'
import { namesIn } from '../map/mapped-table.ts'

const head = {
  zh: ['表', '名称', '列', '数据类别', '关于谁', '用途', '保存多久', '删除个人时', '依据的法律', '是否在个人副本中', '副本中的标题'],
  en: [
    'Table',
    'Called',
    'Column',
    'Class',
    'About',
    'Purpose',
    'Kept for',
    'When a person is erased',
    'Law',
    'In the person’s copy',
    'Under',
  ],
} as const
const about = {
  customer: { zh: '客户', en: 'customers' },
  staff: { zh: '员工', en: 'staff' },
  nobody: { zh: '无人', en: 'nobody' },
} as const
const yes = { zh: '是', en: 'yes' } as const

/** The record of processing (GDPR 30, PIPL 51), one line a column. */
export function mapAsCsv(language: Language): string {
  const lines = Object.entries(dataMap).flatMap(([name, table]) => {
    const own = new Set(ownColumns(table))
    const stays = new Set(namesIn(table.keeps))
    return [...classesOf(table)].map(([column, of]) => {
      const erasure = table.erasure === 'remainder' && !stays.has(column) ? treatments.delete : treatments[table.erasure]
      return csvLine([
        name,
        table.label[language],
        column,
        dataClasses[of][language],
        about[table.of][language],
        purposes[table.purpose][language],
        lengths[table.kept][language],
        erasure[language],
        table.law ? laws[table.law][language] : '',
        own.has(column) ? yes[language] : '',
        own.has(column) && table.heading ? headings[table.heading][language] : '',
      ])
    })
  })
  return `\ufeff${csvLine(head[language])}${lines.join('')}`
}
