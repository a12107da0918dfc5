import { type RawBuilder, sql } from 'kysely'
import { contactKinds } from '../../core/kit/contact-token.ts'

/** A column that holds values of fields once more, or from which they can be told: who may not see one of them does not see it. */
type Echo = { readonly table: string; readonly column: string; readonly of: readonly string[] }

/** The same for parts of a column of JSON. */
type EchoInside = { readonly table: string; readonly column: string; readonly keys: Readonly<Record<string, readonly string[]>> }

/** Rows that are there because of what a field says. */
type EchoRows = { readonly table: string; readonly of: readonly string[] }

const rhythm = ['rhythmDays', 'meanGapDays', 'dueAt', 'lateAt', 'goneAt', 'lastPurchaseAt']
const risk = ['aliveChance', ...rhythm]
const worth = ['spend', 'averagePurchase', 'expectedSpend365', 'aliveChance']
const changeable = ['emailConsent', 'consents', 'owner', ...rhythm]
/** The order of the list is made of these, and any two of them tell the third. */
const stake = [...new Set([...risk, ...worth, ...changeable])]

/** What the record of predictions keeps of fields; of a chance that is hidden the others tell nearly as much. */
const ledger = (columns: readonly string[], of: readonly string[]): Echo[] =>
  columns.map((column) => ({ table: 'prediction_ledger', column, of }))
const chances = ['buyChance30', 'buyChance90']

const columns: readonly Echo[] = [
  ...([30, 90, 365] as const).flatMap((days) => [
    ...ledger([`purchases${days}`], [`expectedPurchases${days}`]),
    ...ledger([`spend${days}`], [`expectedSpend${days}`]),
    ...ledger([`chance${days}`], chances),
  ]),
  { table: 'churn_entries', column: 'risk', of: risk },
  { table: 'churn_entries', column: 'value', of: worth },
  { table: 'churn_entries', column: 'changeable', of: changeable },
  { table: 'churn_entries', column: 'score', of: stake },
  { table: 'churn_entries', column: 'last_day', of: ['lastPurchaseAt'] },
  { table: 'churn_entries', column: 'back_at', of: ['lastPurchaseAt'] },
  ...['reason', 'note'].map((column) => ({ table: 'churn_entries', column, of: ['churnReason'] })),
  ...['reason', 'reason_from', 'reason_words', 'reason_by', 'reason_at'].map((column) => ({
    table: 'churn_states',
    column,
    of: ['churnReason'],
  })),
  ...['last_day', 'last_at'].map((column) => ({ table: 'rhythms', column, of: ['lastPurchaseAt'] })),
  { table: 'rhythms', column: 'gaps', of: ['purchaseCount'] },
  { table: 'rhythms', column: 'own_days', of: ['rhythmDays', 'meanGapDays'] },
  { table: 'customer_profit', column: 'revenue', of: ['spend'] },
  { table: 'customer_profit', column: 'covered', of: ['spend'] },
  { table: 'customer_profit', column: 'refunds', of: ['refundTotal'] },
  // Beside what was sold it tells the margin, and beside the margin what was sold.
  { table: 'customer_profit', column: 'goods_cost', of: ['grossMargin', 'contributionProfit', 'spend'] },
  { table: 'customer_profit', column: 'goods_returned', of: ['contributionProfit', 'refundTotal'] },
  ...['codes', 'because'].map((column) => ({ table: 'recommendations', column, of: ['likelyProducts', 'likelyCodes'] })),
]

const inside: readonly EchoInside[] = [
  {
    table: 'churn_entries',
    column: 'why',
    keys: {
      elapsed: ['lastPurchaseAt'],
      rhythmDays: ['rhythmDays', 'meanGapDays'],
      gaps: ['purchaseCount', 'rhythmDays', 'meanGapDays'],
      aliveChance: ['aliveChance'],
      spend: ['spend'],
      purchases: ['purchaseCount'],
      consent: ['emailConsent', 'consents'],
      owned: ['owner'],
      fresh: rhythm,
    },
  },
  { table: 'churn_steps', column: 'details', keys: { score: stake, reason: ['churnReason'], note: ['churnReason'] } },
]

const rows: readonly EchoRows[] = [
  // Whoever is on the list is late or gone.
  ...['churn_entries', 'churn_steps', 'churn_spells'].map((table) => ({ table, of: ['churnState'] })),
  { table: 'churn_spells', of: ['churnSince'] },
  { table: 'rfm_cells', of: ['recencyScore', 'frequencyScore', 'monetaryScore'] },
]

type Hand = {
  readonly put: (table: string, column: string, value: RawBuilder<unknown>) => void
  readonly keepRows: (table: string, condition: RawBuilder<unknown>) => void
}

/** Takes away what tells a veiled field outside its own column; `isHidden` is narrower, for of what is masked it is seen that it is there. */
export function veilEchoColumns(has: (field: string) => boolean, isHidden: (field: string) => boolean, { put, keepRows }: Hand): void {
  const noAddress = contactKinds.some(isHidden)
  if (noAddress) forgetReach(put)
  for (const { table, column, of } of columns) if (of.some(has)) put(table, column, sql`null`)
  for (const { table, column, keys } of inside) {
    const gone = [
      ...Object.entries(keys).flatMap(([key, of]) => (of.some(has) ? [key] : [])),
      ...(noAddress && column === 'why' ? ['reachable'] : []),
      ...(noAddress && column === 'details' ? ['score'] : []),
    ]
    if (gone.length > 0) put(table, column, sql`${sql.ref(`${table}.${column}`)} - ${gone}::text[]`)
  }
  for (const { table, of } of rows) if (of.some(has)) keepRows(table, sql`false`)
}

/**
 * Who cannot be reached has a tenth of the chance, which would tell whether there is an address. Without it everybody is
 * put in order as if they could be; rounded, so that no digit tells either.
 */
function forgetReach(put: Hand['put']): void {
  const share = sql`round(case when (churn_entries.why ->> 'reachable')::boolean then churn_entries.changeable else least(1, churn_entries.changeable * 10) end, 2)`
  put('churn_entries', 'changeable', share)
  put('churn_entries', 'score', sql`round(churn_entries.risk * churn_entries.value * ${share})`)
}

/** Facts that tell a veiled field. */
export const tellingFacts: Readonly<Record<string, readonly string[]>> = {
  emailConsent: ['consent.changed'],
  consents: ['consent.changed'],
  stage: ['stage.changed'],
  tier: ['tier.changed'],
  tags: ['tag.added', 'tag.removed', 'tag.expired'],
  churnState: ['churn.left', 'churn.returned', 'churn.resolved'],
  churnSince: ['churn.left', 'churn.returned'],
  churnReason: ['churn.resolved'],
  lastPurchaseAt: ['churn.left', 'churn.returned'],
}
