import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { copyInto } from '../../../platform/database/copy-into.ts'
import { buildBeside, takePlace } from '../../../platform/database/exchange-rows.ts'
import { alone } from '../../../platform/event-log/refresh-lock.ts'
import { atMargin, marginOf } from './margin-basis.ts'
import { foretellSome, writeTold } from './predict-some.ts'
import { figureColumns, ledgerColumns, pastColumns } from './predicted-columns.ts'
import type { SetRow } from '../sets.ts'
import type { Thread } from './start-thread.ts'
import { copyHead, copyTail } from './worker/copy-bytes.ts'

/** Of `predictions`, what is worked out of a customer. */
const predicted = [...figureColumns, ...pastColumns]
const ledger = ledgerColumns.join(', ')
/** As the threads write them. */
const fresh = ['customer_id', ...predicted, ...ledgerColumns].join(', ')

export type WrittenSet = Pick<SetRow, 'id' | 'state' | 'model' | 'cut_day' | 'customers' | 'body'>

/** The moments at which a test breaks the program off. */
export type WritePoint = 'copied' | 'written' | 'told' | 'replaced'

/**
 * Writes a set as a whole from the lines of the threads, and ends these: everybody's predictions in place of the old ones, the record of them, the set itself. All of it
 * in the transaction of `ctx`, so that whoever breaks off here leaves the old set as it was. They are written beside the old ones, which are
 * read until the last moment.
 * @param readAt when the pasts were read: who bought since is predicted once more
 */
export async function writeSet(
  ctx: Ctx,
  threads: readonly Thread[],
  set: WrittenSet,
  options: {
    readonly isNew: boolean
    readonly readAt: Date
    readonly beginsAt: Date
    readonly at: (point: WritePoint) => void | Promise<void> | undefined
  },
): Promise<void> {
  const { client, db } = ctx
  if (!client) throw new Error('a set is written in a transaction')
  await sql`create temporary table fresh_predictions on commit drop as
    select p.customer_id, ${sql.raw(predicted.map((name) => `p.${name}`).join(', '))}, ${sql.raw(ledger)}
    from predictions p, prediction_ledger l where false`.execute(db)
  await copyInto(client, `copy fresh_predictions (${fresh}) from stdin (format binary)`, linesOf(threads))
  // What they hold is needed no longer, and it is most of the memory of a making.
  await Promise.all(threads.map((thread) => thread.end()))
  await options.at('copied')
  // Batches with news write predictions too: from here on they wait, or what they found would be lost under the older reading.
  await alone.execute(db)
  await sql`select set_config('work_mem', '128MB', true)`.execute(db)
  const late = await changedSince(ctx, options.readAt, options.beginsAt)
  // They are foretold here while the database writes the others, and read over a connection that none of those takes who wait for this.
  const told = Array.fromAsync(foretellSome({ ...ctx, db: ctx.services.database.questions }, set, late))
  told.catch(() => {})
  const beside = await buildBeside(db, 'predictions', (into) => insertFresh(ctx, set, into))
  if (options.isNew) await keepSet(ctx, set)
  else
    await sql`update prediction_sets set predicted_at = ${ctx.now},
      body = body || jsonb_build_object('margin', ${JSON.stringify(set.body.margin ?? null)}::jsonb) where id = ${set.id}`.execute(db)
  await options.at('written')
  for (const some of await told) await writeTold(ctx, set, some, beside.next)
  await options.at('told')
  await takePlace(db, beside, { table: 'predictions', and: ['prediction_ledger'], last: (next) => forgetGone(ctx, set, next, late) })
  await options.at('replaced')
}

/** In turn from each thread, which works out its next lines while the database takes these. */
async function* linesOf(threads: readonly Thread[]): AsyncGenerator<Buffer> {
  const ask = (thread: Thread) => {
    const asked = thread.run({ kind: 'write' })
    asked.catch(() => {})
    return { thread, asked }
  }
  const waiting = threads.map(ask)
  yield Buffer.from(copyHead)
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { lines } = await next.asked
    if (!lines) continue
    waiting.push(ask(next.thread))
    yield Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength)
  }
  yield Buffer.from(copyTail)
}

async function insertFresh({ db, now }: Ctx, { id, body }: WrittenSet, into: string): Promise<void> {
  const margin = body.margin ? sql`left join customer_profit g on g.customer_id = f.customer_id` : sql``
  await sql`insert into ${sql.table(into)} (customer_id, set_id, predicted_at, ${sql.raw(predicted.join(', '))}, margin_share)
    select f.customer_id, ${id}::uuid, ${now}::timestamptz, ${atMargin(predicted)}, s.margin
    from fresh_predictions f ${margin} cross join lateral (select ${marginOf(body.margin)} as margin) s
    order by f.customer_id`.execute(db)
}

/**
 * Who was erased, merged into another, restricted or refused since the pasts were read: what was deleted of them meanwhile did not stand here
 * yet. Looked for once, at the end, and for both tables: whoever is in the record is in `next`, or went from there as a late buyer.
 */
async function forgetGone({ db }: Ctx, { id }: WrittenSet, next: string, late: readonly string[]): Promise<void> {
  const { rows } = await sql<{ customer_id: string }>`select f.customer_id
    from (select customer_id from ${sql.table(next)} union all select unnest(${late}::uuid[])) f
    left join customers c on c.id = f.customer_id left join restrictions r on r.customer_id = f.customer_id
    where c.id is null or c.no_personalisation or r.customer_id is not null`.execute(db)
  if (rows.length === 0) return
  const gone = sql`${rows.map((row) => row.customer_id)}::uuid[]`
  await sql`delete from ${sql.table(next)} where customer_id = any(${gone})`.execute(db)
  await sql`delete from prediction_ledger where set_id = ${id}::uuid and customer_id = any(${gone})`.execute(db)
}

async function keepSet(ctx: Ctx, set: WrittenSet): Promise<void> {
  const { db, now } = ctx
  await sql`update prediction_sets set state = 'old' where state <> 'old'`.execute(db)
  await sql`insert into prediction_sets (id, state, model, cut_day, made_at, predicted_at, customers, body)
    values (${set.id}, ${set.state}, ${set.model}, ${set.cut_day}::date, ${now}, ${now}, ${set.customers}, ${JSON.stringify(set.body)}::jsonb)`.execute(
    db,
  )
  if (set.body.fit === null) return
  await sql`insert into prediction_ledger (customer_id, set_id, first_day, days, ${sql.raw(ledger)})
    select customer_id, ${set.id}::uuid, first_day, days, ${sql.raw(ledger)} from fresh_predictions order by customer_id`.execute(db)
}

/** More than these are left to the night: they come of an import, after which everybody is predicted anew anyway. */
const mostChanged = 20_000

/** Buyers of today, and of whom a purchase came in while the models were at work. */
async function changedSince({ db }: Ctx, readAt: Date, beginsAt: Date): Promise<string[]> {
  const { rows } = await sql<{ customer_id: string }>`select customer_id from purchases where occurred_at >= ${beginsAt}
    union select customer_id from purchases where recorded_at > ${readAt} limit ${mostChanged}`.execute(db)
  return rows.map((row) => row.customer_id)
}
