import { z } from 'zod'

/** new: only what somebody has not bought yet. repeat: only what they bought before. both: either. */
export const listModes = ['new', 'repeat', 'both'] as const
export type ListMode = (typeof listModes)[number]

export const settingsShape = z.strictObject({
  mode: z.enum(listModes).default('new'),
  minBuyers: z.int().min(2).max(10_000).default(10).describe('A product with fewer buyers tells too little of who wants it'),
  length: z.int().min(1).max(20).default(5).describe('Products kept for each customer'),
})
export type RecommendationSettings = z.output<typeof settingsShape>

export const settingName = 'recommendations'
