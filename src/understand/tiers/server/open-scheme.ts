import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { placedLeaves } from '../../../core/rule/leaves.ts'
import { isEverybody, type Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { publishedScheme, type Scheme, type SchemeRow } from '../scheme.ts'
import { followingTier } from '../tier.ts'

/** The published scheme, or null. */
export async function readPublished(ctx: Pick<Ctx, 'db'>): Promise<SchemeRow | null> {
  const { rows } = await publishedScheme.execute(ctx.db)
  return rows[0] ?? null
}

/** What is wrong with a rule of a scheme that was sound when it was published, e.g. a field that is there no longer. */
export type Broken = { readonly tier: Scheme['tiers'][number]; readonly problem: Problem }

/** The first tier whose rule cannot be asked as things stand, or null. */
export function brokenIn(scheme: Scheme, dictionary: Dictionary): Broken | null {
  for (const [i, tier] of scheme.tiers.entries()) {
    try {
      checkRule(tier.rule, dictionary, `scheme.tiers.${i}.rule`)
    } catch (error) {
      if (error instanceof Problem) return { tier, problem: error }
      throw error
    }
  }
  return null
}

/**
 * A scheme from outside, with its rules checked.
 * @throws Problem rule.*, tiers.*, with the place of the first thing that is wrong
 */
export function checkScheme(given: Scheme, dictionary: Dictionary): Scheme {
  const [lowest] = given.tiers
  if (!lowest) throw new Problem('tiers.none', { path: 'scheme.tiers' })
  const keys = given.tiers.map((tier) => tier.key)
  const twice = keys.find((key, i) => keys.indexOf(key) !== i)
  if (twice !== undefined) throw new Problem('tiers.twice', { path: `scheme.tiers.${keys.lastIndexOf(twice)}.key`, name: twice })
  if (!isEverybody(lowest.rule)) throw new Problem('tiers.lowest-not-open', { path: 'scheme.tiers.0.rule', name: lowest.label })
  const tiers = given.tiers.map((tier, i) => {
    const path = `scheme.tiers.${i}`
    if (i > 0 && isEverybody(tier.rule)) throw new Problem('tiers.no-conditions', { path: `${path}.rule`, name: tier.label })
    if (given.counting === 'calendar-year' && tier.validity.kind === 'year-end' && tier.validity.years === 0)
      throw new Problem('tiers.year-too-short', { path: `${path}.validity`, name: tier.label })
    refuseSelf(tier.rule, `${path}.rule`)
    return { ...tier, rule: checkRule(tier.rule, dictionary, `${path}.rule`) }
  })
  return { ...given, tiers }
}

/** @throws Problem tiers.looks-at-itself */
function refuseSelf(rule: Rule, place: string): void {
  for (const { leaf, path } of placedLeaves(rule, place)) {
    const followsField = 'field' in leaf && followingTier.has(leaf.field)
    const followsFact = 'did' in leaf && (leaf.did.startsWith('tier.') || leaf.did.startsWith('segment.'))
    if ('segment' in leaf || 'tier' in leaf || followsField || followsFact) throw new Problem('tiers.looks-at-itself', { path })
  }
}
