import { type RawBuilder, sql } from 'kysely'
import { readShop, type Services } from '../../../../platform/actions/services.ts'
import { readProtection } from '../../../../platform/audit/guard-audit.ts'
import { readMigrations } from '../../../../platform/database/migrate.ts'
import { migrationsFolder } from '../migrations-folder.ts'
import { broken, type Check, fine, type Finding, look, sayBytes } from './finding.ts'

async function one<R>({ database }: Services, query: RawBuilder<R>): Promise<R | undefined> {
  return (await query.execute(database.db)).rows[0]
}

/** The one question to the database's own clock: whether it agrees with ours. */
const theirClock = sql.raw('clock_timestamp()')

async function checkVersion(services: Services): Promise<Finding> {
  const row = await one(
    services,
    sql<{ version: string; number: number; size: number }>`select split_part(current_setting('server_version'), ' ', 1) as version,
    current_setting('server_version_num')::int as number, pg_database_size(current_database()) as size`,
  )
  const { version = '', number = 0, size = 0 } = row ?? {}
  if (number < 150_000) return broken('old', { version })
  // Faster without them, until the power fails.
  const unsafe = await one(
    services,
    sql<{ names: string[] }>`select coalesce(array_agg(name order by name), '{}') as names from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`,
  )
  const names = unsafe?.names ?? []
  return names.length > 0 ? broken('unsafe', { names: names.join(', ') }) : fine({ version, size: sayBytes(size) })
}

/** Chinese has trigrams only where the character type knows it. */
async function checkEncoding(services: Services): Promise<Finding> {
  const row = await one(
    services,
    sql<{
      encoding: string
      collation: string
      chinese: number
      before: string | null
      now: string | null
    }>`select pg_encoding_to_char(encoding) as encoding, datctype as collation,
    datcollversion as before, pg_database_collation_actual_version(oid) as now,
    cardinality(show_trgm('中文客户')) as chinese from pg_database where datname = current_database()`,
  )
  const { encoding = '', collation = '', chinese = 0, before, now } = row ?? {}
  if (encoding !== 'UTF8') return broken('encoding', { encoding })
  if (chinese === 0) return broken('collation', { collation })
  return before && now && before !== now ? look('version', { before, now }) : fine({ encoding, collation })
}

async function checkSchema(services: Services): Promise<Finding> {
  const known = await readMigrations(migrationsFolder)
  const row = await one(
    services,
    sql<{ number: number; count: number }>`select coalesce(max(number), 0) as number, count(*)::int as count from schema_migrations`,
  )
  const { number = 0, count = 0 } = row ?? {}
  if (number > (known.at(-1)?.number ?? 0)) return broken('newer', { number })
  return count < known.length ? look('behind', { count: known.length - count }) : fine({ number })
}

async function checkIndexes(services: Services): Promise<Finding> {
  const row = await one(
    services,
    sql<{ count: number; invalid: string[] }>`select count(*)::int as count,
    coalesce(array_agg(i.relname::text) filter (where not x.indisvalid), '{}') as invalid
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace where n.nspname in ('public', 'auth', 'audit')`,
  )
  const { count = 0, invalid = [] } = row ?? {}
  return invalid.length > 0 ? broken('invalid', { count: invalid.length, names: invalid.slice(0, 5).join(', ') }) : fine({ count })
}

async function checkBloat(services: Services): Promise<Finding> {
  const worst = await one(
    services,
    sql<{ table: string; percent: number }>`select relname as table, (100 * n_dead_tup / (n_live_tup + n_dead_tup))::int as percent
    from pg_stat_user_tables where n_dead_tup > 100000 and n_dead_tup > n_live_tup / 2 order by n_dead_tup desc limit 1`,
  )
  const age = await one(
    services,
    sql<{
      percent: number
    }>`select (100.0 * age(datfrozenxid) / 2000000000)::int as percent from pg_database where datname = current_database()`,
  )
  if ((age?.percent ?? 0) > 50) return broken('wraparound', { percent: age?.percent ?? 0 })
  return worst ? look('bloated', { table: worst.table, percent: worst.percent }) : fine()
}

async function checkTransactions(services: Services): Promise<Finding> {
  const row = await one(
    services,
    sql<{
      minutes: number
      who: string
    }>`select (extract(epoch from ${theirClock} - xact_start) / 60)::int as minutes, application_name || ' ' || pid as who
    from pg_stat_activity
    where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() and backend_type = 'client backend' and application_name <> 'regulars backup'
    order by xact_start limit 1`,
  )
  return row && row.minutes >= 10 ? look('long', { minutes: row.minutes, who: row.who }) : fine()
}

async function checkConnections(services: Services): Promise<Finding> {
  const row = await one(
    services,
    sql<{ used: number; limit: number }>`select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as limit`,
  )
  const { used = 0, limit = 100 } = row ?? {}
  return used > limit * 0.85 || limit < 25 ? look('many', { used, limit }) : fine({ used, limit })
}

/** So many lines of the audit, in the order in which they came. */
const lately = 1_000

async function checkClock(services: Services): Promise<Finding> {
  const before = Date.now()
  const row = await one(services, sql<{ at: number }>`select (extract(epoch from ${theirClock}) * 1000)::float8 as at`)
  const here = (before + Date.now()) / 2
  const seconds = Math.round(Math.abs((row?.at ?? here) - here) / 100) / 10
  if (seconds > 2) return look('skewed', { seconds })
  // Both may be wrong together: what was written lately tells whether they went back. Once that is long past, it is over.
  const latest = await one(
    services,
    sql<{ at: Date | null }>`select max(e.at) as at from (select entry_id from audit.chain order by seq desc limit ${lately}) c
      join audit.entries e on e.id = c.entry_id`,
  )
  const minutes = Math.floor(((latest?.at?.getTime() ?? 0) - services.clock().getTime()) / 60_000)
  return minutes >= 2 ? look('back', { minutes }) : fine({ seconds })
}

/** Both are asked what the clock shows in the shop's zone, now and in half a year. */
async function checkZones(services: Services): Promise<Finding> {
  const { timeZone: zone } = await readShop(services.database)
  const now = services.clock()
  const known = await one(services, sql<{ found: boolean }>`select exists (select 1 from pg_timezone_names where name = ${zone}) as found`)
  if (!known?.found) return broken('unknown', { zone })
  for (const at of [now, new Date(now.getTime() + 182 * 86_400_000)]) {
    const there = await one(services, sql<{ hour: string }>`select to_char(${at}::timestamptz at time zone ${zone}, 'HH24:MI') as hour`)
    const here = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
    if (there?.hour !== here) return look('differ', { zone })
  }
  return fine({ zone })
}

async function checkAudit({ database }: Services): Promise<Finding> {
  const { isProtected, role } = await readProtection(database.pool)
  return isProtected ? fine() : look('open', { role })
}

export const databaseChecks: readonly Check[] = [
  ['database', checkVersion],
  ['encoding', checkEncoding],
  ['schema', checkSchema],
  ['indexes', checkIndexes],
  ['bloat', checkBloat],
  ['transactions', checkTransactions],
  ['connections', checkConnections],
  ['clock', checkClock],
  ['zones', checkZones],
  ['audit', checkAudit],
]
