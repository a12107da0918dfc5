import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { sameValue } from '../../../core/kit/sealed-text.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { together } from '../../../platform/event-log/refresh-lock.ts'
import { identityFields, identityKey } from '../../customers/identity-keys.ts'
import type { unmergeCustomers as definition } from '../actions.ts'
import { consentField, type Values } from '../combine-values.ts'
import { customerParted, customerRestored } from '../events.ts'
import { replayMerges } from '../replay-merges.ts'
import { assignRows } from './assign-rows.ts'
import { calledName, readRows, type ValueReader, valueReader, writeSurvivors } from './customer-values.ts'
import { giveContactsBack } from './further-contacts.ts'
import { followUnmerge } from './follow-merge.ts'
import { partConsents } from './merge-consents.ts'
import { type Parted, partRecords } from './part-records.ts'
import { asPast, findMerge, type MergeRow, type PartRow, partsOf, standingMerges } from './past-merges.ts'
import { restoreDerived } from './restore-derived.ts'

type Input = InputOf<typeof definition>

/**
 * Parts customers that were merged. Each gets back what was its own; what happened since stays, but for what is assigned.
 * Everybody involved has news, so that all that is worked out is asked again.
 * @throws Problem merge.missing, merge.undone, merge.swallowed, merge.unknown-part
 */
export async function unmergeCustomers(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  await together.execute(ctx.db)
  const found = await findMerge(ctx.db, input.id)
  if (!found) throw new Problem('merge.missing')
  const survivor = found.customer_id
  await lockWhole(ctx, survivor, input.id)
  const merges = await standingMerges(ctx.db, survivor)
  const merge = merges.find((each) => each.id === input.id)
  if (!merge) throw new Problem('merge.undone')
  const rows = await readRows(ctx, [survivor], true)
  const current = rows.get(survivor)
  if (!current) throw await swallowedProblem(ctx, merge)
  const reader = valueReader(ctx)
  const whole = await partsOf(ctx.db, survivor)
  const leaving = leavingParts(merge, whole, input)
  const staying = whole.filter((part) => !leaving.includes(part))
  const values = reader.read(current).values
  const asked = assignedFields(values, input.assignments)
  const replayed = replayMerges(
    survivor,
    withoutAssigned(reader, values, merges, asked),
    merges.map((each) => asPast(reader, each, staying)),
    reader.otherwise,
  )
  await assignRows(
    ctx,
    survivor,
    input.assignments,
    leaving.map((part) => part.customer_id),
  )
  await restoreDerived(ctx, merge, merges, staying)
  await releaseAssigned(ctx, survivor, asked, replayed.values)
  await writeSurvivors(ctx, reader, [{ id: survivor, values: replayed.values }])
  const goesOn = staying.some((part) => part.merge_id === merge.id)
  await giveContactsBack(
    ctx,
    survivor,
    merge.id,
    leaving.map((part) => part.customer_id),
    goesOn,
  )
  const parted = await partRecords(
    ctx,
    reader,
    merge,
    leaving.map((part) => ({ part, changes: { ...asked.get(part.customer_id), ...withdrawnSince(values, replayed.changed) } })),
  )
  await partConsents(ctx, { survivor, mergeId: merge.id, mergedAt: merge.at, leaving: leaving.map((part) => part.customer_id), goesOn })
  await keepMerges(ctx, survivor, merge, replayed.merges, goesOn)
  await followUnmerge(
    ctx,
    leaving.map((part) => ({ from: part.customer_id, into: survivor })),
  )
  await ctx.recordAll(factsOf(ctx, reader, merge, calledName(values), leaving, parted))
  return { id: survivor, parted: leaving.map((part) => part.customer_id), lost: [...parted.lost] }
}

/** The survivor and the parts of this merge, in order of id. */
async function lockWhole(ctx: Ctx, survivor: string, mergeId: string): Promise<void> {
  await sql`select 1 from customers where id = ${survivor} for update`.execute(ctx.db)
  const { rows } = await sql<{ customer_id: string }>`select customer_id from merged_customers where merge_id = ${mergeId}`.execute(ctx.db)
  const ids = [survivor, ...rows.map((row) => row.customer_id)].sort()
  await sql`select 1 from log_heads where customer_id = any(${ids}::uuid[]) order by customer_id for update`.execute(ctx.db)
}

async function swallowedProblem(ctx: Ctx, merge: MergeRow): Promise<Problem> {
  const later = await laterMerge(ctx, merge)
  if (!later) return new Problem('merge.missing')
  return new Problem('merge.swallowed', {
    name: later.name ?? merge.customer_id,
    into: later.into_name ?? later.into_id,
    at: later.at.toISOString().slice(0, 10),
    merge: later.merge_id,
    mergedInto: await currentCustomer(ctx.db, merge.customer_id),
  })
}

type Later = { merge_id: string; into_id: string; at: Date; name: string | null; into_name: string | null }

/** The merge in which the survivor of this one went into another. */
export async function laterMerge(ctx: Ctx, merge: MergeRow): Promise<Later | null> {
  const { rows } = await sql<Later>`select m.merge_id, m.into_id, m.at, coalesce(m.row ->> 'name', m.row ->> 'code') as name,
      coalesce((select coalesce(c.name, c.code) from customers c where c.id = m.into_id), (select coalesce(o.row ->> 'name', o.row ->> 'code') from merged_customers o where o.customer_id = m.into_id)) as into_name
    from merged_customers m where m.customer_id = ${merge.customer_id}`.execute(ctx.db)
  return rows[0] ?? null
}

function leavingParts(merge: MergeRow, whole: readonly PartRow[], { ids, assignments }: Input): PartRow[] {
  const here = whole.filter((part) => part.merge_id === merge.id)
  const leaving = ids === undefined ? here : here.filter((part) => ids.includes(part.customer_id))
  const known = (id: string) => leaving.some((part) => part.customer_id === id)
  const stays = (id: string) => id === merge.customer_id
  if (ids?.some((id) => !known(id)) || assignments.some(({ to }) => !known(to) && !stays(to)) || leaving.length === 0)
    throw new Problem('merge.unknown-part')
  return leaving
}

/** Part → the fields whose values of now go to it. */
function assignedFields(values: Values, assignments: Input['assignments']): ReadonlyMap<string, Values> {
  const asked = new Map<string, Record<string, unknown>>()
  for (const { id, to } of assignments) if (id in values) asked.set(to, { ...asked.get(to), [id]: values[id] })
  return asked
}

/** What is given away is not the survivor's own change: its field goes back as if nobody had touched it. */
function withoutAssigned(reader: ValueReader, values: Values, merges: readonly MergeRow[], asked: ReadonlyMap<string, Values>): Values {
  const last = merges.at(-1)
  const given = new Set([...asked].filter(([to]) => to !== last?.customer_id).flatMap(([, fields]) => Object.keys(fields)))
  return { ...values, ...Object.fromEntries([...given].map((name) => [name, last?.after[name] ?? reader.otherwise(name)])) }
}

/** Who withdrew while they were one meant all of them, for nobody can tell by whom it was said. */
function withdrawnSince(values: Values, changed: readonly string[]): Values {
  return changed.includes(consentField) && values[consentField] === 'withdrawn' ? { [consentField]: 'withdrawn' } : {}
}

/** Keys of values that go to a part go with them. */
async function releaseAssigned(ctx: Ctx, survivor: string, asked: ReadonlyMap<string, Values>, after: Values): Promise<void> {
  for (const [to, fields] of asked) {
    if (to === survivor) continue
    for (const name of identityFields) {
      const value = fields[name]
      if (typeof value !== 'string' || value === '' || sameValue(after[name], value)) continue
      const key = identityKey(name, value)
      await sql`update customer_identities set first_customer_id = ${to} where customer_id = ${survivor} and key = ${key} and first_customer_id is null`.execute(
        ctx.db,
      )
    }
  }
}

async function keepMerges(
  ctx: Ctx,
  survivor: string,
  merge: MergeRow,
  replayed: ReturnType<typeof replayMerges>['merges'],
  goesOn: boolean,
): Promise<void> {
  await sql`update merges m set before = r.before, after = r.after
    from jsonb_to_recordset(${JSON.stringify(replayed)}::jsonb) as r(id uuid, before jsonb, after jsonb) where m.customer_id = ${survivor} and m.id = r.id`.execute(
    ctx.db,
  )
  if (goesOn) return
  await sql`update merges set undone_at = ${ctx.now} where customer_id = ${survivor} and id = ${merge.id}`.execute(ctx.db)
  await sql`delete from merge_kept where customer_id = ${survivor} and merge_id = ${merge.id}`.execute(ctx.db)
}

function factsOf(
  ctx: Ctx,
  reader: ValueReader,
  merge: MergeRow,
  survivorName: string,
  leaving: readonly PartRow[],
  parted: Parted,
): ToldFact[] {
  const fact = { occurredAt: ctx.now, quiet: true }
  const common = { merge: merge.id, by: ctx.actor.name }
  const sum = (counts: Parted['facts']) => [...counts.values()].reduce((total, n) => total + n, 0)
  const names = leaving.map((part) => calledName(reader.read(part.row).values)).join('、')
  const whole = { names: names.slice(0, 500), count: leaving.length, facts: sum(parted.facts), purchases: sum(parted.purchases) }
  return [
    { ...fact, customerId: merge.customer_id, kind: customerParted.name, payload: { ...common, ...whole } },
    ...leaving.map(({ customer_id: id }) => ({
      ...fact,
      customerId: id,
      kind: customerRestored.name,
      payload: { ...common, names: survivorName, count: 1, facts: parted.facts.get(id) ?? 0, purchases: parted.purchases.get(id) ?? 0 },
    })),
  ]
}
