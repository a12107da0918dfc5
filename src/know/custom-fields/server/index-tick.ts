import { type RawBuilder, sql } from 'kysely'
import type { Tick } from '../../../platform/actions/feature.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { sealedPlace } from '../../../platform/actions/registry.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { Client } from '../../../platform/database/connect.ts'
import { fieldTypes } from '../../../fields/field-types.ts'
import type { CustomFieldRow } from '../custom-field.ts'
import { readFields } from './read-fields.ts'

type Index = { readonly name: string; readonly valid: boolean }

/** The type stands in the name, so that a field of another type asks for another index. */
const indexName = ({ id, field }: CustomFieldRow) => `custom_${id.replaceAll('-', '')}_${field.type}`

/** `blind`: of a sealed field, the index of what is asked of it. */
type Wanted = { readonly name: string; readonly field: CustomFieldRow; readonly blind?: RawBuilder<unknown> }

/** Whoever is sealed is found whole and by the last four characters. */
function blindIndexes(field: CustomFieldRow): Wanted[] {
  const { sql: whole, four } = sealedPlace(sql`(${sql.ref('custom')} ->> ${sql.lit(field.name)})`)
  const name = `custom_${field.id.replaceAll('-', '')}`
  return [
    { name: `${name}_blind`, field, blind: whole },
    { name: `${name}_four`, field, blind: four },
  ]
}

/** Builds the indexes that fields ask for and takes away those that nobody asks for, beside all other work. */
export const indexTick: Tick = {
  name: 'index-custom-fields',
  everyMs: 4_000,
  run: async (services) => {
    const fields = await readFields(services.database.db, sql`(indexed or sensitive) and retired_at is null and converting is null`)
    const wanted = fields.flatMap((field): Wanted[] => (field.field.sealed ? blindIndexes(field) : [{ name: indexName(field), field }]))
    const { rows: found } =
      await sql<Index>`select i.relname as name, x.indisvalid as valid from pg_index x join pg_class i on i.oid = x.indexrelid
      where x.indrelid = 'public.customers'::regclass and i.relname like 'custom\\_%'`.execute(services.database.db)
    const isWhole = (name: string) => found.some((index) => index.name === name && index.valid)
    const missing = wanted.filter(({ name, field, blind }) => !isWhole(name) || (!field.indexReady && blind === undefined))
    const left = found.filter(({ name, valid }) => !valid || !wanted.some((one) => one.name === name))
    if (missing.length + left.length === 0) return false
    await underLock(services, async (client) => {
      for (const { name } of left) await client.query(`drop index concurrently if exists "${name}"`)
      for (const each of missing) await (each.blind ? buildBlind(services, client, each) : build(services, client, each.name, each.field))
    })
    forgetCards(services.database)
    return false
  },
}

/** One process at a time; the others find the work done when they look again. */
async function underLock({ database }: Services, work: (client: Client) => Promise<void>): Promise<void> {
  const client = await database.pool.connect()
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(7236, 5) as mine')
    if (!rows[0]?.mine) return
    try {
      await work(client)
    } finally {
      await client.query('select pg_advisory_unlock(7236, 5)')
    }
  } finally {
    client.release()
  }
}

async function buildBlind({ database }: Services, client: Client, { name, blind }: Wanted): Promise<void> {
  if (!blind) return
  const { sql: text } =
    sql`create index concurrently if not exists ${sql.id(name)} on customers ((${blind})) where ${blind} is not null`.compile(database.db)
  await client.query(text)
}

async function build({ database, clock, log }: Services, client: Client, name: string, row: CustomFieldRow): Promise<void> {
  const type = fieldTypes[row.field.type]
  if (!type) return
  const value = (type.fromCustom ?? type.fromPayload)(sql.ref('custom'), sql.lit(row.name))
  const { sql: text } = sql`create index concurrently if not exists ${sql.id(name)} on customers ((${value}), id)`.compile(database.db)
  try {
    await client.query(text)
    await sql`update custom_fields set index_ready_at = ${clock()} where id = ${row.id} and indexed and type = ${row.field.type}`.execute(
      database.db,
    )
  } catch (error) {
    // A value too long for an index, most likely. Trying it again and again would help nobody.
    log.warn({ err: error, field: row.name }, 'no index could be built for a custom field')
    await client.query(`drop index concurrently if exists "${name}"`)
    await sql`update custom_fields set indexed = false, index_ready_at = null where id = ${row.id}`.execute(database.db)
  }
}
