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
  if (round.step === 'clear') {
    const { gone, given } = await clear(ctx, round, portion)
    return { seen: 0, changed: given, ends: gone < portion }
  }
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

/** A portion of the first tag's rows goes; who was given it in the meantime is given the other too, and that can be parted as well. */
async function clear(ctx: Ctx, round: MergeRound, portion: number): Promise<{ gone: number; given: number }> {
  const { rows } = await sql<{ gone: number; given: number }>`with gone as (
      delete from customer_tags where tag_id = ${round.tag_id} and customer_id in (
        select customer_id from customer_tags where tag_id = ${round.tag_id} order by customer_id limit ${portion}) returning *
    ), late as (
      select gone.* from gone left join tag_changes g on g.customer_id = gone.customer_id and g.round_id = ${round.id} where g.customer_id is null
    ), given as (
      insert into customer_tags (customer_id, tag_id, tagged_at, expires_at, origin, by, first_customer_id)
      select customer_id, ${round.into_id}::uuid, tagged_at, expires_at, origin, by, first_customer_id from late order by customer_id
      on conflict (customer_id, tag_id) do nothing returning customer_id
    ), told as (
      insert into tag_changes (customer_id, round_id, before, put, changed_at, first_customer_id)
      select late.customer_id, ${round.id}::uuid, to_jsonb(late), given.customer_id is not null, ${ctx.now}, late.customer_id
      from late left join given on given.customer_id = late.customer_id order by late.customer_id
      on conflict (customer_id, round_id) do nothing
    ) select (select count(*)::int from gone) as gone, (select count(*)::int from given) as given`.execute(ctx.db)
  return rows[0] ?? { gone: 0, given: 0 }
}
