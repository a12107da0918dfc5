import { type RawBuilder, sql } from 'kysely'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { segmentEntered, segmentLeft } from '../events.ts'
import { inLayers, type SegmentRule, segmentRules } from '../segment.ts'

/** Memberships of the customers with news, written only where they differ; each difference is a fact. */
export const segmentsRefresher: Refresher = {
  name: 'segments',
  refresh: async (ctx, news) => {
    const { rows } = await segmentRules.execute(ctx.db)
    if (rows.length === 0) return
    const dictionary = await ctx.dictionary('customer')
    for (const layer of inLayers(rows)) {
      if (news.everyone) for (const segment of layer) await refreshWholeSegment(ctx, dictionary, segment)
      else await refreshLayer(ctx, dictionary, layer, news)
    }
  },
}

/** Sets right who is in this segment, over everybody, and how many. No log is told. */
export async function refreshWholeSegment(ctx: Ctx, dictionary: Dictionary, segment: SegmentRule): Promise<void> {
  const rule = compileRule(segment.rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  await sql`with inside as materialized (select c.id ${customersFor(ctx, [segment])} where ${rule}),
    gone as (
      update memberships m set left_at = ${ctx.now} where m.segment_id = ${segment.id} and m.left_at is null and not exists (select 1 from inside i where i.id = m.customer_id)
    ), come as (
      insert into memberships (customer_id, segment_id, entered_at)
      select i.id, ${segment.id}::uuid, ${ctx.now}::timestamptz from inside i
      where not exists (select 1 from memberships m where m.segment_id = ${segment.id} and m.left_at is null and m.customer_id = i.id)
      on conflict (customer_id, segment_id, entered_at) do update set left_at = excluded.left_at
    )
    update segments set members = (select count(*) from inside), counted_at = ${ctx.now}::timestamptz where id = ${segment.id}`.execute(
    ctx.db,
  )
}

/** The customers with what these segments' rules look at. */
export function customersFor(ctx: Ctx, segments: readonly SegmentRule[]): RawBuilder<unknown> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  return fromClause(
    card,
    null,
    tablesNamed(
      card,
      segments.map((one) => one.rule),
    ),
  )
}

type Change = { customer_id: string; segment_id: string; entered: boolean }

/** So many segments are asked in one statement. */
const most = 40

async function refreshLayer(ctx: Ctx, dictionary: Dictionary, layer: readonly SegmentRule[], news: News): Promise<void> {
  for (let i = 0; i < layer.length; i += most) {
    const segments = layer.slice(i, i + most)
    const changes = await changesOf(ctx, dictionary, segments, news)
    if (changes.length === 0) continue
    await writeChanges(ctx, changes)
    await tellChanges(ctx, new Map(segments.map((s) => [s.id, s.name])), changes, news)
  }
}

/** Every segment is one column of yes and no, so that the customers are looked up once for all of them. */
async function changesOf(ctx: Ctx, dictionary: Dictionary, segments: readonly SegmentRule[], news: News): Promise<Change[]> {
  const ids = news.idArray
  if (!ids) return []
  const options = { now: ctx.now, timeZone: ctx.shop.timeZone, among: ids }
  const answers = segments.map((s) => sql`(${compileRule(s.rule, dictionary, options)}) is true`)
  const segmentIds = sql`${segments.map((s) => s.id)}::uuid[]`
  const { rows } =
    await sql<Change>`with asked as materialized (select c.id, array[${sql.join(answers)}] as answers ${customersFor(ctx, segments)} where c.id = any(${ids})),
      should as (select a.id as customer_id, s.segment_id from asked a, unnest(${segmentIds}, a.answers) as s(segment_id, yes) where s.yes),
      have as (select customer_id, segment_id from memberships where customer_id = any(${ids}) and segment_id = any(${segmentIds}) and left_at is null)
    select coalesce(s.customer_id, h.customer_id) as customer_id, coalesce(s.segment_id, h.segment_id) as segment_id, s.customer_id is not null as entered
    from should s full join have h on h.customer_id = s.customer_id and h.segment_id = s.segment_id where s.customer_id is null or h.customer_id is null`.execute(
      ctx.db,
    )
  return rows
}

async function writeChanges(ctx: Ctx, changes: readonly Change[]): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as g(customer_id uuid, segment_id uuid, entered boolean)`
  const leaving = sql`${changes.filter((c) => !c.entered).map((c) => c.customer_id)}::uuid[]`
  await sql`with given as materialized (select * from ${given}), gone as (
      update memberships m set left_at = ${ctx.now} from given g where not g.entered and m.customer_id = g.customer_id and m.segment_id = g.segment_id and m.left_at is null
        and m.customer_id = any(${leaving})
    ) insert into memberships (customer_id, segment_id, entered_at) select customer_id, segment_id, ${ctx.now}::timestamptz from given where entered
    on conflict (customer_id, segment_id, entered_at) do update set left_at = excluded.left_at`.execute(ctx.db)
}

async function tellChanges(ctx: Ctx, names: ReadonlyMap<string, string>, changes: readonly Change[], news: News): Promise<void> {
  await ctx.recordAll(
    changes.map((change) => ({
      customerId: change.customer_id,
      kind: change.entered ? segmentEntered.name : segmentLeft.name,
      occurredAt: ctx.now,
      source: 'engine',
      quiet: news.isQuiet(change.customer_id),
      payload: { segment: change.segment_id, name: names.get(change.segment_id) ?? '' },
    })),
  )
}
