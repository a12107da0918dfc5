import { isContactToken } from '../../core/kit/contact-token.ts'
import type { Words } from '../../core/kit/words.ts'
import { compareSealed } from './compare-sealed.ts'
import { comparisons } from './comparisons.ts'
import type { MatchCondition, MatchRule, Verdict } from './match-rule.ts'
import { type Subject, valuesOf } from './subject.ts'
import type { Agreement } from './way.ts'
import { ways } from './ways.ts'

/** One thing that speaks for or against a pair, with the points that it gave. */
export type Evidence = {
  readonly field: string
  readonly comparison: string
  readonly likeness: number
  readonly points: number
  /** In which way, where the comparison can tell. */
  readonly how?: Words
}

/** What a rule says of two records. `isCertain` is by the rule's own threshold. */
export type PairScore = {
  readonly rule: string
  readonly says: Verdict
  readonly score: number
  readonly isCertain: boolean
  readonly merges: boolean
  readonly evidence: readonly Evidence[]
}

/**
 * The best of what the rules at work say of two records, or null when none reaches its threshold. A household is said
 * only where no rule takes them, with as many points, for one; and no more once they are known to be one.
 */
export function scorePair(rules: readonly MatchRule[], a: Subject, b: Subject): PairScore | null {
  if (a.kind !== b.kind) return null
  const compare = rememberComparisons(a, b)
  const isOneHousehold = valuesOf(a, 'household').some((each) => valuesOf(b, 'household').includes(each))
  let best: PairScore | null = null
  for (const rule of rules) {
    if (!rule.isOn || rule.of !== a.kind || (rule.says === 'household' && isOneHousehold)) continue
    const said = scoreBy(rule, compare)
    if (said && said.score >= rule.candidate && (best === null || isBetter(said, best))) best = said
  }
  return best
}

const isBetter = (one: PairScore, other: PairScore) =>
  one.score > other.score || (one.score === other.score && one.says === 'same' && other.says !== 'same')

type Compare = (field: string, comparison: string) => Agreement

/** Several rules ask the same of a pair. */
function rememberComparisons(a: Subject, b: Subject): Compare {
  const known = new Map<string, Agreement>()
  return (field, comparison) => {
    const key = `${field} ${comparison}`
    const found = known.get(key)
    if (found !== undefined) return found
    const made = compareValues(field, comparison, a, b)
    known.set(key, made)
    return made
  }
}

/** Where a field has several values on either side, the two that agree best. */
function compareValues(field: string, comparison: string, a: Subject, b: Subject): Agreement {
  let best: Agreement = null
  for (const one of valuesOf(a, field))
    for (const other of valuesOf(b, field)) {
      const found =
        isContactToken(one) || isContactToken(other)
          ? compareSealed(comparison, one, other, { a, b })
          : (ways[comparison]?.compare(one, other, { a, b }) ?? null)
      if (found && (best === null || found.likeness > best.likeness)) best = found
    }
  return best
}

/** A rule's points for a pair, 0 to 100; null when something needed is lacking. */
function scoreBy(rule: MatchRule, compare: Compare): PairScore | null {
  const evidence: Evidence[] = []
  let score = 0
  for (const condition of rule.conditions) {
    const held = holds(condition, compare)
    if (held) {
      evidence.push(held)
      score += held.points
    } else if (condition.needed) return null
  }
  const whole = Math.max(0, Math.min(100, Math.round(score)))
  return { rule: rule.key, says: rule.says, score: whole, isCertain: whole >= rule.certain, merges: rule.merges, evidence }
}

function holds(condition: MatchCondition, compare: Compare): Evidence | null {
  const comparison = comparisons[condition.comparison]
  if (!comparison) return null
  const agreement = compare(condition.field, comparison.name)
  if (!agreement || agreement.likeness <= 0 || agreement.likeness < (condition.least ?? comparison.least)) return null
  const points = Math.round(condition.points * agreement.likeness * 10) / 10
  return {
    field: condition.field,
    comparison: comparison.name,
    likeness: Math.round(agreement.likeness * 100) / 100,
    points,
    ...(agreement.how ? { how: agreement.how } : {}),
  }
}
