import { sql } from 'kysely'
import { wilson } from '../../../models/measure/shares.ts'
import { noFacts } from '../../discovery.ts'
import { discoveryKinds } from '../../discovery-kinds.ts'
import { type Compared, daysBack, differing, type Look } from './look.ts'

type Orders = {
  orders: number
  middle: number | null
  edge: number | null
  week: number
  giants: number
  customers: number
  amount: number | null
}

/** More than any order may come to: where orders lie so far apart, none is a giant. */
const beyondAll = 2e15

/**
 * The edge is exp(median + 5 × 1.4826 × median absolute deviation) of the logarithm of orders of 180 days: giants themselves
 * hardly move it (Hampel 1974).
 */
export const lookAtGiants: Look = async ({ db, until }) => {
  const week = sql`occurred_at >= ${daysBack(until, 7)}::timestamptz`
  const { rows } =
    await sql<Orders>`with o as materialized (select customer_id, occurred_at, amount, ln(amount::double precision) as l from purchases where kind = 'purchase' and amount > 0 and occurred_at < ${until}::timestamptz and occurred_at >= ${daysBack(until, 180)}::timestamptz),
      m as (select percentile_cont(0.5) within group (order by l) as middle from o),
      d as (select m.middle, percentile_cont(0.5) within group (order by abs(l - m.middle)) as away from o cross join m group by m.middle),
      e as (select middle, least(exp(middle + greatest(5 * 1.4826 * away, ln(3::double precision))), ${beyondAll}::double precision) as edge from d)
    select count(*) as orders, round(exp(max(e.middle)))::bigint as middle, ceil(max(e.edge))::bigint as edge, count(*) filter (where ${week}) as week,
      count(*) filter (where ${week} and amount > ceil(e.edge)) as giants, count(distinct customer_id) filter (where ${week} and amount > ceil(e.edge)) as customers, (sum(amount) filter (where ${week} and amount > ceil(e.edge)))::bigint as amount
    from o cross join e`.execute(db)
  const row = rows[0]
  if (!row || row.edge === null || row.orders < discoveryKinds['giant-order'].minimum) return { tested: 0, tooFew: 1, found: [] }
  if (row.giants === 0) return { tested: row.week, tooFew: 0, found: [] }
  const { low, high } = wilson(row.giants, row.week)
  const facts = {
    ...noFacts,
    n: row.giants,
    value: row.edge,
    usual: row.middle,
    usualN: row.orders,
    amount: row.amount,
    tested: row.week,
    apart: { value: row.giants / row.week, low, high },
  }
  const within = { from: daysBack(until, 7).toISOString(), to: until.toISOString() }
  const rule = { all: [{ did: 'purchase.made', within, where: { field: 'amount', op: 'more-than', value: row.edge } }] }
  return { tested: row.week, tooFew: 0, found: [{ key: 'giant', facts, rule, strength: 2 }] }
}

const weeksBefore = 8
const moved = 0.1
const fewestBefore = 30

type Price = {
  product: string
  name: string
  usual: number
  now: number
  low: number
  high: number
  n: number
  usual_n: number
  beyond: number
  usual_beyond: number
}

/** A price moved when its median did by a tenth, and the share of lines beyond half that way surely changed. */
export const lookAtPrices: Look = async ({ db, until }) => {
  const { minimum } = discoveryKinds['price-shift']
  const week = sql`occurred_at >= ${daysBack(until, 7)}::timestamptz`
  const { rows } =
    await sql<Price>`with l as materialized (select l.product, l.name, p.occurred_at, l.amount / l.quantity::double precision as price from purchases p join purchase_lines l on l.customer_id = p.customer_id and l.purchase_id = p.id
        where p.kind = 'purchase' and p.amount > 0 and l.amount > 0 and l.quantity > 0 and p.occurred_at < ${until}::timestamptz and p.occurred_at >= ${daysBack(until, 7 * (weeksBefore + 1))}::timestamptz),
      m as (select product, max(name) as name, percentile_cont(0.5) within group (order by price) filter (where not ${week}) as usual, percentile_cont(array[0.25, 0.5, 0.75]::double precision[]) within group (order by price) filter (where ${week}) as now,
        count(*) filter (where ${week}) as n, count(*) filter (where not ${week}) as usual_n from l group by product)
    select m.product, coalesce(m.name, m.product) as name, m.usual, m.now[2] as now, m.now[1] as low, m.now[3] as high, m.n, m.usual_n,
      count(*) filter (where ${week} and (l.price - (m.usual + m.now[2]) / 2) * (m.now[2] - m.usual) > 0) as beyond, count(*) filter (where not ${week} and (l.price - (m.usual + m.now[2]) / 2) * (m.now[2] - m.usual) > 0) as usual_beyond
    from m join l on l.product = m.product where m.n >= ${minimum} and m.usual_n >= ${fewestBefore} group by m.product, m.name, m.usual, m.now, m.n, m.usual_n`.execute(
      db,
    )
  const far = rows.filter((row) => Math.abs(row.now / row.usual - 1) >= moved)
  const compared = far.map(
    (row): Compared => ({
      key: row.product,
      name: row.name,
      one: { n: row.beyond, of: row.n },
      other: { n: row.usual_beyond, of: row.usual_n },
      days: null,
    }),
  )
  const begin = { from: daysBack(until, 7).toISOString(), to: until.toISOString() }
  const result = differing(compared, minimum, ({ key }) => ({
    all: [{ sequence: { steps: [{ did: 'purchase.made', bought: { by: 'product', is: key } }], begin } }],
  }))
  const found = result.found.slice(0, 5).map((finding) => {
    const row = far.find((one) => one.product === finding.key)
    if (!row) return finding
    const { now, low, high, usual, n, usual_n } = row
    return {
      ...finding,
      facts: {
        ...finding.facts,
        n,
        value: Math.round(now),
        low: Math.round(low),
        high: Math.round(high),
        usual: Math.round(usual),
        usualN: usual_n,
      },
    }
  })
  return { tested: rows.length, tooFew: 0, found }
}
