import { z } from 'zod'
import type { Sort } from '../core/entity/entity.ts'
import { type Rule, ruleSchema } from '../core/rule/rule.ts'

const short = z.string().max(100)

/** What a list keeps in its address: which records, in which order, with which columns. Goes into the page's `search`. */
export const listSearch = z.object({
  rule: ruleSchema.optional(),
  search: short.optional(),
  /** `name` or `-spend`. */
  sort: z.string().max(60).optional(),
  /** Field names with commas between; left out means the usual ones. */
  columns: z.string().max(2_000).optional(),
})

export type ListSearch = z.output<typeof listSearch>

/** Every key, so that laying one view over another leaves nothing of the old one behind. */
export const emptySearch: ListSearch = { rule: undefined, search: undefined, sort: undefined, columns: undefined }

/** `-spend` → by spend, falling. An order by a field that is not there is left out. */
export function readSort(text: string | undefined, fields: Readonly<Record<string, unknown>>): Sort | null {
  if (!text) return null
  const field = text.replace(/^-/, '')
  return field in fields ? { field, direction: text.startsWith('-') ? 'desc' : 'asc' } : null
}

export function writeSort(sort: Sort): string {
  return `${sort.direction === 'desc' ? '-' : ''}${sort.field}`
}

type Listed = { readonly listed?: boolean | undefined }

/** The columns to show: those of the address that exist, else the usual ones; the title is always first. */
export function readColumns(
  text: string | undefined,
  fields: Readonly<Record<string, Listed>>,
  title: string,
  laidOut?: readonly string[],
): readonly string[] {
  const wanted = (text ?? '').split(',').filter((name) => name in fields)
  const usual = laidOut?.filter((name) => name in fields) ?? Object.keys(fields).filter((name) => fields[name]?.listed)
  const chosen = wanted.length > 0 ? wanted : usual
  return [title, ...chosen.filter((name, at) => name !== title && chosen.indexOf(name) === at)]
}

/** What goes into the address; nothing where it is what anybody sees. */
export function writeColumns(
  names: readonly string[],
  fields: Readonly<Record<string, Listed>>,
  title: string,
  laidOut?: readonly string[],
): string | undefined {
  const usual = readColumns(undefined, fields, title, laidOut)
  const same = names.length === usual.length && usual.every((name) => names.includes(name))
  return same ? undefined : names.join(',')
}

/** The conditions that a reader sees as chips: the parts of an "all of", or the rule as a whole. */
export function chipsOf(rule: Rule | undefined): readonly Rule[] {
  if (!rule) return []
  return 'all' in rule ? rule.all : [rule]
}

/** The rule without its n-th chip; nothing when none is left. */
export function withoutChip(rule: Rule, at: number): Rule | undefined {
  const left = chipsOf(rule).filter((_, i) => i !== at)
  return left.length > 0 ? { all: left } : undefined
}
