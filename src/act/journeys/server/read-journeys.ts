import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { journeyDefinition, type OpenJourney, openJourney } from '../definition.ts'
import type { JourneyState } from '../journey.ts'

export type JourneyRow = {
  readonly id: string
  readonly name: string
  readonly state: JourneyState
  readonly definition: unknown
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
  readonly started_at: Date | null
  readonly paused_why: string | null
}

/** A journey with its present version opened. */
export type KeptJourney = { readonly row: JourneyRow; readonly open: OpenJourney }

export const openDefinition = (definition: unknown): OpenJourney => openJourney(journeyDefinition.parse(definition))

export async function readJourneys(ctx: Ctx, where: RawBuilder<unknown>): Promise<KeptJourney[]> {
  const { rows } = await sql<JourneyRow>`select id, name, state, definition, version, created_at, updated_at, started_at, paused_why
    from journeys where state <> 'deleted' and ${where} order by created_at desc, id`.execute(ctx.db)
  return rows.map((row) => ({ row, open: openDefinition(row.definition) }))
}

/** @throws Problem record.missing */
export async function readOne(ctx: Ctx, id: string): Promise<KeptJourney> {
  const [journey] = await readJourneys(ctx, sql`id = ${id}`)
  if (!journey) throw new Problem('record.missing', { what: { zh: '旅程', en: 'journey' } })
  return journey
}
