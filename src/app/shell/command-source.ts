import type { Words } from '../../core/kit/words.ts'
import type { Group, PageEntry } from './page-entry.ts'
import { groupWords } from './page-entry.ts'

/** One thing the command palette can find and open. */
export type Command = {
  readonly key: string
  readonly label: string
  /** Said quietly behind the label: a phone number, the room of a page. */
  readonly hint?: string
  readonly to: string
  readonly search?: Readonly<Record<string, unknown>>
}

/** Something that finds commands by what was typed, e.g. customers by name. Asked 150 ms after the last key. */
export type CommandSource = {
  readonly name: string
  readonly label: Words
  readonly find: (typed: string, signal: AbortSignal) => Promise<readonly Command[]>
}

/**
 * Ranks pages by what was typed: names in either language first, then keywords (pinyin and its initials), spaces and
 * case ignored. Nothing typed gives all of them in the menu's order.
 */
export function findPages(pages: readonly PageEntry[], typed: string, say: (words: Words) => string): readonly Command[] {
  const wanted = typed.toLowerCase().replace(/\s+/g, '')
  return pages
    .filter((page) => page.inMenu)
    .map((page) => ({ page, rank: rankOf(page, wanted) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank)
    .map(({ page }) => ({ key: page.path, label: say(page.label), hint: hintOf(page.group, say), to: page.path }))
}

function hintOf(group: Group, say: (words: Words) => string): string {
  return group === 'home' ? '' : say(groupWords[group].label)
}

function rankOf(page: PageEntry, wanted: string): number {
  if (wanted === '') return 0
  const names = [page.label.zh, page.label.en.toLowerCase().replace(/\s+/g, '')]
  if (names.some((name) => name.startsWith(wanted))) return 0
  if (names.some((name) => name.includes(wanted))) return 1
  const keywords = page.keywords.toLowerCase().split(' ')
  if (keywords.some((word) => word.startsWith(wanted))) return 2
  return keywords.some((word) => word.includes(wanted)) ? 3 : Number.POSITIVE_INFINITY
}
