import { z } from 'zod'
import { isTimeZone } from '../../core/kit/local-time.ts'
import { isCurrency } from '../../core/kit/money.ts'
import { soundText } from '../../fields/sound-text.ts'

/** Kept as `shop`. */
export const shopSettings = z.strictObject({
  name: soundText(200),
  currency: z
    .string()
    .refine(isCurrency, { error: 'ISO 4217' })
    .meta({ examples: ['CNY'] }),
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, { error: 'IANA' })
    .meta({ examples: ['Asia/Shanghai'] }),
})
export type ShopSettings = z.output<typeof shopSettings>

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'HH:MM' })

/**
 * Kept as `sending`: when and how often customers may be written to. Between `quietFrom` and `quietTo` of the shop's day
 * marketing waits; the same time twice means no quiet hours. `capPerWeek` counts marketing messages to one customer in 7 days.
 */
export const sendingSettings = z.strictObject({ quietFrom: clock, quietTo: clock, capPerWeek: z.int().min(0).max(50) })
export type SendingSettings = z.output<typeof sendingSettings>

export const usualSending: SendingSettings = { quietFrom: '21:00', quietTo: '09:00', capPerWeek: 3 }

/** As kept: what is left out or unreadable takes its usual value. */
export const keptSending = z.object({
  quietFrom: clock.catch(usualSending.quietFrom),
  quietTo: clock.catch(usualSending.quietTo),
  capPerWeek: sendingSettings.shape.capPerWeek.catch(usualSending.capPerWeek),
})

const host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9.:[\]_-]{1,253}$/, { error: 'smtp.example.com' })

/** What is typed in. No password keeps the one there is; an empty one takes it away. */
export const smtpInput = z.strictObject({
  host,
  port: z.int().min(1).max(65_535),
  secure: z.boolean(),
  user: z.string().trim().max(320).default(''),
  password: z.string().max(1_000).optional(),
  /** `hello@example.com` or `山前茶事 <hello@example.com>` */
  from: z
    .string()
    .trim()
    .min(3)
    .max(320)
    .refine((text) => senderAddress(text) !== null, { error: 'name@example.com' })
    .meta({ examples: ['山前茶事 <hello@example.com>'] }),
})
export type SmtpInput = z.output<typeof smtpInput>

/** Kept as `smtp`; the password sealed. */
export const keptSmtp = smtpInput.extend({ password: z.string().default('') })
export type KeptSmtp = z.output<typeof keptSmtp>

/** The address in `name@example.com` or `Name <name@example.com>`, or null. */
export function senderAddress(text: string): string | null {
  const inside = /^[^<>\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text
  return z.email().safeParse(inside.trim()).success ? inside.trim() : null
}
