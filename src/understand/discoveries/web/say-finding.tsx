import type { ReactNode } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import type { Format } from '../../../ui/format.ts'
import type { DiscoveryFacts } from '../discovery.ts'
import type { FigureSort } from '../discovery-kinds.ts'

/** A figure of this sort as it is written. */
export function sayFigure(value: number | null, sort: FigureSort, format: Format): string {
  if (value === null) return '—'
  if (sort === 'share') return format.percent(value)
  return sort === 'money' ? format.money(Math.round(value)) : format.number(value, 1)
}

/** What the places of a finding’s sentence are filled with. */
export function partsOf(
  facts: DiscoveryFacts,
  sort: FigureSort,
  format: Format,
  say: (words: Words | string) => string,
): Record<string, ReactNode> {
  return {
    name: facts.name === null ? '—' : say(facts.name),
    n: format.count(facts.n),
    value: sayFigure(facts.value, sort, format),
    usual: sayFigure(facts.usual, sort, format),
    usualN: format.count(facts.usualN),
    amount: format.shortMoney(facts.amount),
    days: format.count(facts.days),
  }
}
