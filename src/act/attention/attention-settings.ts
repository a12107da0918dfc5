import { z } from 'zod'
import { channelNames } from '../channels/channel-kind.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'HH:MM' })

/** Statutory holidays by the names under which the calendar of the State Council's notices has them. */
export const festivalNames = ['元旦', '春节', '清明', '劳动节', '端午', '中秋', '国庆节'] as const
export type FestivalName = (typeof festivalNames)[number]

export const limitedKinds = ['marketing', 'survey', 'all'] as const
export const limitPeriods = ['day', 'week', 'month'] as const

/** At most so many to one customer. `all` counts service messages and logged calls too, and stops marketing and surveys. */
export const limitSchema = z.strictObject({
  channel: z.enum(['all', ...channelNames]),
  counts: z.enum(limitedKinds),
  per: z.enum(limitPeriods),
  most: z.int().min(0).max(1_000),
})
export type AttentionLimit = z.output<typeof limitSchema>

const hours = z.strictObject({ from: clock, to: clock })

/**
 * Kept as `attention`, beside the weekly cap and the quiet hours of `sending`, which hold over all channels.
 * - limits: of each channel, or over all of them - hours: the times of the day at which a channel's marketing may leave
 * - festivals: days off on which no marketing leaves - ownZone: by the customer's own clock, where it is known
 */
export const attentionSettings = z.strictObject({
  limits: z.array(limitSchema).max(60),
  hours: z.partialRecord(z.enum(channelNames), hours),
  festivals: z.array(z.enum(festivalNames)).max(festivalNames.length),
  ownZone: z.boolean(),
})
export type AttentionSettings = z.output<typeof attentionSettings>

/** One marketing message a day and three things of any kind; no advertisements on the day of remembrance of the dead. */
export const usualAttention: AttentionSettings = {
  limits: [{ channel: 'all', counts: 'survey', per: 'month', most: 1 }],
  hours: {},
  festivals: ['清明'],
  ownZone: true,
}

export const attentionName = 'attention'

/** As kept; what is unreadable takes its usual value. */
export function openAttention(value: unknown): AttentionSettings {
  return attentionSettings.safeParse(value).data ?? usualAttention
}
