import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'

/** A tag on its way into another. */
export type MergeRound = {
  readonly id: string
  readonly tag_id: string
  readonly into_id: string
  readonly step: string
  readonly after: string | null
}

/**
 * One portion of a merge. First everybody who has the one tag is given the other, so that no rule loses anybody on the
 * way; then the rules turn over, at once; then the first tag is cleared away.
 * @returns how many were seen and changed, and whether it is over
 */
export async function mergePortion(
  ctx: Ctx,
  round: MergeRound,
  portion: number,
): Promise<{ seen: number; changed: number; ends: boolean }> {
  if (round.step === 'clear') return { seen: 0, changed: await clear(ctx, round), ends: await isClear(ctx, round, portion) }
  const { rows } = await sql<{ customer_id: string; put: boolean }>`with had as (
      select * from customer_tags ct where ct.tag_id = ${round.tag_id} ${round.after ? sql`and ct.customer_id > ${round.after}::uuid` : sql``}
      order by ct.customer_id limit ${portion}
    ), given as (
      insert into customer_tags (customer_id, tag_id, tagged_at, expires_at, origin, by, first_customer_id)
      select customer_id, ${round.into_id}::uuid, tagged_at, expires_at, origin, by, first_customer_id from had order by customer_id
      on conflict (customer_id, tag_id) do nothing returning customer_id
    ) insert into tag_changes (customer_id, round_id, before, put, changed_at, first_customer_id)
      select had.customer_id, ${round.id}::uuid, to_jsonb(had), given.customer_id is not null, ${ctx.now}, had.customer_id
      from had left join given on given.customer_id = had.customer_id order by had.customer_id
      on conflict (customer_id, round_id) do nothing returning customer_id, put`.execute(ctx.db)
  const last = rows.map((row) => row.customer_id).reduce((a, b) => (a > b ? a : b), '')
  const isGiven = rows.length < portion
  if (isGiven) await turnOver(ctx, round)
  else await sql`update tag_rounds set after = ${last}::uuid where id = ${round.id}`.execute(ctx.db)
  return { seen: rows.length, changed: rows.filter((row) => row.put).length, ends: false }
}

async function turnOver(ctx: Ctx, { id, tag_id, into_id }: MergeRound): Promise<void> {
  await sql`update tags set merged_into = ${into_id}, retired_at = coalesce(retired_at, ${ctx.now}) where id = ${tag_id}`.execute(ctx.db)
  for (const feature of ctx.registry.features) await feature.replaceInRules?.(ctx.db, tag_id, into_id)
  await sql`update tag_rounds set step = 'clear', after = null where id = ${id}`.execute(ctx.db)
  forgetCards(ctx.services.database)
}

/** Who was given the first tag in the meantime has the other too by now. */
async function clear(ctx: Ctx, round: MergeRound): Promise<number> {
  const { rows } = await sql<{ n: number }>`with late as (
      insert into customer_tags (customer_id, tag_id, tagged_at, expires_at, origin, by, first_customer_id)
      select ct.customer_id, ${round.into_id}::uuid, ct.tagged_at, ct.expires_at, ct.origin, ct.by, ct.first_customer_id
      from customer_tags ct left join tag_changes g on g.customer_id = ct.customer_id and g.round_id = ${round.id}
      where ct.tag_id = ${round.tag_id} and g.customer_id is null order by ct.customer_id
      on conflict (customer_id, tag_id) do nothing returning 1
    ) select count(*)::int as n from late`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

async function isClear(ctx: Ctx, { tag_id }: MergeRound, portion: number): Promise<boolean> {
  const { rows } = await sql`delete from customer_tags where tag_id = ${tag_id} and customer_id in (
    select customer_id from customer_tags where tag_id = ${tag_id} order by customer_id limit ${portion}) returning 1`.execute(ctx.db)
  return rows.length < portion
}
