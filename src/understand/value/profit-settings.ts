import { z } from 'zod'

const percent = z.number().min(0).max(100)
/** Minor units; a text message costs 4.5 分. */
const unitCost = z.number().min(0).max(1_000_000)

/** What the program cannot read off the facts: margins where no product's cost is known, what a message and an hour cost. */
export const profitSettings = z.strictObject({
  usualMargin: percent.nullable().default(null).describe('Gross margin of what has no known cost, in per cent; null: not known'),
  margins: z.record(z.string().min(1).max(200), percent).default({}).describe('The same by product category, before the usual one'),
  goodsReturned: percent.default(0).describe('How much of refunded goods’ cost comes back, as it can be sold again, in per cent'),
  messageCosts: z
    .record(z.string().min(1).max(40), unitCost)
    .default({})
    .describe('What one sent message costs, by channel, in minor units'),
  hourlyCost: z
    .number()
    .min(0)
    .max(1e9)
    .nullable()
    .default(null)
    .describe('What an hour of a colleague costs, in minor units; null: not known'),
})
export type ProfitSettings = z.output<typeof profitSettings>

export const usualProfitSettings: ProfitSettings = profitSettings.parse({})

export function readProfitSettings(kept: unknown): ProfitSettings {
  const read = profitSettings.safeParse(kept)
  return read.success ? read.data : usualProfitSettings
}
