import { type RawBuilder, sql } from 'kysely'
import { addDays, startOfDay } from '../../../../core/kit/local-time.ts'
import type { Rule, SequenceStep } from '../../../../core/rule/rule.ts'
import { purchaseKind } from '../../../../core/rule/sequence-sql.ts'
import { discoveryKinds, productDays, returnDays } from '../../discovery-kinds.ts'
import { type Compared, differing, type Look, type LookGround } from './look.ts'

const counts = ({ until }: LookGround) => sql`p.kind = 'purchase' and p.amount > 0 and p.occurred_at < ${until}::timestamptz`
const dayOf = (at: RawBuilder<unknown>, { timeZone }: LookGround) => sql`(${at} at time zone ${timeZone}::text)::date`

/** Every buyer: `customer_id`, `at` of the first purchase, its `day`, and `next`, the day on which they bought again. */
function firstAndNext(ground: LookGround): RawBuilder<unknown> {
  return sql`select customer_id, at, day, next from (
      select customer_id, min(at) as at, day, lead(day) over w as next, row_number() over w as n from (
        select p.customer_id, p.occurred_at as at, ${dayOf(sql`p.occurred_at`, ground)} as day from purchases p where ${counts(ground)}
      ) d group by customer_id, day window w as (partition by customer_id order by day)
    ) d where n = 1`
}

/** First days from so many days ago (with) to so many (without). */
type Stretch = { readonly from: number; readonly to: number }
/** Their 28 days are over: the last of them began 29 days ago. */
const lately: Stretch = { from: 2 * returnDays, to: returnDays }
const before: Stretch = { from: 8 * returnDays, to: 2 * returnDays }
const inStretch = ({ from, to }: Stretch, { today }: LookGround) =>
  sql`day >= ${addDays(today, -from)}::date and day < ${addDays(today, -to)}::date`

/** Who began then with such a purchase, and came back within so many days or did not. */
function returnRule(ground: LookGround, first: SequenceStep, { from, to }: Stretch, days: number, came: boolean): Rule {
  const begin = {
    first: 'of-kind' as const,
    from: startOfDay(addDays(ground.today, -from), ground.timeZone).toISOString(),
    to: startOfDay(addDays(ground.today, -to), ground.timeZone).toISOString(),
  }
  const steps = [first, { did: purchaseKind, days: { from: 1, to: days } }]
  return { all: [{ sequence: { steps, begin, ...(came ? {} : { stoppedAt: 1 }) } }] }
}

type Row = { label: string | null; now: number; now_back: number; then: number; then_back: number }

async function latelyAndBefore(ground: LookGround, label: RawBuilder<unknown>, from: RawBuilder<unknown>): Promise<Row[]> {
  const back = sql`next - day <= ${returnDays}::int`
  const [a, b] = [inStretch(lately, ground), inStretch(before, ground)]
  const { rows } =
    await sql<Row>`select ${label} as label, count(*) filter (where ${a}) as now, count(*) filter (where ${a} and ${back}) as now_back,
      count(*) filter (where ${b}) as "then", count(*) filter (where ${b} and ${back}) as then_back
    from (${firstAndNext(ground)}) f ${from} where day >= ${addDays(ground.today, -before.from)}::date group by 1`.execute(ground.db)
  return rows
}

const comparedOf = ({ label, now, now_back, then, then_back }: Row): Compared => ({
  key: label ?? '',
  name: label,
  one: { n: now_back, of: now },
  other: { n: then_back, of: then },
  days: returnDays,
})

export const lookAtCohorts: Look = async (ground) => {
  const rows = await latelyAndBefore(ground, sql`null::text`, sql``)
  return differing(rows.map(comparedOf), discoveryKinds['cohort-return'].minimum, (_, isMore) =>
    returnRule(ground, { did: purchaseKind }, lately, returnDays, isMore),
  )
}

/** By the channel of the first purchase; of several at the same instant one. */
export const lookAtChannels: Look = async (ground) => {
  const channel = sql`join lateral (select p.channel from purchases p where p.customer_id = f.customer_id and p.occurred_at = f.at and ${counts(ground)} order by p.id limit 1) c on true`
  const rows = (await latelyAndBefore(ground, sql`c.channel`, channel)).filter((row) => row.label !== null)
  return differing(rows.map(comparedOf), discoveryKinds['channel-return'].minimum, ({ key }, isMore) =>
    returnRule(ground, { did: purchaseKind, bought: { by: 'channel', is: key } }, lately, returnDays, isMore),
  )
}

/** So long ago at most did the customers begin by whom products are judged. */
const productReach = 540
const ripe: Stretch = { from: productReach, to: productDays }
/** More than these of either sort would be a list of products and no discovery. */
const mostProducts = 3

type ProductRow = { label: string; name: string; of: number; n: number; all_of: number; all_n: number }

export const lookAtProducts: Look = async (ground) => {
  const back = sql`next - day <= ${productDays}::int`
  const { rows } =
    await sql<ProductRow>`with f as materialized (select * from (${firstAndNext(ground)}) f where ${inStretch(ripe, ground)}),
      l as (select distinct f.customer_id, l.product, f.day, f.next from f join purchases p on p.customer_id = f.customer_id and p.occurred_at = f.at and ${counts(ground)}
        join purchase_lines l on l.customer_id = p.customer_id and l.purchase_id = p.id)
    select product as label, coalesce((select max(n.name) from purchase_lines n where n.product = l.product), product) as name, count(*) as of, count(*) filter (where ${back}) as n,
      (select count(*) from f) as all_of, (select count(*) filter (where ${back}) from f) as all_n from l group by product having count(*) >= ${discoveryKinds['product-return'].minimum}`.execute(
      ground.db,
    )
  const compared = rows.map(
    (row): Compared => ({
      key: row.label,
      name: row.name,
      one: { n: row.n, of: row.of },
      other: { n: row.all_n - row.n, of: row.all_of - row.of },
      days: productDays,
    }),
  )
  const result = differing(compared, discoveryKinds['product-return'].minimum, ({ key }, isMore) =>
    returnRule(ground, { did: purchaseKind, bought: { by: 'product', is: key } }, ripe, productDays, isMore),
  )
  const sort = (isMore: boolean) => result.found.filter(({ facts }) => facts.value > (facts.usual ?? 0) === isMore).slice(0, mostProducts)
  return { ...result, found: [...sort(true), ...sort(false)] }
}
