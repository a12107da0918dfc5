import { Problem } from '../../core/kit/problem.ts'
import type { Ctx, ToldFact } from '../actions/context.ts'
import { customersWithin } from './decide.ts'

export type FactWatch = {
  /** A customer who came into being here. */
  made(customerId: string): void
  /** @throws Problem record.missing, which takes the whole transaction back, for a fact about a customer out of sight */
  refuse(ctx: Ctx, facts: readonly ToldFact[]): Promise<void>
}

/**
 * The last wall behind the judging of inputs: whatever an action changes of a customer it tells as a fact, and no fact is told
 * of a customer whom the actor neither sees, nor made here, nor named and reached when the action began.
 */
export function watchFacts(admitted: readonly string[] = []): FactWatch {
  const known = new Set(admitted)
  return {
    made: (customerId) => void known.add(customerId),
    refuse: async (ctx, facts) => {
      if (!ctx.sight.limits) return
      const strangers = [...new Set(facts.map((fact) => fact.customerId))].filter((id) => !known.has(id))
      if (strangers.length === 0) return
      const seen = await customersWithin(ctx, 'read', strangers)
      if (strangers.some((id) => !seen.has(id))) throw new Problem('record.missing', { what: { zh: '客户', en: 'customer' } })
      for (const id of strangers) known.add(id)
    },
  }
}
