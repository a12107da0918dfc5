import type { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import type { simulateTiers } from './questions.ts'

type Trial = z.output<(typeof simulateTiers)['output']>
type Tried = { readonly trial: Pick<Trial, 'tiers'>; readonly names: readonly { readonly key: string; readonly label: Words }[] }

/** Customers and yearly cost of one tier by one scheme; null where the scheme has no such tier. */
export type TierSide = { readonly customers: number; readonly cost: number } | null
export type TierLine = { readonly key: string; readonly label: Words; readonly one: TierSide; readonly other: TierSide }

/**
 * The tiers of two schemes beside each other, the highest first: the same tier is the one with the same key, and what only
 * the other scheme has stands behind those of the first.
 */
export function compareTrials(one: Tried, other: Tried): readonly TierLine[] {
  const sideOf = ({ trial }: Tried, key: string): TierSide => {
    const tier = trial.tiers.find((each) => each.key === key)
    return tier ? { customers: tier.customers, cost: tier.costAfter } : null
  }
  const ownNames = one.names.toReversed()
  const onlyOther = other.names.toReversed().filter(({ key }) => !one.names.some((each) => each.key === key))
  return [...ownNames, ...onlyOther].map(({ key, label }) => ({ key, label, one: sideOf(one, key), other: sideOf(other, key) }))
}
