import { type RawBuilder, sql } from 'kysely'
import { type AnswerOf, mayRun } from '../../../core/action/action.ts'
import { isLoopback } from '../../../core/kit/loopback.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { tryOpenCampaign } from '../../../act/campaigns/definition.ts'
import { isMissed } from '../../../act/campaigns/server/read-campaigns.ts'
import { tryOpenJourney } from '../../../act/journeys/definition.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { atRiskRule } from '../../../understand/tiers/tiers-address.ts'
import { type AttentionKind, attentionKinds } from '../attention.ts'
import type { readHome } from '../read-home.ts'

export type Span = { readonly today: Date; readonly since: Date }

type Attention = AnswerOf<typeof readHome>['attention'][number]

/** Of one kind no more than this are listed, so that the page stays a page. */
const mostOfAKind = 3
const fortnight = 14 * 86_400_000

/** What needs somebody today, the gravest first. */
export async function readAttention(ctx: Ctx, span: Span): Promise<Attention[]> {
  const found = [
    ...(mayRun(ctx.actor.role, 'owner') ? await rowsOf(ctx, auditTrouble) : []),
    ...(mayRun(ctx.actor.role, 'owner') ? await rowsOf(ctx, backupsTrouble(ctx.now)) : []),
    ...(await rowsOf(ctx, requestsDue(ctx))),
    ...(await rowsOf(ctx, messagesTrouble(span.since))),
    ...(await rowsOf(ctx, channelsStopped)),
    ...(holds(ctx.sight, 'sending') ? await rowsOf(ctx, subscriptionsTrouble) : []),
    ...(await rowsOf(ctx, mailMissing)),
    ...(await rowsOf(ctx, templatesWaiting(ctx))),
    ...(mayRun(ctx.actor.role, 'owner') ? await rowsOf(ctx, keysExpiring(ctx.now)) : []),
    ...(await rowsOf(ctx, addressLocal(ctx.services.publicUrl()))),
    ...(await rowsOf(ctx, importsTrouble(new Date(ctx.now.getTime() - fortnight)))),
    ...(await rowsOf(ctx, schedulesTrouble)),
    ...(await journeysUnreadable(ctx)),
    ...(await campaignsUnreadable(ctx)),
    ...(await rowsOf(ctx, campaignsMissed(ctx.now))),
    ...(await rowsOf(ctx, journeysLooping)),
    ...(await rowsOf(ctx, journeysPaused)),
    ...(await rowsOf(ctx, sourcesTrouble(new Date(ctx.now.getTime() - fortnight / 2)))),
    ...(await rowsOf(ctx, todosOverdue(ctx))),
    ...(await winningBack(ctx)),
    ...(await rowsOf(ctx, duplicatesOpen)),
    ...(await rowsOf(ctx, predictionsWithdrawn)),
    ...(await tiersEnding(ctx)),
    ...(ctx.sight.limits === null ? await rowsOf(ctx, verdictsNew(ctx.now)) : []),
    ...(ctx.sight.limits === null ? await rowsOf(ctx, discoveriesNew(ctx.now)) : []),
    ...(await customersLeaving(ctx, 'churned')),
    ...(await customersLeaving(ctx, 'dormant')),
  ]
  return attentionKinds.flatMap((kind) => found.filter((one) => one.kind === kind).slice(0, mostOfAKind))
}

type Row = { kind: AttentionKind; count: number; name: string | null; id: string | null }

async function rowsOf(ctx: Ctx, query: RawBuilder<Row>): Promise<Attention[]> {
  const { rows } = await query.execute(ctx.db)
  return rows.map((row) => ({ ...row, count: Number(row.count), spend: null, rule: null }))
}

/** Who reads far too much, and a chain that does not add up: for owners. */
const auditTrouble = sql<Row>`select 'audit-alarm' as kind, records as count, coalesce(actor_name, actor) as name, id::text as id from audit_alarms where settled_at is null
  union all (select 'audit-broken' as kind, broken as count, null as name, null as id from
    (select broken, state from audit_checks where state in ('whole', 'broken') order by started_at desc limit 1) newest where state = 'broken')`

/** The newest of each kind alone counts: what was made good since needs nobody. A new installation has days to make its first. */
function backupsTrouble(now: Date): RawBuilder<Row> {
  return sql<Row>`
    (select kind || '-failed' as kind, 1 as count, null as name, null as id from (select distinct on (kind) kind, state from backup_runs
      where state in ('done', 'failed') order by kind, made_at desc) r where state = 'failed')
    union all (select 'backup-old', (extract(epoch from ${now} - max(taken_at)) / 86400)::int, null, null from backup_copies
      having max(taken_at) < ${new Date(now.getTime() - 2.5 * 86_400_000)})
    union all (select 'backup-target', 1, name, id::text from backup_targets where failure is not null and enabled and name <> '')`
}

/** For whoever answers them: requests whose legal time is over, or ends within the days that are set. */
function requestsDue(ctx: Ctx): RawBuilder<Row> {
  const due = sql`coalesce(extended_to, due_at)`
  const days = sql`coalesce((select least(14, greatest(1, (value ->> 'warnDays')::int)) from settings where name = 'privacy'), 3)`
  return sql<Row>`select case when ${due} < ${ctx.now} then 'privacy-late' else 'privacy-soon' end as kind, count(*) as count, null as name, null as id
    from privacy_requests where state in ('open', 'working') and ${due} < ${ctx.now}::timestamptz + ${days} * interval '1 day' and ${mayRun(ctx.actor.role, 'manager')}
    group by 1`
}

function messagesTrouble(since: Date): RawBuilder<Row> {
  return sql<Row>`select 'messages-' || state as kind, count(*) as count, null as name, null as id
    from messages where state in ('failed', 'unknown') and created_at >= ${since} group by state`
}

/** Ways out that stand still for a trouble of their account; the mail server by its sender. */
const channelsStopped = sql<Row>`select 'channel-stopped' as kind, 1 as count, coalesce(a.name, (select s.value ->> 'from' from settings s where s.name = 'smtp'), o.key) as name, null as id
  from message_outlets o left join channel_accounts a on a.id::text = o.key where o.stopped is not null order by o.stopped_at limit 6`

/** Other systems of the firm that are not told at the moment, or not any more. */
const subscriptionsTrouble = sql<Row>`select case when s.state = 'on' then 'subscription-resting' else 'subscription-ended' end as kind,
    (select count(*) from webhook_deliveries d where d.subscription_id = s.id and d.state = 'waiting') as count, s.name, s.id::text as id
  from webhook_subscriptions s where (s.state = 'on' and s.look_at is not null) or s.state = 'ended' or (s.state = 'off' and s.said is not null)
  order by s.created_at, s.id limit 6`

/** Written by another version of the program, or changed by hand. */
async function journeysUnreadable({ db }: Ctx): Promise<Attention[]> {
  const { rows } = await sql<{ id: string; name: string; definition: unknown }>`select id::text as id, name, definition from journeys
    where state in ('live', 'paused') order by created_at, id`.execute(db)
  return rows.flatMap(({ id, name, definition }) =>
    'unreadable' in tryOpenJourney(definition)
      ? [{ kind: 'journey-unreadable' as const, count: 1, name, id, spend: null, rule: null }]
      : [],
  )
}

async function campaignsUnreadable({ db }: Ctx): Promise<Attention[]> {
  const { rows } = await sql<{ id: string; name: string; definition: unknown }>`select id::text as id, name, definition from campaigns
    where state in ('planned', 'running', 'paused') order by created_at, id`.execute(db)
  return rows.flatMap(({ id, name, definition }) =>
    'unreadable' in tryOpenCampaign(definition)
      ? [{ kind: 'campaign-unreadable' as const, count: 1, name, id, spend: null, rule: null }]
      : [],
  )
}

/** E-mails that wait, or a running journey that will send some, and no server to send them through. */
const mailMissing = sql<Row>`select case when waiting > 0 then 'mail-missing' else 'mail-unset' end as kind, waiting as count, null as name, null as id
  from (select count(*) as waiting from messages where state = 'queued' and channel = 'email') m
  where not exists (select 1 from settings where name = 'smtp')
    and (waiting > 0 or exists (select 1 from journeys j cross join lateral jsonb_path_query(j.definition, '$.steps[*].templateId') as used
      join templates t on t.id::text = used #>> '{}' and t.channel = 'email' where j.state = 'live'))`

/** A trial whose verdict is a week old at most, or whose guardrails raise an alarm; read over all customers, so for whom nothing is kept from. */
function verdictsNew(now: Date): RawBuilder<Row> {
  return sql<Row>`select case when k.verdict = 'less' then 'verdict-harm' when (k.reading ->> 'alarms')::int > 0 then 'verdict-alarm'
      else 'verdict-new' end as kind, 1 as count, t.name, k.trial_id::text as id
    from trial_readings k join (select id, name from journeys union all select id, name from campaigns) t on t.id = k.trial_id
    where (k.verdict in ('more', 'less', 'none') or (k.reading ->> 'alarms')::int > 0) and k.verdict_since > ${new Date(now.getTime() - fortnight / 2)}
    order by k.verdict_since desc limit 6`
}

/** What the newest week has that the one before had not, for seven days; counted over all customers, so for whom nothing is kept from. */
function discoveriesNew(now: Date): RawBuilder<Row> {
  return sql<Row>`select 'discoveries' as kind, count(*) as count, null as name, null as id from discoveries d
    where week = (select max(week) from discovery_weeks where state = 'done' and ended_at > ${new Date(now.getTime() - fortnight / 2)})
      and not exists (select 1 from discovery_mutes m where m.kind = d.kind and m.key = d.key)
      and not exists (select 1 from discoveries b where b.kind = d.kind and b.key = d.key and b.week = d.week - 7) having count(*) > 0`
}

/** Within a fortnight; whoever makes keys is told. */
function keysExpiring(now: Date): RawBuilder<Row> {
  return sql<Row>`select 'key-expiring' as kind, ceil(extract(epoch from expires_at - ${now}::timestamptz) / 86400)::bigint as count, name, id::text as id
    from api_keys where revoked_at is null and expires_at > ${now} and expires_at <= ${new Date(now.getTime() + fortnight)} order by expires_at limit 10`
}

/** Mails go out to the world, or are about to, with links that lead to this very machine. A mail server on it is a trial. */
function addressLocal(publicUrl: string): RawBuilder<Row> {
  return sql<Row>`select 'address-local' as kind, 0 as count, ${publicUrl}::text as name, null as id from settings s
    where ${isLoopback(new URL(publicUrl).hostname)} and s.name = 'smtp' and s.value ->> 'host' !~* '^(localhost|127\\.|\\[?::1)'
      and exists (select 1 from journeys where state = 'live')`
}

function importsTrouble(since: Date): RawBuilder<Row> {
  return sql<Row>`select case state when 'failed' then 'import-failed' when 'stopped' then 'import-stopped' when 'paused' then 'import-paused' when 'uploaded' then 'import-uploaded' else 'import-refused' end as kind,
      coalesce((progress -> 'counts' ->> 'refused')::bigint, 0) as count, name, id::text as id
    from imports where created_at >= ${since}
      and (state in ('failed', 'stopped', 'paused', 'uploaded') or (state = 'done' and coalesce((progress -> 'counts' ->> 'refused')::bigint, 0) > 0))
    order by created_at desc limit 20`
}

const schedulesTrouble = sql<Row>`select 'schedule-failed' as kind, failures as count, name, id::text as id
  from import_schedules where failures > 0 and next_at is not null order by failures desc, name limit 10`

const journeysPaused = sql<Row>`select 'journey-paused' as kind, count(*) as count, j.name, j.id::text as id
  from journeys j join journey_runs r on r.journey_id = j.id and r.state in ('ready', 'waiting')
  where j.state = 'paused' and j.paused_why is null group by j.id, j.name order by count(*) desc limit 10`

const templatesWaiting = (ctx: Ctx) =>
  sql<Row>`select 'templates-waiting' as kind, count(*) as count, null as name, null as id from templates
    where state = 'waiting' and written_by is distinct from ${ctx.actor.id}::text and ${holds(ctx.sight, 'approve')} having count(*) > 0`

/** As long as it may still be sent. */
const campaignsMissed = (now: Date) => sql<Row>`select 'campaign-missed' as kind, 1::bigint as count, c.name, c.id::text as id
  from campaigns c, campaign_editions e where ${isMissed(now)} order by e.ended_at desc limit 10`

const journeysLooping = sql<Row>`select 'journey-loop' as kind, 1::bigint as count, name, id::text as id from journeys
  where state = 'paused' and paused_why = 'loop' order by paused_at desc limit 10`

function sourcesTrouble(since: Date): RawBuilder<Row> {
  return sql<Row>`select 'source-refused' as kind, sum(d.refused)::bigint as count, s.name, s.id::text as id
    from sources s join source_days d on d.source_id = s.id where d.day >= ${since}::timestamptz::date and s.disabled_at is null
    group by s.id, s.name having sum(d.refused) > 0 order by sum(d.refused) desc limit 10`
}

/** One's own; and, for whoever leads, those of all others and of nobody. */
function todosOverdue(ctx: Ctx): RawBuilder<Row> {
  const mine = sql`assignee_id is not distinct from ${ctx.actor.id}::text`
  const whose = holds(ctx.sight, 'oversee') ? sql`true` : mine
  return sql<Row>`select case when ${mine} then 'todos-overdue' else 'todos-overdue-others' end as kind, count(*) as count,
      (array_agg(title order by due_at))[1] as name, null as id
    from todos where state = 'open' and due_at < ${ctx.now} and ${whose} group by 1`
}

const duplicatesOpen = sql<Row>`select 'duplicates-open' as kind, count(*) as count, null as name, null as id from match_pairs where state = 'open' having count(*) > 0`

const predictionsWithdrawn = sql<Row>`select 'predictions-withdrawn' as kind, 1 as count, null as name, null as id from prediction_sets where state = 'withdrawn'`

/** Whom one is to win back today: one's own, nobody's, and for whoever leads everybody's. */
async function winningBack(ctx: Ctx): Promise<Attention[]> {
  const whose = holds(ctx.sight, 'oversee') ? sql`true` : sql`(e.assignee_id is null or e.assignee_id = ${ctx.actor.id}::text)`
  const { rows } = await sql<{
    count: number
    stake: number | null
  }>`select count(*)::int as count, round(sum(e.score))::bigint as stake
    from churn_entries e join customers c on c.id = e.customer_id where e.state = 'open' and ${whose}`.execute(ctx.db)
  const count = rows[0]?.count ?? 0
  return count > 0 ? [{ kind: 'churn-today', count, spend: rows[0]?.stake ?? null, name: null, id: null, rule: null }] : []
}

/** Who was seen to move into this stage within the last week, and is in it still. */
export function justMovedTo(stage: string): Rule {
  return {
    all: [
      { stage: [stage] },
      { did: 'stage.changed', within: { last: { amount: 7, unit: 'days' } }, where: { all: [{ field: 'to', op: 'is', value: stage }] } },
    ],
  }
}

/** Counted by the very rule that the list opens with. Shops that have put other stages in place of this one have none. */
async function customersLeaving(ctx: Ctx, stage: 'churned' | 'dormant'): Promise<Attention[]> {
  const card = ctx.registry.cards.get('customer')
  const dictionary = await ctx.dictionary('customer')
  // From whom stages are hidden, the rule is not asked: it would tell them.
  if (!card || !dictionary.stage || !dictionary.stages?.has(stage)) return []
  const rule = justMovedTo(stage)
  const condition = compileRule(checkRule(rule, dictionary), dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const { rows } = await sql<{
    count: number
    spend: number | null
  }>`select count(*) as count, sum(metrics.spend)::bigint as spend ${fromClause(card, null, new Set(['metrics', ...tablesNamed(card, [rule])]))} where ${condition}`.execute(
    ctx.db,
  )
  const count = Number(rows[0]?.count ?? 0)
  return count > 0 ? [{ kind: stage, count, spend: rows[0]?.spend ?? null, name: null, id: null, rule }] : []
}

/** Whose tier ends soon, counted by the very rule that the list opens with. */
async function tiersEnding(ctx: Ctx): Promise<Attention[]> {
  const dictionary = await ctx.dictionary('customer')
  const isSeen = ['tierStanding', 'tierUntil'].every((name) => dictionary.fields.has(name))
  if (!isSeen || !dictionary.tiers?.size) return []
  const rule = atRiskRule()
  const condition = compileRule(checkRule(rule, dictionary), dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const { rows } = await sql<{
    count: number
    spend: number | null
  }>`select count(*) as count, sum(tier_spend)::bigint as spend from customer_tiers where ${condition}`.execute(ctx.db)
  const count = Number(rows[0]?.count ?? 0)
  return count > 0 ? [{ kind: 'tiers-ending', count, spend: rows[0]?.spend ?? null, name: null, id: null, rule }] : []
}
