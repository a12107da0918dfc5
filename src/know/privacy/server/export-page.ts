import { escapeHtml } from '../../../core/kit/escape-html.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import { dataMap } from '../data-map.ts'
import { columnWords } from '../map/column-words.ts'
import { type Heading, headings, purposes } from '../map/map-words.ts'
import type { Gathered } from './gather-person.ts'

const said = {
  title: { zh: '您的个人数据', en: 'Your personal data' },
  intro: {
    zh: '这里是我们保存的关于您的全部数据。同样的内容也以 JSON 和 CSV 文件附在压缩包里，可供其他系统读取；附件在 files 文件夹。',
    en: 'This is everything that we keep about you. The same stands beside it as JSON and CSV files that other systems can read; files that were attached are in the folder files.',
  },
  made: { zh: '生成于', en: 'Made' },
  nothing: { zh: '没有数据', en: 'Nothing' },
  rows: { zh: '条', en: 'rows' },
  why: { zh: '用途', en: 'Used for' },
} satisfies Record<string, Words>

export type PageOf = {
  readonly language: Language
  readonly shop: string
  readonly timeZone: string
  readonly now: Date
  /** Labels of the customer's own fields, by column and by the firm's own names. */
  readonly fieldWords: ReadonlyMap<string, Words>
}

/** Everything for people to read, in one page without anything from elsewhere. */
export function exportPage(page: PageOf, all: readonly Gathered[]): string {
  const { language, shop } = page
  const sections = Object.entries(headings).map(([heading, words]) => {
    const tables = all.filter((one) => one.heading === heading && one.rows.length > 0)
    const body = tables.length === 0 ? `<p class="none">${said.nothing[language]}</p>` : tables.map((one) => tableOf(page, one)).join('')
    return `<section id="${heading}"><h2>${words[language]}</h2>${body}</section>`
  })
  const nav = Object.entries(headings).map(([heading, words]) => `<a href="#${heading}">${words[language]}</a>`)
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${said.title[language]} · ${escapeHtml(shop)}</title><style>${style}</style></head>
<body><header><p>${escapeHtml(shop)}</p><h1>${said.title[language]}</h1><p>${said.intro[language]}</p><p>${said.made[language]} ${shownTime(page, page.now)}</p></header><nav>${nav.join(' ')}</nav><main>${sections.join('')}</main></body></html>`
}

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:60em;margin:0 auto;padding:1.5em 1em}nav a{display:inline-block;margin:0 .8em .3em 0;color:#0f766e}h2{border-bottom:1px solid #98a2ad;margin-top:2em}h3{margin-bottom:.2em}p.why,p.none{color:#5b6672;margin:.2em 0}div.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9em}th,td{border:1px solid #c3cad1;padding:.25em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}ul{margin:0;padding-left:1.1em}@media(prefers-color-scheme:dark){body{background:#10171c;color:#e4e9ed}nav a{color:#5eead4}p.why,p.none{color:#a8b3bd}}`

function tableOf(page: PageOf, { table, columns, rows }: Gathered): string {
  const { language } = page
  const mapped = dataMap[table]
  if (!mapped) return ''
  const filled = columns.filter((column) => rows.some((row) => !isNothing(row[column])))
  const label = (column: string) => escapeHtml((page.fieldWords.get(`${table}.${column}`) ?? columnWords(column))[language])
  const why = `<h3>${escapeHtml(mapped.label[language])} (${rows.length} ${said.rows[language]})</h3><p class="why">${said.why[language]}: ${purposes[mapped.purpose][language]}</p>`
  const [only] = rows
  if (rows.length === 1 && only)
    return `${why}<div class="wide"><table>${filled.map((column) => `<tr><th>${label(column)}</th><td>${cell(page, only[column])}</td></tr>`).join('')}</table></div>`
  const head = filled.map((column) => `<th>${label(column)}</th>`).join('')
  const body = rows.map((row) => `<tr>${filled.map((column) => `<td>${cell(page, row[column])}</td>`).join('')}</tr>`).join('')
  return `${why}<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

/** A value for people: times on the shop's clock, what is nested as a list. */
function cell(page: PageOf, value: unknown): string {
  if (isNothing(value)) return ''
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(value)) return shownTime(page, new Date(value))
  if (Array.isArray(value)) return `<ul>${value.map((item) => `<li>${cell(page, item)}</li>`).join('')}</ul>`
  if (typeof value === 'object' && value !== null) {
    const label = (name: string) => escapeHtml((page.fieldWords.get(name) ?? columnWords(name))[page.language])
    const lines = Object.entries(value).filter(([, inner]) => !isNothing(inner))
    return `<ul>${lines.map(([name, inner]) => `<li>${label(name)}: ${cell(page, inner)}</li>`).join('')}</ul>`
  }
  return escapeHtml(String(value))
}

const shownTime = ({ language, timeZone }: PageOf, at: Date) =>
  escapeHtml(at.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }))

/** The folder of a heading within the archive. */
export const folderOf = (heading: Heading): string => heading
