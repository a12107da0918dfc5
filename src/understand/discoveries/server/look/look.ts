import type { LocalDate } from '../../../../core/kit/local-time.ts'
import type { Rule } from '../../../../core/rule/rule.ts'
import type { Db } from '../../../../platform/database/connect.ts'
import { adjustForMany, newcombe, type Part, sharesAlike, wilson } from '../../../models/measure/shares.ts'
import { type DiscoveryFacts, falseShare, noFacts } from '../../discovery.ts'

/** What a looking stands on. Facts from `until` on do not count. `today` is the shop's day of that instant. */
export type LookGround = { readonly db: Db; readonly until: Date; readonly today: LocalDate; readonly timeZone: string }

/** `key` is what it is about. `strength` orders what was found: the greater the surer. */
export type Finding = { readonly key: string; readonly facts: DiscoveryFacts; readonly rule: Rule; readonly strength: number }

export type LookResult = { readonly tested: number; readonly tooFew: number; readonly found: readonly Finding[] }
export type Look = (ground: LookGround) => Promise<LookResult>

export const day = 86_400_000
export const daysBack = (until: Date, days: number) => new Date(until.getTime() - days * day)

/** −log10 of a chance, so that what is surer is greater; past 1e-300 it is all the same. */
export const strengthOf = (p: number) => -Math.log10(Math.max(p, 1e-300))

/** One share and what it is compared with. */
export type Compared = {
  readonly key: string
  readonly name: DiscoveryFacts['name']
  readonly one: Part
  readonly other: Part
  readonly days: number | null
}

/**
 * Of many shares compared at once, those that surely differ: corrected by Benjamini and Hochberg over all that were tested.
 * Whatever has fewer than `minimum` on either side is not tested.
 */
export function differing(all: readonly Compared[], minimum: number, ruleOf: (one: Compared, isMore: boolean) => Rule): LookResult {
  const tested = all.filter(({ one, other }) => one.of >= minimum && other.of >= minimum)
  const p = adjustForMany(tested.map(({ one, other }) => sharesAlike(one, other)))
  const found = tested.flatMap((compared, i): Finding[] => {
    const { key, name, one, other, days } = compared
    const chance = p[i] ?? 1
    const apart = newcombe(one, other)
    if (chance > falseShare || !apart) return []
    const { value, low, high } = wilson(one.n, one.of)
    const facts = {
      ...noFacts,
      name,
      n: one.of,
      value,
      low,
      high,
      usual: other.n / other.of,
      usualN: other.of,
      apart,
      p: chance,
      tested: tested.length,
      days,
    }
    return [{ key, facts, rule: ruleOf(compared, apart.value > 0), strength: strengthOf(chance) }]
  })
  return { tested: tested.length, tooFew: all.length - tested.length, found: found.toSorted((a, b) => b.strength - a.strength) }
}
