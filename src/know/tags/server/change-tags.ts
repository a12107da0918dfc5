import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { askWithin } from '../../../platform/rights/decide.ts'
import { findRuleUses, namesId, sayUses } from '../../../platform/records/rule-uses.ts'
import type * as definitions from '../actions.ts'
import { mostTags } from '../tag.ts'
import { type MergeRound, mergePortion } from './merge-round.ts'
import { readTag } from './read-tag.ts'

type State = { id: string }

function seenAtOnce<A>(ctx: Ctx, answer: A): Done<A> {
  return {
    answer,
    afterCommit: async () => {
      forgetCards(ctx.services.database)
      return answer
    },
  }
}

/** @throws Problem tag.name-taken, tag.too-many */
export async function createTag(ctx: Ctx, input: InputOf<typeof definitions.createTag>): Promise<Done<State>> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from tags where retired_at is null`.execute(ctx.db)
  if ((rows[0]?.n ?? 0) >= mostTags) throw new Problem('tag.too-many', { most: mostTags })
  await refuseName(ctx, input.name, null)
  const id = ctx.newId()
  await sql`insert into tags (id, name, colour, group_name, created_by, created_at)
    values (${id}, ${input.name}, ${input.colour ?? 'teal'}, ${input.group ?? null}, ${ctx.actor.id}, ${ctx.now})`.execute(ctx.db)
  return seenAtOnce(ctx, { id })
}

/** One after the other, so that the second finds what the first did: of two of one name, of two that are merged crosswise. */
const takeTurns = (ctx: Ctx) => sql`select pg_advisory_xact_lock(hashtext('tags'))`.execute(ctx.db)

export async function refuseName(ctx: Ctx, name: string, own: string | null): Promise<void> {
  await takeTurns(ctx)
  const { rows } = await sql<{
    name: string
  }>`select name from tags where lower(name) = lower(${name}) and retired_at is null and id is distinct from ${own}::uuid`.execute(ctx.db)
  if (rows[0]) throw new Problem('tag.name-taken', { path: 'name', name: rows[0].name })
}

/** @throws Problem tag.missing, tag.name-taken */
export async function changeTag(ctx: Ctx, input: InputOf<typeof definitions.changeTag>): Promise<Done<State>> {
  const tag = await readTag(ctx.db, input.id, true)
  if (input.name !== undefined) await refuseName(ctx, input.name, tag.id)
  const group = input.group === undefined ? sql`group_name` : sql`${input.group}::text`
  await sql`update tags set name = ${input.name ?? tag.name}, colour = ${input.colour ?? tag.colour}, group_name = ${group} where id = ${tag.id}`.execute(
    ctx.db,
  )
  return seenAtOnce(ctx, { id: tag.id })
}

/** @throws Problem tag.missing, tag.in-use */
export async function retireTag(ctx: Ctx, { id }: InputOf<typeof definitions.retireTag>): Promise<Done<State>> {
  const tag = await readTag(ctx.db, id, true)
  const uses = await findRuleUses(ctx, namesId(id))
  if (uses.length > 0) throw new Problem('tag.in-use', { name: tag.name, names: sayUses(uses) })
  await sql`update tags set retired_at = coalesce(retired_at, ${ctx.now}) where id = ${id}`.execute(ctx.db)
  return seenAtOnce(ctx, { id })
}

/** @throws Problem tag.missing, tag.name-taken */
export async function restoreTag(ctx: Ctx, { id }: InputOf<typeof definitions.restoreTag>): Promise<Done<State>> {
  const tag = await readTag(ctx.db, id, true)
  await refuseName(ctx, tag.name, id)
  await sql`update tags set retired_at = null where id = ${id}`.execute(ctx.db)
  return seenAtOnce(ctx, { id })
}

/** A merge of so many is done at once; of more, the rest follows in the background. */
const atOnce = 2_000

/**
 * Who has both keeps the other as it is. No fact is told: to the customer nothing happened.
 * @throws Problem tag.missing, tag.itself, tag.retired, tag.merging
 */
export async function mergeTags(
  ctx: Ctx,
  { id, into }: InputOf<typeof definitions.mergeTags>,
  portion = atOnce,
): Promise<Done<{ id: string; moved: number; round: string }>> {
  if (id === into) throw new Problem('tag.itself', { path: 'into' })
  await takeTurns(ctx)
  const [from, to] = [await readTag(ctx.db, id, true), await readTag(ctx.db, into, true)]
  if (to.retired_at) throw new Problem('tag.retired', { name: to.name })
  for (const tag of [from, to]) await refuseMerging(ctx, tag)
  await sql`update tag_rounds set state = 'stopped', ended_at = ${ctx.now} where tag_id = ${from.id} and state in ('running', 'undoing')`.execute(
    ctx.db,
  )
  const round: MergeRound = { id: ctx.newId(), tag_id: from.id, into_id: to.id, step: 'give', after: null }
  await sql`insert into tag_rounds (id, verb, tag_id, into_id, origin, by, state, of, created_at)
    values (${round.id}, 'merge', ${from.id}, ${to.id}, 'hand', ${ctx.actor.name}, 'running',
      (select count(*) from customer_tags where tag_id = ${from.id}), ${ctx.now})`.execute(ctx.db)
  await mergeAtOnce(ctx, round, portion)
  const given = sql<{ n: number }>`select count(*) as n from tag_changes where round_id = ${round.id} and put`
  const [moved] = await askWithin(ctx, 'read', given)
  return seenAtOnce(ctx, { id: to.id, moved: moved?.n ?? 0, round: round.id })
}

async function refuseMerging(ctx: Ctx, { id, name }: { readonly id: string; readonly name: string }): Promise<void> {
  const { rows } =
    await sql`select 1 from tag_rounds where verb = 'merge' and state in ('running', 'undoing') and ${id} in (tag_id, into_id)`.execute(
      ctx.db,
    )
  if (rows.length > 0) throw new Problem('tag.merging', { name })
}

/** The first portion, and the rest with it where that is all. */
async function mergeAtOnce(ctx: Ctx, round: MergeRound, portion: number): Promise<void> {
  const given = await mergePortion(ctx, round, portion)
  await sql`update tag_rounds set seen = ${given.seen}, changed = ${given.changed} where id = ${round.id}`.execute(ctx.db)
  if (given.seen < portion) {
    await mergePortion(ctx, { ...round, step: 'clear' }, portion)
    await sql`update tag_rounds set state = 'done', ended_at = ${ctx.now} where id = ${round.id}`.execute(ctx.db)
  }
}
