import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { betweenNames } from '../recommendations.ts'
import type { ListMode } from '../settings.ts'
import { askLater } from './ask-later.ts'
import { isOfMode } from './list-part.ts'
import { hasBought, isPrivate, mayOffer } from './may-offer.ts'
import { currentSet, readSettings } from './sets.ts'

/**
 * Between two makings a list only grows shorter: what was refused, sold out or taken off sale goes from it, what was bought
 * becomes a repeat, and the whole list goes of whoever refuses personalisation. Who bought for the first time is offered what
 * most buy.
 */
export const recommendationsRefresher: Refresher = {
  name: 'recommendations',
  hears: 'records',
  refresh: async (ctx, news) => {
    if (news.everyone) return await askLater(ctx)
    await refreshLists(ctx, news.ids)
  },
}

export async function refreshLists(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const set = await currentSet(ctx.db)
  if (!set) return
  const { mode } = set.body
  const { length } = await readSettings(ctx.db)
  await dropPrivate(ctx, ids)
  await shorten(ctx, ids, { mode, length })
  await begin(ctx, ids, { id: set.id, popular: set.body.popular, mode, length })
}

async function dropPrivate({ db }: Ctx, ids: readonly string[]): Promise<void> {
  await sql`delete from recommendations r where r.customer_id = any(${ids}::uuid[])
    and not exists (select 1 from customers c where c.id = r.customer_id and not ${isPrivate})`.execute(db)
}

/** Of product `x.code` of the list of customer `r`: whether it may stay. */
const stays = sql`${mayOffer}
  and not exists (select 1 from recommendation_refusals f where f.customer_id = r.customer_id and f.product = x.code)`

/** What was bought stands for itself. */
const reason = (otherwise: RawBuilder<unknown>) =>
  sql`case when ${hasBought(sql`r.customer_id`, sql`x.code`)} then x.code else ${otherwise} end as had`

type Part = { readonly mode: ListMode; readonly length: number }

/** A row's columns out of its items `kept(code, had, place, name)`; the texts are of the part that the firm shows. */
function columnsOf({ mode, length }: Part): RawBuilder<unknown> {
  const shown = sql`(select k.* from kept k where ${isOfMode(mode, 'k')} order by k.place limit ${length}) s`
  return sql`select coalesce(array_agg(code order by place), '{}') as codes, coalesce(array_agg(had order by place), '{}') as because,
    (select string_agg(s.name, ${betweenNames} order by s.place) from ${shown}) as names,
    (select string_agg('[' || s.code || ']', ' ' order by s.place) from ${shown}) as brackets from kept`
}

async function shorten({ db }: Ctx, ids: readonly string[], part: Part): Promise<void> {
  await sql`update recommendations r set codes = left_over.codes, because = left_over.because, likely_products = left_over.names, likely_codes = left_over.brackets
    from (select r.customer_id, k.* from recommendations r cross join lateral (
      with kept as (select x.code, ${reason(sql`x.had`)}, x.place, p.name
        from unnest(r.codes, r.because) with ordinality as x(code, had, place) join products p on p.code = x.code where ${stays})
      ${columnsOf(part)}) k
      where r.customer_id = any(${ids}::uuid[])) left_over
    where r.customer_id = left_over.customer_id and r.customer_id = any(${ids}::uuid[]) and (left_over.codes, left_over.because) <> (r.codes, r.because)`.execute(
    db,
  )
}

type Beginning = Part & { readonly id: string; readonly popular: readonly string[] }

async function begin({ db, now }: Ctx, ids: readonly string[], { id, popular, ...part }: Beginning): Promise<void> {
  await sql`insert into recommendations (customer_id, set_id, codes, because, likely_products, likely_codes, recommended_at)
    select r.customer_id, ${id}::uuid, k.codes, k.because, k.names, k.brackets, ${now}
    from (select c.id as customer_id from customers c where c.id = any(${ids}::uuid[]) and not ${isPrivate}
        and exists (select 1 from purchases p where p.customer_id = c.id and p.kind = 'purchase')
        and not exists (select 1 from recommendations o where o.customer_id = c.id)) r
      cross join lateral (
        with offered as (select x.code, ${reason(sql`''`)}, x.place, p.name
            from unnest(${popular}::text[]) with ordinality as x(code, place) join products p on p.code = x.code where ${stays}),
          kept as (select code, had, place, name from (
            select o.*, row_number() over (partition by had = '' order by place) as n from offered o) o where n <= ${part.length})
        ${columnsOf(part)}) k
    where cardinality(k.codes) > 0 order by r.customer_id on conflict (customer_id) do nothing`.execute(db)
}
