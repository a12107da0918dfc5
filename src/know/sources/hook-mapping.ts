import { z } from 'zod'
import { soundText } from '../../fields/sound-text.ts'

/**
 * A place in a delivery: `$.customer.email`, `$.lines[0].sku`, `$['a b']`; `@x-topic` is a header; `=CNY` is the text
 * itself.
 */
export const placeSchema = soundText(300).regex(/^[$@=]/, { error: '$.… @… =…' })
/** The first of the places that says something. */
const sayingSchema = z.union([placeSchema, z.array(placeSchema).min(1).max(5)])

/** What of a customer a delivery can tell: fields by their names, and the two halves of a name. */
export const hookTargets = [
  'code',
  'phone',
  'email',
  'name',
  'firstName',
  'lastName',
  'wechat',
  'gender',
  'birthday',
  'province',
  'city',
  'district',
  'address',
  'note',
] as const
export type HookTarget = (typeof hookTargets)[number]

export const timeForms = ['iso', 'seconds', 'milliseconds', 'local'] as const
export const amountUnits = ['major', 'minor'] as const

const textsSchema = z.array(soundText(200)).max(20)

const lineSchema = z.strictObject({
  each: placeSchema,
  product: sayingSchema,
  name: sayingSchema.optional(),
  quantity: sayingSchema.optional(),
  /** For one piece, or `amount` for the whole line. */
  price: sayingSchema.optional(),
  amount: sayingSchema.optional(),
})

const purchaseSchema = z.strictObject({
  kind: z.enum(['purchase', 'refund']).default('purchase'),
  number: sayingSchema,
  /** Whose numbering it is: two shops may have one number. The shop's own where it is left out. */
  numberedBy: sayingSchema.optional(),
  /** Of a refund: the number of the purchase. */
  of: sayingSchema.optional(),
  /** Any of these says that the order came to nothing: one of the texts, or, where none is named, anything but `false` and nought. */
  voided: z
    .array(z.strictObject({ at: placeSchema, in: textsSchema }))
    .max(5)
    .optional(),
  amount: sayingSchema,
  /** What is left of the amount of a purchase: the rest was given back, and is its refund, as an exported file tells it. */
  left: sayingSchema.optional(),
  /** When the source said that the order stands so: what it said earlier and is delivered later is passed over. */
  toldAt: sayingSchema.optional(),
  unit: z.enum(amountUnits).default('major'),
  currency: sayingSchema.optional(),
  channel: sayingSchema.optional(),
  lines: lineSchema.optional(),
})

const eventSchema = z.strictObject({
  name: sayingSchema,
  properties: z.record(soundText(100), sayingSchema).default({}),
})

/** How what a webhook sends becomes customers, purchases and facts. Plain data. */
export const hookMappingSchema = z.strictObject({
  /** Texts that hold JSON, encoded as in an address or not; they are opened before anything else is read. */
  unpack: z.array(placeSchema).max(3).default([]),
  /** Only deliveries that say one of these at each of the places are meant, and orders that came to nothing; others are passed over. */
  when: z
    .array(z.strictObject({ at: placeSchema, in: textsSchema.min(1) }))
    .max(5)
    .default([]),
  /** What tells a repeated event; the delivery itself where it is left out. */
  id: sayingSchema.optional(),
  time: z.strictObject({ at: sayingSchema, form: z.enum(timeForms).default('iso') }).optional(),
  customer: z.partialRecord(z.enum(hookTargets), sayingSchema).default({}),
  purchase: purchaseSchema.optional(),
  event: eventSchema.optional(),
})

export type TimeForm = (typeof timeForms)[number]
export type HookMapping = z.output<typeof hookMappingSchema>
export type Saying = z.output<typeof sayingSchema>
export type HookCondition = HookMapping['when'][number]
export const emptyMapping: HookMapping = hookMappingSchema.parse({})
