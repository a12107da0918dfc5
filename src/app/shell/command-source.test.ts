import { expect, it } from 'vitest'
import type { Words } from '../../core/kit/words.ts'
import { findPages } from './command-source.ts'
import type { PageEntry } from './page-entry.ts'

function page(path: string, zh: string, en: string, keywords: string, inMenu = true): PageEntry {
  return { path, group: 'know', label: { zh, en }, keywords, icon: () => null, component: () => null, inMenu }
}

const pages = [
  page('/customers', '客户', 'Customers', 'kehu kh'),
  page('/segments', '细分', 'Segments', 'xifen xf'),
  page('/customers/$id', '客户', 'Customer', 'kehu', false),
]
const chinese = (words: Words) => words.zh
const found = (typed: string) => findPages(pages, typed, chinese).map((command) => command.to)

it('a page is found by its name in either language, by pinyin and by its initials', () => {
  for (const typed of ['细', 'segm', 'xif', 'xf', 'XI FEN']) expect(found(typed), typed).toEqual(['/segments'])
})

it('nothing typed lists the pages of the menu in its order, never the page of one record', () => {
  expect(found('  ')).toEqual(['/customers', '/segments'])
})

it('what is called nothing like it is not found', () => {
  expect(found('zzz')).toEqual([])
})
