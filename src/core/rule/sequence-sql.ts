import { type RawBuilder, sql } from 'kysely'
import type { Moment } from './operator.ts'
import type { Begin, Place, PlacesSequence, Rule, SequenceRule, SequenceStep, StepsSequence } from './rule.ts'

/** The fact that purchases stand in a table of their own for. */
export const purchaseKind = 'purchase.made'

export type SequenceGround = Moment & {
  /** These customers only. */
  readonly among?: RawBuilder<unknown>
  readonly until?: Date
  /** A condition on the payload of facts of a kind, over `events e`. */
  readonly where: (rule: Rule, kind: string) => RawBuilder<unknown>
}

/** Who went that way, as a SELECT of `customer_id`. */
export function whoWent(sequence: SequenceRule['sequence'], ground: SequenceGround): RawBuilder<unknown> {
  if ('nth' in sequence) return whoPassed(sequence, ground)
  const { steps, stoppedAt } = sequence
  const last = stoppedAt ?? steps.length
  // Nobody is asked for more steps than it takes to tell.
  const asked = { ...sequence, steps: steps.slice(0, last + 1) }
  const beyond = last < steps.length ? sql` and ${stepColumn(last + 1)} is null` : sql``
  return sql`select customer_id from (${wayOf(asked, ground)}) way where ${stepColumn(last)} is not null${beyond}`
}

/** When the n-th step was done, in `wayOf`. */
export const stepColumn = (n: number) => sql.id(`t${n}`)

/**
 * For each customer who did the first step: `customer_id` and `t1`, `t2`, …, when each step was done, NULL from the first on
 * that was not. Each is the earliest such fact after the one before (of another kind also at the same instant).
 */
export function wayOf({ steps, begin, within }: Omit<StepsSequence, 'stoppedAt'>, ground: SequenceGround): RawBuilder<unknown> {
  const [first, ...rest] = steps
  if (!first) throw new Error('a sequence without steps')
  return rest.reduce<RawBuilder<unknown>>(
    (way, step, i) => {
      const known = Array.from({ length: i + 1 }, (_, n) => sql`w.${stepColumn(n + 1)}`)
      const before = sql`w.${stepColumn(i + 1)}`
      const after = steps[i]?.did === step.did ? sql`>` : sql`>=`
      const by = within ? sql` and f.at <= w.t1 + ${within.amount}::int * interval ${sql.lit(`1 ${within.unit}`)}` : sql``
      return sql`select w.customer_id, ${sql.join(known)}, min(f.at) as ${stepColumn(i + 2)} from (${way}) w
      left join (${momentsOf(step, ground)}) f on f.customer_id = w.customer_id and f.at ${after} ${before}${by}${daysBetween(step, before, ground)}
      group by w.customer_id, ${sql.join(known)}`
    },
    beginning(first, begin, ground),
  )
}

function daysBetween({ days }: SequenceStep, before: RawBuilder<unknown>, { timeZone }: SequenceGround): RawBuilder<unknown> {
  if (!days) return sql``
  const day = (at: RawBuilder<unknown>) => sql`(${at} at time zone ${timeZone}::text)::date`
  const apart = sql`${day(sql`f.at`)} - ${day(before)}`
  const to = days.to === undefined ? sql`` : sql` and ${apart} <= ${days.to}::int`
  return sql` and ${apart} >= ${days.from}::int${to}`
}

function beginning(step: SequenceStep, begin: Begin | undefined, ground: SequenceGround): RawBuilder<unknown> {
  const moments = momentsOf(step, ground)
  const inWindow = (at: RawBuilder<unknown>) => windowOf(begin, at)
  if (begin?.first === 'ever')
    return sql`select customer_id, min(at) as t1 from (${moments}) f group by customer_id having ${inWindow(sql`min(at)`)}`
  if (begin?.first !== 'of-kind')
    return sql`select customer_id, min(at) as t1 from (${moments}) f where ${inWindow(sql`at`)} group by customer_id`
  const { did } = step
  return sql`select f.customer_id, f.at as t1 from (${moments}) f join (select customer_id, min(at) as at from (${momentsOf({ did }, ground)}) g group by customer_id) o
    on o.customer_id = f.customer_id and o.at = f.at where ${inWindow(sql`f.at`)} group by f.customer_id, f.at`
}

function windowOf(begin: Omit<Begin, 'first'> | undefined, at: RawBuilder<unknown>): RawBuilder<unknown> {
  const from = begin?.from ? sql` and ${at} >= ${new Date(begin.from)}::timestamptz` : sql``
  const to = begin?.to ? sql` and ${at} < ${new Date(begin.to)}::timestamptz` : sql``
  return sql`true${from}${to}`
}

/**
 * When a step's fact happened: `customer_id`, `at`. Purchases are those above zero, out of their own table, which is the
 * quickest; what is dated in the future has not happened.
 */
export function momentsOf({ did, where, bought }: SequenceStep, ground: SequenceGround): RawBuilder<unknown> {
  const by = ground.until ?? ground.now
  const among = (id: RawBuilder<unknown>) => (ground.among ? sql` and ${id} = any(${ground.among})` : sql``)
  if (did === purchaseKind && !where)
    return sql`select p.customer_id, p.occurred_at as at from purchases p where ${counts} and p.occurred_at <= ${by}::timestamptz${among(sql`p.customer_id`)}${boughtCondition(bought)}`
  const paid = did === purchaseKind ? sql` and (e.payload ->> 'amount')::numeric > 0` : sql``
  const fitting = where ? sql` and ${ground.where(where, did)}` : sql``
  return sql`select e.customer_id, e.occurred_at as at from events e where e.kind = ${did}::text and e.occurred_at <= ${by}::timestamptz${among(sql`e.customer_id`)}${paid}${fitting}`
}

const counts = sql`p.kind = 'purchase' and p.amount > 0`

function boughtCondition(bought: SequenceStep['bought']): RawBuilder<unknown> {
  if (!bought) return sql``
  const is = (column: RawBuilder<unknown>) => (bought.is === null ? sql`${column} is null` : sql`${column} = ${bought.is}::text`)
  if (bought.by === 'channel') return sql` and ${is(sql`p.channel`)}`
  const line = bought.by === 'product' ? sql`l.product` : sql`l.category`
  return sql` and exists (select 1 from purchase_lines l where l.customer_id = p.customer_id and l.purchase_id = p.id and ${is(line)})`
}

/**
 * The first so many purchases or facts of each customer: `customer_id`, `n` from 1, `label`. A purchase of several things
 * is called after the line that cost most (the first of equals); NULL where nothing is known.
 */
export function placesOf(
  { nth, kinds, begin }: Omit<PlacesSequence, 'places'>,
  length: number,
  ground: SequenceGround,
): RawBuilder<unknown> {
  const by = ground.until ?? ground.now
  const among = (id: RawBuilder<unknown>) => (ground.among ? sql` and ${id} = any(${ground.among})` : sql``)
  const began = windowOf(begin, sql`r.began`)
  if (nth === 'kind')
    return sql`select r.customer_id, r.n, r.kind as label from (select e.customer_id, e.kind, row_number() over w as n, min(e.occurred_at) over w as began from events e
      where e.kind = any(${[...(kinds ?? [])]}::text[]) and e.occurred_at <= ${by}::timestamptz${among(sql`e.customer_id`)} window w as (partition by e.customer_id order by e.occurred_at, e.seq)) r
      where r.n <= ${length}::int and ${began}`
  const ranked = sql`(select p.customer_id, p.id, p.channel, row_number() over w as n, min(p.occurred_at) over w as began from purchases p
      where ${counts} and p.occurred_at <= ${by}::timestamptz${among(sql`p.customer_id`)} window w as (partition by p.customer_id order by p.occurred_at, p.id)) r`
  const label =
    nth === 'channel'
      ? sql`r.channel`
      : sql`(select l.${sql.id(nth)} from purchase_lines l where l.customer_id = r.customer_id and l.purchase_id = r.id order by l.amount desc, l.line limit 1)`
  return sql`select r.customer_id, r.n, ${label} as label from ${ranked} where r.n <= ${length}::int and ${began}`
}

function whoPassed(sequence: PlacesSequence, ground: SequenceGround): RawBuilder<unknown> {
  const conditions = sequence.places.map((place, i) => placeCondition(place, i + 1))
  return sql`select customer_id from (${placesOf(sequence, sequence.places.length, ground)}) way group by customer_id having ${sql.join(conditions, sql` and `)}`
}

function placeCondition(place: Place, n: number): RawBuilder<unknown> {
  const there = sql`n = ${n}::int`
  if ('end' in place) return sql`count(*) filter (where ${there}) = 0`
  if ('any' in place) return sql`count(*) filter (where ${there}) > 0`
  if ('noneOf' in place) return sql`bool_or(${there} and label <> all(${[...place.noneOf]}::text[]))`
  return place.is === null ? sql`bool_or(${there} and label is null)` : sql`bool_or(${there} and label = ${place.is}::text)`
}
