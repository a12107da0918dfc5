import { type RawBuilder, sql } from 'kysely'

/** Who is at the door, once each, with the cause that the same customer may enter for once; see `atTheDoor` for the columns. */
export type AtTheDoor = {
  readonly rows: RawBuilder<unknown>
  readonly among: RawBuilder<unknown> | null
  readonly why: { readonly code: string; readonly details?: Record<string, unknown> }
  /** What they come for is so long ago that nobody is let in any more: since when it was due. */
  readonly late?: Date
  /** Who fits the audience is asked when the run first goes on. */
  readonly audienceLater?: boolean
  /** Somebody named them, or a segment of theirs: whoever stays outside is told of, each time and whatever the reason. */
  readonly named?: boolean
  /** A fact let them in, which the journey's own doing may have brought about. */
  readonly byFact?: boolean
}

/** The columns of a door; `told` and `seq` say which fact it was, `wakes` when the run begins, `context` what templates may use. */
export function atTheDoor(columns: {
  readonly customer: RawBuilder<unknown>
  readonly cause: RawBuilder<unknown>
  readonly told?: RawBuilder<unknown>
  readonly seq?: RawBuilder<unknown>
  readonly wakes?: RawBuilder<unknown>
  readonly context?: RawBuilder<unknown>
}): RawBuilder<unknown> {
  const { customer, cause, told, seq, wakes, context } = columns
  return sql`${customer} as customer_id, ${cause} as cause, ${told ?? sql`null`}::timestamptz as told, ${seq ?? sql`null`}::bigint as seq,
    ${wakes ?? sql`null`}::timestamptz as wakes, ${context ?? sql`null`}::jsonb as context`
}
