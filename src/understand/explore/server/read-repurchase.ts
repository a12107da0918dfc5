import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { wilson } from '../../models/measure/shares.ts'
import type { repurchase as definition } from '../questions.ts'
import { dayOf, type Ground, groundOf, spanOf } from './ground.ts'
import { nameProducts } from './name-products.ts'

type Input = InputOf<typeof definition>
type Row = {
  label: string | null
  buyers: number
  again: number
  median: number | null
  ripe: number[]
  back: number[]
  labels: number
  buyings: number
  facts: number
}

export async function readRepurchase(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  const ground = await groundOf(ctx, input.rule)
  spanOf(input, ground.timeZone)
  const today = localDate(ctx.now, ground.timeZone)
  const days = [...new Set(input.days)].toSorted((a, b) => a - b)
  const ripe = days.map((n) => sql`day < ${addDays(today, -n)}::date`)
  const counts = (conditions: readonly RawBuilder<unknown>[]) =>
    sql`array[${sql.join(conditions.map((one) => sql`count(*) filter (where ${one})`))}]`
  const from = input.from ? sql` and day >= ${input.from}::date` : sql``
  const to = input.to ? sql` and day <= ${input.to}::date` : sql``
  const { rows } =
    await sql<Row>`with d as materialized (${buyingDays(input, ground)}), f as (${input.same ? firstOfSame : firstAndNext(ground)})
    select *, count(*) over () as labels, (sum(buyers) over ())::bigint as buyings, (select coalesce(sum(facts), 0)::bigint from d) as facts from (
      select label, count(*) as buyers, count(next) as again, percentile_cont(0.5) within group (order by (next - day)::double precision) as median, ${counts(ripe)} as ripe,
        ${counts(days.map((n, i) => sql`${ripe[i] ?? sql`false`} and next - day <= ${n}::int`))} as back
      from f where true${from}${to} group by label
    ) l order by buyers desc, label limit ${input.limit}`.execute(ctx.db)
  const names =
    input.by === 'product'
      ? await nameProducts(
          ctx,
          rows.flatMap((row) => row.label ?? []),
        )
      : new Map<string, string>()
  const [first] = rows
  return {
    asOf: ctx.now.toISOString(),
    rows: first?.facts ?? 0,
    lines: rows.map((row) => ({
      label: row.label,
      name: row.label === null ? null : (names.get(row.label) ?? row.label),
      buyers: row.buyers,
      again: row.again,
      medianDays: row.median,
      points: days.map((n, i) => pointOf(n, row.ripe[i] ?? 0, row.back[i] ?? 0)),
    })),
    labels: first?.labels ?? 0,
    hiddenBuyings: (first?.buyings ?? 0) - rows.reduce((sum, row) => sum + row.buyers, 0),
  }
}

function pointOf(days: number, ripe: number, back: number) {
  const said = ripe > 0 ? wilson(back, ripe) : null
  return { days, ripe, back, share: said?.value ?? null, low: said?.low ?? null, high: said?.high ?? null }
}

const bought = ({ now, those }: Ground) =>
  sql`p.kind = 'purchase' and p.amount > 0 and p.occurred_at <= ${now}::timestamptz${those(sql`p.customer_id`)}`

/** On which days each customer bought what: `customer_id`, `label`, `day`, and how many lines or purchases that was. */
function buyingDays({ by }: Input, ground: Ground): RawBuilder<unknown> {
  const counts = bought(ground)
  const day = dayOf(sql`p.occurred_at`, ground.timeZone)
  if (by === 'channel')
    return sql`select p.customer_id, p.channel as label, ${day} as day, count(*) as facts from purchases p where ${counts} group by 1, 2, 3`
  return sql`select p.customer_id, l.${sql.id(by)} as label, ${day} as day, count(*) as facts from purchases p
    join purchase_lines l on l.customer_id = p.customer_id and l.purchase_id = p.id where ${counts} group by 1, 2, 3`
}

/** The first day of each label and the next on which the same was bought. */
const firstOfSame = sql`select customer_id, label, day, next from (select customer_id, label, day, lead(day) over w as next, row_number() over w as n from d window w as (partition by customer_id, label order by day)) s where n = 1`

/** The first day of each label and the customer’s next day with a purchase, whatever was bought. */
function firstAndNext(ground: Ground): RawBuilder<unknown> {
  const all = sql`select distinct p.customer_id, ${dayOf(sql`p.occurred_at`, ground.timeZone)} as day from purchases p where ${bought(ground)}`
  return sql`select o.customer_id, o.label, o.day, a.next from (select customer_id, label, min(day) as day from d group by 1, 2) o
    join (select customer_id, day, lead(day) over (partition by customer_id order by day) as next from (${all}) u) a on a.customer_id = o.customer_id and a.day = o.day`
}
