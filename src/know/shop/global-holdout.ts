import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { bucketNumber } from '../../core/rule/compile-rule.ts'

/** One draw of the global holdout: who is in it follows from the salt, `since` says from when on it was obeyed. */
const draw = z.object({
  /** 0 to 20, to a hundredth. */
  percent: z.number().min(0).max(20),
  salt: z.string().min(1).max(100),
  since: z.iso.datetime({ offset: true }),
})

/**
 * Kept as `global-holdout`: the customers who get no marketing from anything, so that the worth of all of it can be told.
 * 0 percent holds nobody out. `past` are the draws before, the newest first, each with the reason why another was drawn.
 */
export const globalHoldoutSetting = draw.extend({
  past: z
    .array(draw.extend({ until: z.iso.datetime({ offset: true }), reason: z.string().max(500) }))
    .max(50)
    .default([]),
})
export type GlobalHoldout = z.output<typeof globalHoldoutSetting>

export const globalHoldoutName = 'global-holdout'

/** Nobody is held out until the firm says so. */
export const noGlobalHoldout: GlobalHoldout = { percent: 0, salt: 'none', since: '1970-01-01T00:00:00.000Z', past: [] }

/** As kept; what is unreadable holds nobody out. */
export function openGlobalHoldout(value: unknown): GlobalHoldout {
  return globalHoldoutSetting.safeParse(value).data ?? noGlobalHoldout
}

/** The bucket numbers below this one are held out: a hundredth of a percent is one of the 10,000. */
export const globalHoldoutBelow = ({ percent }: Pick<GlobalHoldout, 'percent'>): number => Math.round(percent * 100)

/**
 * Is this customer in the global holdout? `customerRef` is the customer's id in the statement, e.g. `sql.ref('c.id')`.
 * Service messages never ask this.
 */
export function inGlobalHoldout(setting: Pick<GlobalHoldout, 'percent' | 'salt'>, customerRef: RawBuilder<unknown>): RawBuilder<boolean> {
  if (globalHoldoutBelow(setting) === 0) return sql<boolean>`false`
  return sql<boolean>`(${bucketNumber(sql`${setting.salt}::text`, customerRef)} < ${globalHoldoutBelow(setting)}::bigint)`
}
