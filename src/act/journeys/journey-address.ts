import { z } from 'zod'
import { runStates } from './journey.ts'

/** What one journey keeps in its address: how it is drawn, whether it is being changed, and which people are looked at. */
export const journeySearch = z.object({
  view: z.enum(['flow', 'list']).optional(),
  edit: z.literal(true).optional(),
  /** The name of a beginning, for a new journey. */
  from: z.string().max(40).optional(),
  /** A segment whose entry begins a new journey. */
  segment: z.uuid().optional(),
  /** What is to be known before it is switched on. */
  launch: z.literal(true).optional(),
  replay: z.uuid().optional(),
  /** How far back it is tried out. */
  days: z.union([z.literal(7), z.literal(30), z.literal(90)]).optional(),
  people: z.literal(true).optional(),
  step: z.string().max(40).optional(),
  what: z.string().max(40).optional(),
  state: z.enum([...runStates, 'active']).optional(),
  arm: z.enum(['treated', 'holdout']).optional(),
  /** Who was not let in: for one reason, by its code, or for any. */
  out: z.string().max(40).optional(),
})
export type JourneySearch = z.output<typeof journeySearch>

/** Which people a count stands for. */
export type WhichPeople = Pick<JourneySearch, 'step' | 'what' | 'state' | 'arm' | 'out'>

export const everyReason = 'any'

/** What the gallery of ready journeys keeps in its address: which one is looked at. */
export const readySearch = z.object({ ready: z.string().max(40).optional() })
