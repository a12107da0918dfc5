import { z } from 'zod'

const figure = z.number().nullable()

/** How far forecasts lay from what came, over the same customers. Bias: forecast over what came, less one. */
const errors = z.object({ forecast: z.number(), bias: figure, mae: figure, rmse: figure })

const bin = z.object({ count: z.int(), from: z.number(), to: z.number(), predicted: z.number(), came: z.number() })

/** `model` against the plain alternatives: the own rate so far (`rate`) and the sum of the RFM scores (`rfm`), which only ranks. */
export const gradeShape = z.object({
  customers: z.int(),
  buyers: z.int().describe('Who bought at all'),
  purchases: z.object({ came: z.number(), model: errors, rate: errors }),
  spend: z.object({ came: z.number(), model: errors, rate: errors }),
  /** Chance that of two customers, one of whom bought, the right one stands higher. */
  ranking: z.object({ model: figure, rate: figure, rfm: figure }),
  /** How well they order customers by what they then spent: 0 is chance, 1 perfect. */
  worth: z.object({ model: figure, rate: figure, rfm: figure }),
  chance: z.object({ brier: figure, brierOfMean: figure, error: figure, bins: z.array(bin) }).nullable(),
  deciles: z.array(bin).describe('Customers in ten equal parts by expected purchases'),
  cohorts: z.array(z.object({ month: z.string(), customers: z.int(), forecast: z.number(), rate: z.number(), came: z.number() })),
  verdict: z.enum(['better', 'same', 'worse']).describe('The model’s errors against those of the own past rate, customer by customer'),
  rankedBy: z.enum(['model', 'rate', 'rfm', 'none']).describe('Which of the three ordered buyers best, by more than chance'),
})
export type Grade = z.output<typeof gradeShape>
export type GradeBin = z.output<typeof bin>
