import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type OpenJourney, tryOpenJourney } from '../definition.ts'
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

/** Null for what cannot be read: the doctor and the journey’s page say so, and no other journey waits for it. */
export function openDefinition(definition: unknown): OpenJourney | null {
  const read = tryOpenJourney(definition)
  return 'open' in read ? read.open : null
}

export async function readRows(ctx: Ctx, where: RawBuilder<unknown>): Promise<JourneyRow[]> {
  const { rows } = await sql<JourneyRow>`select id, name, state, definition, version, created_at, updated_at, started_at, paused_why
    from journeys where state <> 'deleted' and ${where} order by created_at desc, id`.execute(ctx.db)
  return rows
}

/** Those that can be read. */
export async function readJourneys(ctx: Ctx, where: RawBuilder<unknown>): Promise<KeptJourney[]> {
  return (await readRows(ctx, where)).flatMap((row) => {
    const open = openDefinition(row.definition)
    return open ? [{ row, open }] : []
  })
}

/** For what needs its name and state alone. @throws Problem record.missing */
export async function readRow(ctx: Ctx, id: string): Promise<JourneyRow> {
  const [row] = await readRows(ctx, sql`id = ${id}`)
  if (!row) throw new Problem('record.missing', { what: { zh: '旅程', en: 'journey' } })
  return row
}

/** @throws Problem record.missing, journey.unreadable */
export async function readOne(ctx: Ctx, id: string): Promise<KeptJourney> {
  const row = await readRow(ctx, id)
  const read = tryOpenJourney(row.definition)
  if ('unreadable' in read) throw new Problem('journey.unreadable', { name: row.name, place: read.unreadable })
  return { row, open: read.open }
}

/** Versions by their number, without those that cannot be read. */
export function openOf(rows: readonly { readonly version: number; readonly definition: unknown }[]): Map<number, OpenJourney> {
  return new Map(
    rows.flatMap(({ version, definition }): [number, OpenJourney][] => {
      const open = openDefinition(definition)
      return open ? [[version, open]] : []
    }),
  )
}
