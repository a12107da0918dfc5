import { z } from 'zod'

const progress = z.object({ done: z.int().catch(0), total: z.int().catch(1) })

export const progressOf = (kept: unknown): { done: number; total: number } => progress.catch({ done: 0, total: 1 }).parse(kept)
