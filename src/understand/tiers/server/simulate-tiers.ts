import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as questions from '../questions.ts'
import { costOf, type Scheme } from '../scheme.ts'
import { judgedTiers } from './judge-tiers.ts'
import { checkScheme, readPublished } from './open-scheme.ts'
import { profitOf } from './profit.ts'

type Group = {
  old_tier: string | null
  o: number | null
  place: number
  earned: number
  customers: number
  spend: number
  counted: number
  profit: number | null
  holds: number[]
}

/** One pass over everybody; nothing is written. @throws Problem rule.*, tiers.* */
export async function simulateTiers(
  ctx: Ctx,
  { scheme: given, promises }: InputOf<typeof questions.simulateTiers>,
): Promise<AnswerOf<typeof questions.simulateTiers>> {
  const before = (await readPublished(ctx))?.body ?? null
  const { scheme, judged } = await trialOf(ctx, { given, before, promises })
  const profit = profitOf(ctx)
  const { rows } =
    await sql<Group>`select n.old_tier, n.o, n.place, n.earned, count(*)::int as customers, sum(n.all_spend)::bigint as spend, sum(n.spend)::bigint as counted,
      ${profit ? sql`sum(${profit.value})::bigint` : sql`null::bigint`} as profit,
      array[${sql.join(scheme.tiers.map((_, i) => sql`count(*) filter (where n.holding[${sql.lit(i + 1)}])::int`))}] as holds
    from (${judged}) n ${profit ? profit.join(sql`n.customer_id`) : sql``} group by 1, 2, 3, 4`.execute(ctx.db)
  return summed(ctx, scheme, before, rows, profit !== null)
}

type Trial = { readonly given: Scheme; readonly before: Scheme | null; readonly promises: 'keep' | 'at-once' }

/** Where purchases count as they do now, they are counted already. */
async function trialOf(ctx: Ctx, { given, before, promises }: Trial): Promise<{ scheme: Scheme; judged: RawBuilder<unknown> }> {
  const dictionary = await ctx.dictionary('customer')
  const scheme = checkScheme(given, dictionary)
  const asked = {
    scheme,
    dictionary,
    ids: null,
    promises,
    isNewScheme: true,
    withHolding: true,
    isCounted: before?.counting === scheme.counting,
  }
  return { scheme, judged: await judgedTiers(ctx, asked) }
}

const total = (rows: readonly Group[], of: (row: Group) => number) => rows.reduce((sum, row) => sum + of(row), 0)

function summed(
  ctx: Ctx,
  scheme: Scheme,
  before: Scheme | null,
  rows: readonly Group[],
  knowsProfit: boolean,
): AnswerOf<typeof questions.simulateTiers> {
  const customers = (some: readonly Group[]) => total(some, (row) => row.customers)
  const costs = new Map(before?.tiers.map((tier) => [tier.key, costOf(tier)]))
  const keyAt = (place: number) => scheme.tiers[place]?.key ?? ''
  const tiers = scheme.tiers.map((tier, i) => {
    const inside = rows.filter((row) => row.place === i)
    const were = rows.filter((row) => row.old_tier === tier.key)
    return {
      key: tier.key,
      customers: customers(inside),
      before: customers(were),
      holds: total(rows, (row) => row.holds[i] ?? 0),
      spend: total(inside, (row) => row.spend),
      counted: total(inside, (row) => row.counted),
      profit: knowsProfit ? total(inside, (row) => row.profit ?? 0) : null,
      costBefore: customers(were) * (costs.get(tier.key) ?? 0),
      costAfter: customers(inside) * costOf(tier),
    }
  })
  const moved = rows.filter((row) => row.old_tier !== null && row.o !== null && row.place !== row.o)
  return {
    asOf: ctx.now.toISOString(),
    customers: customers(rows),
    up: customers(moved.filter((row) => row.place > (row.o ?? 0))),
    down: customers(moved.filter((row) => row.place < (row.o ?? 0))),
    first: customers(rows.filter((row) => row.old_tier === null)),
    other: customers(rows.filter((row) => row.old_tier !== null && row.o === null)),
    kept: customers(rows.filter((row) => row.place > row.earned)),
    costBefore: total(rows, (row) => row.customers * (costs.get(row.old_tier ?? '') ?? 0)),
    costAfter: tiers.reduce((sum, tier) => sum + tier.costAfter, 0),
    tiers,
    flows: flowsOf(rows, keyAt),
  }
}

function flowsOf(rows: readonly Group[], keyAt: (place: number) => string) {
  const flows = new Map<string, { from: string | null; to: string; customers: number; counted: number }>()
  for (const row of rows) {
    const name = `${row.old_tier ?? ''} ${row.place}`
    const flow = flows.get(name) ?? { from: row.old_tier, to: keyAt(row.place), customers: 0, counted: 0 }
    flows.set(name, { ...flow, customers: flow.customers + row.customers, counted: flow.counted + row.counted })
  }
  return [...flows.values()].toSorted((a, b) => b.customers - a.customers)
}

/** The very customers of one flow of a trial. @throws Problem rule.*, tiers.* */
export async function simulatedPeople(
  ctx: Ctx,
  { scheme: given, promises, from, to, limit }: InputOf<typeof questions.simulatedPeople>,
): Promise<AnswerOf<typeof questions.simulatedPeople>> {
  const before = (await readPublished(ctx))?.body ?? null
  const { judged } = await trialOf(ctx, { given, before, promises })
  const { rows } = await sql<{
    id: string
    name: string | null
    counted: number
    purchases: number
    earned: string
    total: number
  }>`select n.customer_id as id,
      coalesce(c.name, c.phone, c.email, c.code) as name, n.spend as counted, n.purchases, n.earned_tier as earned, n.total
    from (select *, count(*) over ()::int as total from (${judged}) j where j.old_tier is not distinct from ${from}::text and j.tier = ${to}::text order by j.spend desc, j.customer_id limit ${limit}) n
    join customers c on c.id = n.customer_id order by n.spend desc, n.customer_id`.execute(ctx.db)
  return {
    total: rows[0]?.total ?? 0,
    customers: rows.map(({ id, name, counted, purchases, earned }) => ({ id, name, counted, purchases: Number(purchases), earned })),
  }
}
