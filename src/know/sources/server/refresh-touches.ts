import { type RawBuilder, sql } from 'kysely'
import { factsOf } from '../../../core/event/facts-of.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { pageViewed, screenViewed, tracked } from '../events.ts'

const marked = [pageViewed.name, screenViewed.name, tracked.name]

/** First and last touch of the customers with news, recomputed from their facts and written only where they differ. */
export const touchRefresher: Refresher = {
  name: 'campaign-touches',
  refresh: (ctx, news) => keepTouches(ctx, news.idArray),
}

/** @param ids a bound array; null for everybody */
export async function keepTouches(ctx: Ctx, ids: RawBuilder<unknown> | null): Promise<void> {
  await sql`with seen as materialized (
        select e.customer_id, e.occurred_at as at, e.seq, e.payload ->> 'utmSource' as source, e.payload ->> 'utmMedium' as medium,
          e.payload ->> 'utmCampaign' as campaign
        from ${factsOf(ids)} e where e.kind in (${sql.join(marked)})
          and (e.payload ? 'utmSource' or e.payload ? 'utmCampaign')
      ), bought as (
        select s.customer_id, p.at from (select distinct customer_id from seen) s
        left join lateral (select max(p.occurred_at) as at from purchases p
          where p.customer_id = s.customer_id and p.kind = 'purchase' and p.amount > 0) p on true
      ), firsts as (
        select distinct on (customer_id) customer_id, source, medium, campaign, at from seen order by customer_id, at, seq
      ), lasts as (
        select distinct on (s.customer_id) s.customer_id, s.source, s.medium, s.campaign, s.at from seen s join bought b on b.customer_id = s.customer_id
        where b.at is null or s.at <= b.at order by s.customer_id, s.at desc, s.seq desc
      ), gone as (
        delete from campaign_touches t where ${ids ? sql`t.customer_id = any(${ids})` : sql`true`} and not exists (select 1 from firsts f where f.customer_id = t.customer_id)
      )
      insert into campaign_touches (customer_id, first_touch_source, first_touch_medium, first_touch_campaign, first_touch_at, last_touch_source, last_touch_medium, last_touch_campaign, last_touch_at)
      select f.customer_id, f.source, f.medium, f.campaign, f.at, l.source, l.medium, l.campaign, l.at
      from firsts f join customers c on c.id = f.customer_id left join lasts l on l.customer_id = f.customer_id
      order by f.customer_id
      on conflict (customer_id) do update set first_touch_source = excluded.first_touch_source, first_touch_medium = excluded.first_touch_medium,
        first_touch_campaign = excluded.first_touch_campaign, first_touch_at = excluded.first_touch_at, last_touch_source = excluded.last_touch_source,
        last_touch_medium = excluded.last_touch_medium, last_touch_campaign = excluded.last_touch_campaign, last_touch_at = excluded.last_touch_at
      where (campaign_touches.first_touch_source, campaign_touches.first_touch_medium, campaign_touches.first_touch_campaign, campaign_touches.first_touch_at,
        campaign_touches.last_touch_source, campaign_touches.last_touch_medium, campaign_touches.last_touch_campaign, campaign_touches.last_touch_at)
        is distinct from (excluded.first_touch_source, excluded.first_touch_medium, excluded.first_touch_campaign, excluded.first_touch_at,
        excluded.last_touch_source, excluded.last_touch_medium, excluded.last_touch_campaign, excluded.last_touch_at)`.execute(ctx.db)
}
