import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import type { undoTagging, undoTagRound } from '../actions.ts'
import { undoDays } from '../tag.ts'
import { refuseName } from './change-tags.ts'
import { tellTags } from './tag-customers.ts'

export type UndoRound = {
  readonly id: string
  readonly verb: 'add' | 'remove' | 'merge'
  readonly tag_id: string
  readonly into_id: string | null
  readonly expires_at: Date | null
  readonly after: string | null
}

type Ended = UndoRound & { readonly state: string; readonly ended_at: Date | null }

async function readEnded(ctx: Ctx, id: string): Promise<Ended> {
  // Whoever else undoes it waits here, and then reads that it is under way.
  const { rows } = await sql<Ended>`update tag_rounds set state = state where id = ${id}
    returning id, verb, tag_id, into_id, expires_at, after, state, ended_at`.execute(ctx.db)
  const [round] = rows
  if (!round) throw new Problem('tag.round-missing')
  const since = round.ended_at ? ctx.now.getTime() - round.ended_at.getTime() : 0
  if (!['done', 'stopped'].includes(round.state) || since > undoDays * 86_400_000) throw new Problem('tag.round-over')
  return round
}

/** Takes a whole bulk change back, a portion at a time. @throws Problem tag.round-missing, tag.round-over, tag.name-taken */
export async function beginUndo(ctx: Ctx, { id }: InputOf<typeof undoTagRound>): Promise<{ id: string }> {
  const round = await readEnded(ctx, id)
  if (round.verb === 'merge') await partTags(ctx, round)
  await sql`update tag_rounds set state = 'undoing', after = null, seen = 0,
    of = (select count(*) from tag_changes where round_id = ${id}) where id = ${id}`.execute(ctx.db)
  return { id }
}

/** The tag stands by itself again. Rules ask for the other one still: what they have become nobody can part. */
async function partTags(ctx: Ctx, round: Ended): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from tags where id = ${round.tag_id}`.execute(ctx.db)
  if (rows[0]) await refuseName(ctx, rows[0].name, round.tag_id)
  await sql`update tags set merged_into = null, retired_at = null where id = ${round.tag_id}`.execute(ctx.db)
  forgetCards(ctx.services.database)
}

/** Takes back what was done to those whom a person ticked. @throws Problem tag.round-missing, tag.round-over */
export async function undoGiven(ctx: Ctx, input: InputOf<typeof undoTagging>): Promise<{ id: string; changed: number }> {
  const round = await readEnded(ctx, input.round)
  if (round.tag_id !== input.id || round.verb === 'merge') throw new Problem('tag.round-missing')
  const changed = await takeBack(ctx, round, input.customerIds)
  await sql`delete from tag_changes where round_id = ${round.id} and customer_id = any(${input.customerIds}::uuid[])`.execute(ctx.db)
  // Of those who were not named the rest can be taken back still.
  await sql`update tag_rounds set state = 'undone', ended_at = ${ctx.now} where id = ${round.id}
    and not exists (select 1 from tag_changes g where g.round_id = ${round.id})`.execute(ctx.db)
  return { id: input.id, changed }
}

/** @returns how many were seen, and whether it is over */
export async function undoPortion(ctx: Ctx, round: UndoRound, portion: number): Promise<{ seen: number; ends: boolean }> {
  const { rows } = await sql<{ customer_id: string }>`select customer_id from tag_changes where round_id = ${round.id}
    ${round.after ? sql`and customer_id > ${round.after}::uuid` : sql``} order by customer_id limit ${portion}`.execute(ctx.db)
  const ids = rows.map((row) => row.customer_id)
  if (ids.length > 0) await takeBack(ctx, round, ids)
  await sql`update tag_rounds set after = coalesce(${ids.at(-1) ?? null}::uuid, after) where id = ${round.id}`.execute(ctx.db)
  return { seen: ids.length, ends: ids.length < portion }
}

/** What was changed again since stays as it is. @returns how many customers changed */
async function takeBack(ctx: Ctx, round: UndoRound, ids: readonly string[]): Promise<number> {
  const of = sql`g.round_id = ${round.id} and g.customer_id = any(${ids}::uuid[])`
  const { rows } = await sql<{ id: string; name: string }>`select id, name from tags where id = ${round.tag_id}
    and merged_into is null`.execute(ctx.db)
  const [tag] = rows
  // One that has become part of another since is given to nobody.
  if (!tag) return 0
  const taken = round.verb === 'remove' ? [] : await takeOff(ctx, round, of)
  const back = round.verb === 'add' ? [] : await putBack(ctx, of)
  const ended = round.verb === 'add' ? await putEndsBack(ctx, round, of) : []
  if (round.verb === 'add') await tellTags(ctx, { verb: 'remove', tag, origin: 'hand', expiresAt: null }, taken)
  if (round.verb === 'remove') await tellTags(ctx, { verb: 'add', tag, origin: 'hand', expiresAt: null }, back)
  return Math.max(taken.length, back.length) + ended.length
}

type Touched = { customer_id: string }

/** The rows that the round put, as long as they stand as it put them. */
async function takeOff(ctx: Ctx, round: UndoRound, of: RawBuilder<unknown>): Promise<string[]> {
  const put = round.verb === 'merge' ? sql`(g.before ->> 'tagged_at')::timestamptz` : sql`g.changed_at`
  const { rows } =
    await sql<Touched>`delete from customer_tags ct using tag_changes g where ${of} and g.put and ct.customer_id = g.customer_id
    and ct.tag_id = ${round.into_id ?? round.tag_id} and ct.tagged_at = ${put} returning ct.customer_id`.execute(ctx.db)
  return rows.map((row) => row.customer_id)
}

/** The end that the tag had where it stood already, as long as it is the round's still. */
async function putEndsBack(ctx: Ctx, round: UndoRound, of: RawBuilder<unknown>): Promise<Touched[]> {
  const { rows } = await sql<Touched>`update customer_tags ct set expires_at = (g.before ->> 'expires_at')::timestamptz from tag_changes g
    where ${of} and g.before is not null and ct.customer_id = g.customer_id and ct.tag_id = ${round.tag_id}
      and ct.expires_at is not distinct from ${round.expires_at}::timestamptz returning ct.customer_id`.execute(ctx.db)
  return rows
}

/** The rows that the round took, but for those that would have run out by now. */
async function putBack(ctx: Ctx, of: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<Touched>`insert into customer_tags (customer_id, tag_id, tagged_at, expires_at, origin, by, first_customer_id)
    select g.customer_id, r.tag_id, r.tagged_at, r.expires_at, r.origin, r.by, g.first_customer_id
    from tag_changes g, jsonb_populate_record(null::customer_tags, g.before) r
    where ${of} and g.before is not null and (r.expires_at is null or r.expires_at > ${ctx.now}) order by g.customer_id
    on conflict (customer_id, tag_id) do nothing returning customer_id`.execute(ctx.db)
  return rows.map((row) => row.customer_id)
}

/** What can no longer be taken back is forgotten. @returns whether there is more to forget */
export async function forgetChanges(ctx: Ctx, portion = 2_000): Promise<boolean> {
  const long = new Date(ctx.now.getTime() - undoDays * 86_400_000)
  const { rows } = await sql`delete from tag_changes g using (
      select g.customer_id, g.round_id from tag_rounds r join tag_changes g on g.round_id = r.id where r.ended_at < ${long} limit ${portion}
    ) old where g.customer_id = old.customer_id and g.round_id = old.round_id returning 1`.execute(ctx.db)
  return rows.length >= portion
}
