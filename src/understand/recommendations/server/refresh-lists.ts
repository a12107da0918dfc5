import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { betweenNames } from '../recommendations.ts'
import { askLater } from './ask-later.ts'
import { hasBought, isPrivate, mayOffer } from './may-offer.ts'
import { currentSet, readSettings } from './sets.ts'

/**
 * Between two makings a list only grows shorter: what was bought, refused, sold out or taken off sale goes from it, and so
 * does the whole list of whoever refuses personalisation. Who bought for the first time is offered what most buy.
 */
export const recommendationsRefresher: Refresher = {
  name: 'recommendations',
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
  await shorten(ctx, ids, mode === 'new')
  await begin(ctx, ids, { id: set.id, popular: set.body.popular, length, isNewOnly: mode === 'new' })
}

async function dropPrivate({ db }: Ctx, ids: readonly string[]): Promise<void> {
  await sql`delete from recommendations r where r.customer_id = any(${ids}::uuid[])
    and not exists (select 1 from customers c where c.id = r.customer_id and not ${isPrivate})`.execute(db)
}

/** Of product `x.code` of the list of customer `r`: whether it may stay. */
const stays = (isNewOnly: boolean) => sql`${mayOffer}
  and not exists (select 1 from recommendation_refusals f where f.customer_id = r.customer_id and f.product = x.code)
  ${isNewOnly ? sql`and not ${hasBought(sql`r.customer_id`, sql`x.code`)}` : sql``}`

const names = sql`string_agg(p.name, ${betweenNames} order by x.place)`
const brackets = sql`string_agg('[' || x.code || ']', ' ' order by x.place)`

async function shorten({ db }: Ctx, ids: readonly string[], isNewOnly: boolean): Promise<void> {
  await sql`update recommendations r set codes = left_over.codes, because = left_over.because, likely_products = left_over.names, likely_codes = left_over.brackets
    from (select r.customer_id, k.* from recommendations r cross join lateral (
      select coalesce(array_agg(x.code order by x.place), '{}') as codes, coalesce(array_agg(x.had order by x.place), '{}') as because,
        ${names} as names, ${brackets} as brackets
      from unnest(r.codes, r.because) with ordinality as x(code, had, place) join products p on p.code = x.code where ${stays(isNewOnly)}) k
      where r.customer_id = any(${ids}::uuid[])) left_over
    where r.customer_id = left_over.customer_id and r.customer_id = any(${ids}::uuid[]) and left_over.codes <> r.codes`.execute(db)
}

type Beginning = { readonly id: string; readonly popular: readonly string[]; readonly length: number; readonly isNewOnly: boolean }

async function begin({ db, now }: Ctx, ids: readonly string[], { id, popular, length, isNewOnly }: Beginning): Promise<void> {
  await sql`insert into recommendations (customer_id, set_id, codes, because, likely_products, likely_codes, recommended_at)
    select r.customer_id, ${id}::uuid, k.codes, array_fill(''::text, array[cardinality(k.codes)]), k.names, k.brackets, ${now}
    from (select c.id as customer_id from customers c where c.id = any(${ids}::uuid[]) and not ${isPrivate}
        and exists (select 1 from purchases p where p.customer_id = c.id and p.kind = 'purchase')
        and not exists (select 1 from recommendations o where o.customer_id = c.id)) r
      cross join lateral (select array_agg(x.code order by x.place) as codes, ${names} as names, ${brackets} as brackets from (
        select x.code, x.place from unnest(${popular}::text[]) with ordinality as x(code, place) join products p on p.code = x.code
        where ${stays(isNewOnly)} order by x.place limit ${length}) x join products p on p.code = x.code) k
    where k.codes is not null order by r.customer_id on conflict (customer_id) do nothing`.execute(db)
}
