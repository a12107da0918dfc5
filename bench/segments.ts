import type { Rule } from '../src/core/rule/rule.ts'
import { askQuestion } from '../src/platform/actions/ask-question.ts'
import { systemActor } from '../src/platform/actions/services.ts'
import { countRule } from '../src/understand/segments/questions.ts'
import { type BenchRow, ms, quantile, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

type Case = { readonly name: string; readonly rule: Rule; readonly written: (now: string) => string }

/** Rules as people make them, and the SQL that one would write by hand for each. */
const cases: readonly Case[] = [
  {
    name: 'spend of at least ¥500, last purchase over 90 days ago',
    rule: {
      all: [
        { field: 'spend', op: 'at-least', value: 50_000 },
        { field: 'lastPurchaseAt', op: 'longer-ago-than', value: { amount: 90, unit: 'days' } },
      ],
    },
    written: (now) =>
      `select count(*) as n from metrics where spend >= 50000 and last_purchase_at < timestamptz '${now}' - interval '90 days'`,
  },
  {
    name: 'in Hangzhou with spend of at least ¥1,000',
    rule: {
      all: [
        { field: 'city', op: 'is', value: '杭州市' },
        { field: 'spend', op: 'at-least', value: 100_000 },
      ],
    },
    written: () =>
      `select count(*) as n from customers c join metrics m on m.customer_id = c.id where c.city = '杭州市' and m.spend >= 100000`,
  },
  {
    name: 'bought in the last 30 days',
    rule: { did: 'purchase.made', within: { last: { amount: 30, unit: 'days' } } },
    written: (now) =>
      `select count(distinct customer_id) as n from events where kind = 'purchase.made' and occurred_at >= timestamptz '${now}' - interval '30 days' and occurred_at <= '${now}'`,
  },
  {
    name: 'bought at least twice in the last 90 days',
    rule: { did: 'purchase.made', within: { last: { amount: 90, unit: 'days' } }, times: { op: 'at-least', count: 2 } },
    written: (now) =>
      `select count(*) as n from (select customer_id from events where kind = 'purchase.made' and occurred_at >= timestamptz '${now}' - interval '90 days' and occurred_at <= '${now}' group by 1 having count(*) >= 2) x`,
  },
  {
    name: 'loyal or dormant, and has agreed to mail',
    rule: { all: [{ stage: ['loyal', 'dormant'] }, { field: 'emailConsent', op: 'is', value: 'granted' }] },
    written: () =>
      `select count(*) as n from customers c join metrics m on m.customer_id = c.id where m.stage in ('loyal', 'dormant') and c.email_consent = 'granted'`,
  },
]

/** The count beside the rule builder, warm, against the hand-written SQL; the median of seven, turn and turn about. */
export async function benchSegments({ services, database, now }: BenchWorld): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const { name, rule, written } of cases) {
    const [asked, bare]: [number[], number[]] = [[], []]
    for (let round = 0; round < 9; round++) {
      const ours = await timed(() => askQuestion(services, systemActor('bench'), countRule, { rule }))
      const theirs = await timed(() => database.pool.query<{ n: number }>(written(now.toISOString())))
      if (ours.value.count !== theirs.value.rows[0]?.n) throw new Error(`${name}: ${ours.value.count} and ${theirs.value.rows[0]?.n}`)
      if (round < 2) continue
      asked.push(ours.seconds)
      bare.push(theirs.seconds)
    }
    const [median, floor] = [quantile(asked, 0.5), quantile(bare, 0.5)]
    rows.push({
      what: `segment count while editing: ${name}`,
      figure: ms(median),
      floor: `${ms(floor)} (hand-written SQL)`,
      ratio: median / floor,
      mark: '≤ 1.5 × the SQL, < 500 ms',
      met: median <= 1.5 * floor && median < 0.5,
    })
  }
  return rows
}
