import { type RawBuilder, sql } from 'kysely'

export const historyWork = 'reconstruct-stages'

/** So long nothing must have been asked for, before the work begins: an import asks again with every portion. */
export const restSeconds = 60

/** Asks for the stages of the past to be worked out; one that waits already is put off, so that it sees all. */
export const historyAsked = (id: string, now: Date): RawBuilder<unknown> => sql`with later as (
    update work set updated_at = ${now} where kind = ${historyWork} and state = 'waiting' returning 1
  ) insert into work (id, kind, state, input, progress, created_at, updated_at)
  select ${id}::uuid, ${historyWork}, 'waiting', '{}'::jsonb, '{}'::jsonb, ${now}::timestamptz, ${now}::timestamptz where not exists (select 1 from later)`
