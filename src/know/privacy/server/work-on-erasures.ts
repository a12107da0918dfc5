import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isPassing } from '../../../platform/database/is-passing.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { dataMap } from '../data-map.ts'
import { writeCertificate } from './certificate.ts'
import { eraseFromAudit, eraseMarksFromAudit } from './erase-audit.ts'
import { eraseContents, eraseExports, eraseUploads } from './erase-files.ts'
import { eraseRecords } from './erase-records.ts'
import { emptyRequests, eraseTraces, tracedTables } from './erase-traces.ts'
import { type Counts, countsShape, type ErasureRow, type ErasureStep, progressShape } from './erasure-rows.ts'
import { type Marks, marksShape, underEachKey } from './marks.ts'
import { liveTables, nobody } from './person.ts'
import { addStep } from './request-steps.ts'

/** The moments at which a test breaks the program off. */
export type ErasingPoint = 'claimed' | 'erased' | 'records' | 'table' | 'traces' | 'contents' | 'files' | 'certificate'
type At = (point: ErasingPoint) => void

const leaseMs = 60_000
/** While an import uses a file that names the person. */
const waitMs = 15_000

/**
 * Does the next step of the oldest erasure under way. Whoever worked on it before, and however that ended, it goes on where its
 * row says; each step may be done twice.
 * @returns whether there was anything to do
 */
export async function workOnErasures(services: Services, at: At = () => {}): Promise<boolean> {
  const row = await claim(services)
  if (!row) return false
  at('claimed')
  try {
    return await takeStep(services, row, at)
  } catch (error) {
    // Two met who lock in another order: nothing was written, and it is tried again at once.
    await sql`update erasures set lease_until = null where id = ${row.id} and state = 'running'`.execute(services.database.db)
    if (isPassing(error)) return true
    throw error
  }
}

async function claim({ database, clock }: Services): Promise<ErasureRow | null> {
  const now = clock()
  const free = sql`state = 'running' and (lease_until is null or lease_until < ${now})`
  const { rows } = await sql<ErasureRow>`update erasures set lease_until = ${new Date(now.getTime() + leaseMs)}
    where id = (select id from erasures where ${free} order by asked_at, id limit 1) and ${free} returning *`.execute(database.db)
  return rows[0] ?? null
}

/** @returns whether there is more to do at once */
async function takeStep(services: Services, row: ErasureRow, at: At): Promise<boolean> {
  if (row.step === 'files') return takeFiles(services, row, at)
  await asSystem(services, 'erasure', async (ctx) => {
    if (row.step === 'records') await takeRecords(ctx, row, at)
    else if (row.step === 'traces') await takeTraces(ctx, row, at)
    else await certify(ctx, row)
  })
  at(row.step)
  return true
}

/** Records, in one transaction: all of them are gone, or none. */
export async function takeRecords(ctx: Ctx, row: ErasureRow, at: At = () => {}): Promise<void> {
  const id = await currentCustomer(ctx.db, row.about_id)
  const own = await ownIds(ctx, [id, ...row.customer_ids])
  const erased = await eraseRecords(ctx, id === nobody ? row.about_id : id, row.id, row.customer_ids)
  at('erased')
  const counts = countsShape.parse(row.counts)
  const audited = await eraseFromAudit(ctx, [...new Set([...erased.ids, ...own])])
  const emptied = {
    ...counts.emptied,
    audit: (counts.emptied['audit'] ?? 0) + audited,
    privacy_requests: await emptyRequests(ctx, erased.ids),
  }
  const sealed = ctx.services.secrets.seal(JSON.stringify(joined(openMarks(ctx, row.sealed), erased.marks)))
  await sql`update erasures set step = 'traces', customer_ids = ${[...new Set([...row.customer_ids, ...erased.ids])]}::uuid[],
      key_hashes = array(select distinct h from unnest(key_hashes || ${[...erased.hashes]}::text[]) h order by h),
      remainder_id = coalesce(${erased.remainder}::uuid, remainder_id), sealed = ${sealed}, lease_until = null,
      progress = ${JSON.stringify({ tables: [], contents: [...progressShape.parse(row.progress).contents, ...erased.contents] })}::jsonb,
      counts = ${JSON.stringify({ ...counts, deleted: added(counts.deleted, erased.deleted), kept: { ...counts.kept, ...erased.kept }, emptied } satisfies Counts)}::jsonb
    where id = ${row.id}`.execute(ctx.db)
}

/** Ids of what is the person's, by which the audit may know it. */
async function ownIds(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const named = [...(await liveTables(ctx.db)).values()].filter(
    ({ columns }) => columns.has('customer_id') && columns.get('id')?.type === 'uuid',
  )
  const asked = named.map(({ name }) => sql`select id from ${sql.id(name)} where customer_id = any(${ids}::uuid[])`)
  const { rows } = await sql<{
    id: string
  }>`${sql.join(asked, sql` union all `)} union all select id from privacy_requests where about_id = any(${ids}::uuid[])`.execute(ctx.db)
  return rows.map((row) => row.id)
}

function added(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sums: Record<string, number> = { ...a }
  for (const [name, rows] of Object.entries(b)) sums[name] = (sums[name] ?? 0) + rows
  return sums
}

const openMarks = (ctx: Ctx, sealed: string | null): Marks =>
  sealed === null
    ? { ids: [], keys: [], names: [], texts: [], digits: [] }
    : underEachKey(ctx.services, marksShape.parse(JSON.parse(ctx.services.secrets.open(sealed))))

function joined(a: Marks, b: Marks): Marks {
  const both = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])]
  return {
    ids: both(a.ids, b.ids),
    keys: both(a.keys, b.keys),
    names: both(a.names, b.names),
    texts: both(a.texts, b.texts),
    digits: both(a.digits, b.digits),
  }
}

const auditName = 'audit.entries'

/** One portion of the next table. */
async function takeTraces(ctx: Ctx, row: ErasureRow, at: At): Promise<void> {
  const marks = openMarks(ctx, row.sealed)
  const progress = progressShape.parse(row.progress)
  const counts = countsShape.parse(row.counts)
  const name = [...tracedTables, auditName].find((table) => !progress.tables.includes(table))
  if (name === undefined) {
    await sql`update erasures set step = 'files', lease_until = null where id = ${row.id}`.execute(ctx.db)
    return
  }
  const table = (await liveTables(ctx.db)).get(name)
  const nothing = { rows: 0, more: false }
  const { rows, more } = name === auditName ? await eraseMarksFromAudit(ctx, marks) : table ? await eraseTraces(ctx, table, marks) : nothing
  at('table')
  const deletes = dataMap[name]?.erasure === 'matching'
  const next: Counts = {
    ...counts,
    ...(deletes
      ? { deleted: added(counts.deleted, { [name]: rows }) }
      : { emptied: added(counts.emptied, { [name === auditName ? 'audit' : name]: rows }) }),
  }
  const tables = more ? progress.tables : [...progress.tables, name]
  await sql`update erasures set progress = ${JSON.stringify({ ...progress, tables })}::jsonb, counts = ${JSON.stringify(next)}::jsonb, lease_until = null where id = ${row.id}`.execute(
    ctx.db,
  )
}

/** Files are outside of any transaction: taken away first, then noted. */
async function takeFiles(services: Services, row: ErasureRow, at: At): Promise<boolean> {
  const marks = marksShape.parse(JSON.parse(services.secrets.open(row.sealed ?? '')))
  const progress = progressShape.parse(row.progress)
  const counts = countsShape.parse(row.counts)
  const contents = await eraseContents(services, progress.contents)
  at('contents')
  const exports = await eraseExports(services, row.customer_ids)
  const uploads = await eraseUploads(services, marks)
  at('files')
  const files = counts.files + contents + exports + uploads.gone
  const again = uploads.waits ? new Date(services.clock().getTime() + waitMs) : null
  await sql`update erasures set step = ${uploads.waits ? 'files' : 'certificate'}, lease_until = ${again}, counts = ${JSON.stringify({ ...counts, files })}::jsonb,
      progress = ${JSON.stringify({ ...progress, contents: [] })}::jsonb where id = ${row.id} and step = 'files'`.execute(
    services.database.db,
  )
  return !uploads.waits
}

/**
 * Looks once more whether somebody wrote of them meanwhile, and certifies. What was searched for is forgotten with it.
 */
async function certify(ctx: Ctx, row: ErasureRow): Promise<void> {
  const again = await eraseRecords(ctx, row.about_id, row.id, row.customer_ids)
  const counts = countsShape.parse(row.counts)
  const whole = { ...counts, deleted: added(counts.deleted, again.deleted) }
  const signed = writeCertificate(ctx.services.secrets, {
    id: row.id,
    shop: ctx.shop.name,
    customerId: row.about_id,
    requestId: row.request_id,
    askedAt: row.asked_at,
    doneAt: ctx.now,
    by: [row.asked_by, ...(row.confirmed_by ? [row.confirmed_by] : [])],
    ...whole,
  })
  await sql`update erasures set state = 'done', sealed = null, progress = '{}'::jsonb, reason = null, lease_until = null, done_at = ${ctx.now},
      counts = ${JSON.stringify(whole)}::jsonb, certificate = ${signed.text}, certificate_hash = ${signed.hash}, certificate_signature = ${signed.signature}
    where id = ${row.id}`.execute(ctx.db)
  if (row.request_id) await endRequest(ctx, row)
}

async function endRequest(ctx: Ctx, row: ErasureRow): Promise<void> {
  const { rows } =
    await sql`update privacy_requests set state = 'done', ended_at = ${ctx.now}, ended_by = ${row.asked_by}, version = version + 1
    where id = ${row.request_id} and state in ('open', 'working') returning 1`.execute(ctx.db)
  if (rows.length > 0 && row.request_id) await addStep(ctx, row.request_id, 'erased')
}

/** Every step to the end, within one transaction: after a restore nobody is to see them meanwhile. */
export async function takeAllSteps(ctx: Ctx, id: string): Promise<void> {
  const steps: readonly ErasureStep[] = ['records', 'traces', 'files', 'certificate']
  for (let turns = 0; turns < 10_000; turns++) {
    const { rows } = await sql<ErasureRow>`select * from erasures where id = ${id} and state = 'running'`.execute(ctx.db)
    const [row] = rows
    if (!row || !steps.includes(row.step)) return
    if (row.step === 'records') await takeRecords(ctx, row)
    else if (row.step === 'traces') await takeTraces(ctx, row, () => {})
    // Files are left to the tick: they are outside of the transaction.
    else return
  }
}
