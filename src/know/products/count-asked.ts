import { type RawBuilder, sql } from 'kysely'

/** The setting that stands while products wait to be counted: what reads them had better wait too. */
export const countAsked = 'products:asked'

/** Asks for products to be counted soon. Who asks again while it is asked for writes nothing. */
export const askingForCount = (now: Date): RawBuilder<unknown> =>
  sql`insert into settings (name, value, updated_at) values (${countAsked}, '{}'::jsonb, ${now}) on conflict (name) do nothing`
