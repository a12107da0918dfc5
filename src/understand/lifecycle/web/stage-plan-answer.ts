import type { z } from 'zod'
import type { readStagePlans } from '../questions.ts'

export type StagePlans = z.output<typeof readStagePlans.output>

export type Plan = StagePlans['plans'][number]
