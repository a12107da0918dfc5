import { z } from 'zod'

/** How and when predictions are made. */
export const settingsShape = z.strictObject({
  /** Made by themselves: models once a week, everybody's predictions every night. */
  automatic: z.boolean().default(true),
  /** The hour of the shop's clock from which it may begin. */
  hour: z.int().min(0).max(23).default(3),
  /** The day of the week on which models are chosen anew: 1 Monday to 7 Sunday. */
  weekday: z.int().min(1).max(7).default(1),
  /** By how much money of next year is worth less than today's, in per cent. */
  yearlyDiscount: z.number().min(0).max(100).default(10),
  /** For how many days single predictions stay in the record; the longest horizon at least. */
  keepDays: z.int().min(370).max(3_650).default(400),
})
export type PredictionSettings = z.output<typeof settingsShape>

export const usualSettings: PredictionSettings = settingsShape.parse({})
