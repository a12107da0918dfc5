import { z } from 'zod'
import { isLocalDate } from '../../core/kit/local-time.ts'
import { isEverybody, ruleSchema } from '../../core/rule/rule.ts'
import { channelNames } from '../channels/channel-kind.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'HH:MM' })
const day = z.string().refine(isLocalDate, { error: 'YYYY-MM-DD' })

/** Days and clock times are the shop's; with `theirClock` those of each customer's place. */
export const campaignTime = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('now') }),
  z.strictObject({ kind: z.literal('at'), date: day, time: clock }),
  z.strictObject({
    kind: z.literal('weekly'),
    days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1 周一 … 7 周日 · 1 Monday … 7 Sunday'),
    every: z.int().min(1).max(12).default(1).describe('每几周 · Every so many weeks'),
    time: clock,
    from: day,
    until: day.optional(),
  }),
  z.strictObject({
    kind: z.literal('monthly'),
    days: z
      .array(z.int().min(1).max(31))
      .min(1)
      .max(31)
      .describe('没有这一天的月份在最后一天发 · Where a month lacks the day, on its last'),
    every: z.int().min(1).max(12).default(1).describe('每几个月 · Every so many months'),
    time: clock,
    from: day,
    until: day.optional(),
  }),
])
export type CampaignTime = z.output<typeof campaignTime>

const variant = z.strictObject({
  key: z.enum(['a', 'b', 'c', 'd', 'e']),
  templateId: z.uuid(),
  share: z.int().min(1).max(100).describe('份额，相对值 · Its share, beside the others’'),
})
export type Variant = z.output<typeof variant>

const money = z.int().min(0).max(1_000_000_000_00).describe('最小货币单位 · Minor units')

/** A campaign as it is written down. */
export const campaignDefinition = z.strictObject({
  audience: ruleSchema.describe('谁会收到；{ all: [] } 是所有客户 · Who gets it; { all: [] } is everybody'),
  channel: z.enum(channelNames).default('email'),
  accountId: z.uuid().optional().describe('用哪个渠道账号；不填为默认账号 · Which account; the default one where left out'),
  variants: z
    .array(variant)
    .min(1)
    .max(5)
    .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, { error: 'keys twice' }),
  when: campaignTime,
  bestHour: z
    .boolean()
    .default(false)
    .describe('在各人平时下单的钟点发，最多推迟一天 · At the hour at which each usually buys, a day later at most'),
  theirClock: z
    .boolean()
    .default(false)
    .describe('钟点按客户所在地的时间算，知道所在地时 · Clock times are of the place where each customer lives, where it is known'),
  perHour: z
    .int()
    .min(1)
    .max(10_000_000)
    .nullable()
    .default(null)
    .describe('每小时最多交出多少条；空为不限 · The most in an hour; null for no limit'),
  priority: z.int().min(0).max(100).default(50),
  holdout: z.number().min(0).max(50).default(10).describe('对照组百分比 · Per cent held out'),
  fixedCost: money.default(0),
  budget: z
    .strictObject({ amount: money, over: z.enum(['stop', 'warn']) })
    .nullable()
    .default(null),
  window: z
    .strictObject({ days: z.int().min(1).max(90), by: z.enum(['clicked', 'sent']) })
    .default({ days: 7, by: 'sent' })
    .describe('归因窗口 · The window of attribution'),
})
export type CampaignDefinition = z.output<typeof campaignDefinition>

/**
 * What is kept may have been written by another version of the program, or by hand in the database.
 * @returns the campaign, or where it cannot be read
 */
export function tryOpenCampaign(written: unknown): { readonly definition: CampaignDefinition } | { readonly unreadable: string } {
  const read = campaignDefinition.safeParse(written)
  return read.success ? { definition: read.data } : { unreadable: read.error.issues[0]?.path.join('.') || 'definition' }
}

/** Of 10,000 numbers a customer may have for this campaign, those below this are held out. */
export const heldOutBelow = ({ holdout }: Pick<CampaignDefinition, 'holdout'>): number => Math.round(holdout * 100)

/**
 * For each variant the numbers from 0 to 9,999 that fall to it, in the order of the variants: `[from, to)`. They cover all numbers
 * whatever the shares add up to.
 */
export function variantRanges(
  variants: readonly Variant[],
): readonly { readonly key: string; readonly from: number; readonly to: number }[] {
  const whole = variants.reduce((sum, { share }) => sum + share, 0)
  let past = 0
  return variants.map(({ key, share }) => {
    const from = Math.round((past / whole) * 10_000)
    past += share
    return { key, from, to: Math.round((past / whole) * 10_000) }
  })
}

/** Chosen by what is known of people: whoever refuses personalisation is left out. An audience of everybody chooses nobody. */
export const choosesPeople = ({ audience }: Pick<CampaignDefinition, 'audience'>): boolean => !isEverybody(audience)
