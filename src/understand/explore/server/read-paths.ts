import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { placesOf, purchaseKind } from '../../../core/rule/sequence-sql.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { paths as definition } from '../questions.ts'
import { groundOf, refuseUnseen, spanOf } from './ground.ts'
import { nameProducts } from './name-products.ts'

type Sort = 'named' | 'others' | 'unknown'
type Row = {
  n: number
  sort: Sort
  label: string | null
  next_sort: Sort | null
  next_label: string | null
  customers: number
  facts: number
  labels: number
}
type Answer = AnswerOf<typeof definition>

/** @throws Problem rule.unknown-event, rights.figures-hidden, input.invalid for paths of facts that name none */
export async function readPaths(ctx: Ctx, input: InputOf<typeof definition>): Promise<Answer> {
  const ground = await groundOf(ctx, input.rule)
  const { by, kinds, length } = input
  if ((by === 'kind') !== (kinds !== undefined))
    throw new Problem('input.invalid', { path: 'kinds', reason: by === 'kind' ? inputReasons.required : inputReasons.noValue })
  refuseUnseen(ctx, ground, kinds ?? [purchaseKind])
  checkRule({ sequence: { nth: by, ...(kinds ? { kinds } : {}), places: [{ any: true }] } }, ground.dictionary, 'kinds')
  const places = placesOf({ nth: by, ...(kinds ? { kinds } : {}), begin: spanOf(input, ground.timeZone) }, length, ground)
  const { rows } =
    await sql<Row>`with p as materialized (select customer_id, n::int as n, label from (${places}) p where true${ground.those(sql`customer_id`)}),
      top as (select label from p where label is not null group by label order by count(*) desc, label limit ${input.top}),
      q as (select customer_id, n, case when label is null then 'unknown' when label in (select label from top) then 'named' else 'others' end as sort,
        case when label in (select label from top) then label end as label from p)
    select n, sort, label, next_sort, next_label, count(*) as customers, (select count(*) from p) as facts, (select count(distinct label) from p) as labels
    from (select n, sort, label, lead(sort) over w as next_sort, lead(label) over w as next_label from q window w as (partition by customer_id order by n)) q
    group by 1, 2, 3, 4, 5`.execute(ctx.db)
  const named = [...new Set(rows.flatMap((row) => (row.label === null ? [] : [row.label])))]
  const names = by === 'product' ? await nameProducts(ctx, named) : new Map<string, string>()
  const { nodes, flows } = drawn(rows, length)
  return {
    asOf: ctx.now.toISOString(),
    rows: rows[0]?.facts ?? 0,
    customers: rows.filter((row) => row.n === 1).reduce((sum, row) => sum + row.customers, 0),
    nodes: nodes.map((node) => ({ ...node, name: node.label === null ? null : (names.get(node.label) ?? node.label) })),
    flows,
    otherLabels: Math.max(0, (rows[0]?.labels ?? 0) - named.length),
  }
}

type Node = Omit<Answer['nodes'][number], 'name'>

/** A customer stands at each place once, so a node’s people are the sum of those who stand there, whatever came next. */
function drawn(rows: readonly Row[], length: number): { nodes: Node[]; flows: Answer['flows'] } {
  const nodes = new Map<string, Node>()
  const flows = new Map<string, Answer['flows'][number]>()
  const stand = (place: number, sort: Node['sort'], label: string | null, customers: number) => {
    const key = `${place} ${sort} ${label ?? ''}`
    const before = nodes.get(key)?.customers ?? 0
    nodes.set(key, { key, place, sort, label, customers: before + customers })
    return key
  }
  for (const row of rows) {
    const from = stand(row.n, row.sort, row.label, row.customers)
    if (row.n === length) continue
    const to =
      row.next_sort === null ? stand(row.n + 1, 'end', null, row.customers) : `${row.n + 1} ${row.next_sort} ${row.next_label ?? ''}`
    const flow = flows.get(`${from}>${to}`)
    flows.set(`${from}>${to}`, { from, to, customers: (flow?.customers ?? 0) + row.customers })
  }
  const order: readonly Node['sort'][] = ['named', 'others', 'unknown', 'end']
  return {
    nodes: [...nodes.values()].toSorted(
      (a, b) => a.place - b.place || order.indexOf(a.sort) - order.indexOf(b.sort) || b.customers - a.customers,
    ),
    flows: [...flows.values()].toSorted((a, b) => b.customers - a.customers),
  }
}
