import { type RawBuilder, sql } from 'kysely'
import { factsOf } from '../../../core/event/facts-of.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/** A conversation counts from so many days before the last purchase on. */
const spokenBefore = 120
const refundedWithin = 60
const unanswered = 2
/** What shops and form services call the event of an answered survey or a review; a preview is none. */
const surveys = '(survey|questionnaire|nps|csat|feedback|(?<!p)review|complain|问卷|调查|反馈|评价|点评|投诉|建议)'

/**
 * Why somebody who is late or gone may have left, read off what is known: words in a conversation that point to a reason,
 * the newest conversation first; else such words in what they answered to a survey or wrote in a review; else a refund near
 * the last purchase; else that nobody answered, twice or more. What a person filled in stands.
 * @param ids a bound array; null for everybody
 */
export async function findReasons(ctx: Ctx, ids: RawBuilder<unknown> | null): Promise<void> {
  const among = (column: RawBuilder<unknown>) => (ids ? sql`${column} = any(${ids})` : sql`true`)
  const away = sql`churn_states s join rhythms r on r.customer_id = s.customer_id
    where s.state in ('late', 'gone') and s.reason_from is distinct from 'hand' and ${among(sql`s.customer_id`)}`
  const spoken = sql`select distinct on (a.customer_id) a.customer_id, w.key as reason, 'interaction' as how, left(i.summary, 200) as words, 1 as rank
    from (select s.customer_id, r.last_at from ${away}) a
      join interactions i on i.customer_id = a.customer_id and i.occurred_at >= a.last_at - ${spokenBefore} * interval '1 day'
      join (select key, position, unnest(words) as word from churn_reasons where not retired) w on position(lower(w.word) in lower(coalesce(i.summary, ''))) > 0
    order by a.customer_id, i.occurred_at desc, w.position`
  const answered = sql`select distinct on (a.customer_id) a.customer_id, w.key as reason, 'survey' as how, left(v.value, 200) as words, 2 as rank
    from (select s.customer_id, r.last_at from ${away}) a
      join ${factsOf(ids)} e on e.customer_id = a.customer_id and e.kind = 'tracked' and e.occurred_at >= a.last_at - ${spokenBefore} * interval '1 day'
        and e.payload ->> 'event' ~* ${surveys}
      cross join lateral (select x #>> '{}' as value from jsonb_path_query(e.payload -> 'properties', 'strict $.**') x where jsonb_typeof(x) = 'string') v
      join (select key, position, unnest(words) as word from churn_reasons where not retired) w on position(lower(w.word) in lower(v.value)) > 0
    order by a.customer_id, e.occurred_at desc, w.position`
  const refunded = sql`select a.customer_id, 'quality.returned' as reason, 'refund' as how, null::text as words, 3 as rank from (select s.customer_id, r.last_at from ${away}) a
      join metrics m on m.customer_id = a.customer_id and m.refund_count > 0
    where exists (select 1 from purchases p where p.customer_id = a.customer_id and p.kind = 'refund' and p.occurred_at >= a.last_at - ${refundedWithin} * interval '1 day')
      and exists (select 1 from churn_reasons x where x.key = 'quality.returned' and not x.retired)`
  const silent = sql`select a.customer_id, 'unknown.silent' as reason, 'silence' as how, null::text as words, 4 as rank from (select s.customer_id, r.last_at from ${away}) a
    where (select count(*) from interactions i where i.customer_id = a.customer_id and i.occurred_at > a.last_at and i.outcome in ('no-answer', 'no-reply', 'not-there')) >= ${unanswered}
      and exists (select 1 from churn_reasons x where x.key = 'unknown.silent' and not x.retired)`
  const found = sql`select * from (${spoken}) s1 union all select * from (${answered}) s2 union all select * from (${refunded}) s3 union all select * from (${silent}) s4`
  await sql`update churn_states k set reason = f.reason, reason_from = f.how, reason_words = f.words, reason_by = null, reason_at = ${ctx.now}::timestamptz
    from (select distinct on (customer_id) * from (${found}) u order by customer_id, rank) f
    where k.customer_id = f.customer_id and k.reason_from is distinct from 'hand' and ${among(sql`k.customer_id`)}
      and (k.reason, k.reason_from, k.reason_words) is distinct from (f.reason, f.how, f.words)`.execute(ctx.db)
}
