import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { type LocalDate, localDate } from '../../../core/kit/local-time.ts'
import { sayMoney } from '../../../core/kit/money.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { explainPrediction as definition } from '../actions.ts'
import { openWeeks } from '../predict-past.ts'
import { horizons } from '../predictions.ts'
import { nameOfModel } from '../say-model.ts'
import { sayReasons } from '../say-reasons.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { maySee } from '../../../platform/rights/sight.ts'
import { forecastsOf } from './kept-forecasts.ts'
import { chanceReasons } from './learn-chances.ts'
import { type SetRow, whyNoModel } from '../sets.ts'
import { currentSet } from './sets.ts'

type Answer = AnswerOf<typeof definition>
type Row = {
  readonly private: boolean
  readonly refuses: boolean
  readonly bought: boolean
  readonly set_id: string | null
  readonly predicted_at: Date
  readonly days: number
  readonly first_day: LocalDate
  readonly last_day: LocalDate
  readonly repeat_spend: number | null
  readonly gap: number | null
  readonly alive_chance: number | null
  readonly buy_chance30: number | null
  readonly buy_chance90: number | null
  readonly purchases: (number | null)[]
  readonly spend: (string | null)[]
  readonly next_purchase_from: Date | null
  readonly next_purchase: Date | null
  readonly next_purchase_to: Date | null
  readonly margin_share: number | null
  readonly clv: (string | null)[]
}

/** @throws Problem record.missing */
export async function explainPrediction(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<Answer> {
  const set = await currentSet(ctx.db)
  const row = await readRow(ctx, id)
  if (!row) throw new Problem('record.missing', { what: ctx.card('customer').entity.label })
  const code = whyNone(set, row)
  if (code || !set || !row) return { whyNone: { code: code ?? 'not-made', words: noneWords[code ?? 'not-made'](set) }, prediction: null }
  const prediction = explained(ctx, set, row)
  const learned = await learnedReasons(ctx, set, id)
  const { rhythm, amount } = hiddenOf(ctx)
  const isPart = rhythm || amount || learned === null
  return { whyNone: null, prediction: { ...prediction, reasons: [...prediction.reasons, ...(learned ?? [])], isPart } }
}

/** What is told of the reader's customer is told by reasons too, so these go where it is hidden. */
const hiddenOf = (ctx: Ctx) => ({
  rhythm: isAnyHidden(ctx, 'rhythmDays', 'meanGapDays', 'lastPurchaseAt'),
  amount: isAnyHidden(ctx, 'spend', 'averagePurchase', 'largestPurchase'),
})

/** What a learned chance is made of. */
const figuresBehind = ['buyChance30', 'buyChance90', 'firstPurchaseAt', 'lastPurchaseAt', 'productCount', 'refundCount', 'lastActivityAt']

async function learnedReasons(ctx: Ctx, set: SetRow, id: string): Promise<NonNullable<Answer['prediction']>['reasons'] | null> {
  if (isAnyHidden(ctx, ...figuresBehind) || !['purchase', 'interaction'].every((kind) => maySee(ctx.sight, kind))) return null
  return chanceReasons(ctx, set.body, id, localDate(ctx.now, ctx.shop.timeZone))
}

async function readRow({ db }: Ctx, id: string): Promise<Row | undefined> {
  const { rows } =
    await sql<Row>`select c.no_personalisation as refuses, exists (select 1 from restrictions r where r.customer_id = c.id) as private,
      coalesce(m.purchase_count > 0, false) as bought, p.set_id, p.predicted_at, p.days, p.first_day, p.last_day, p.repeat_spend, round(r.rhythm_days)::int as gap, p.alive_chance, p.buy_chance30, p.buy_chance90, p.margin_share,
      array[p.expected_purchases30, p.expected_purchases90, p.expected_purchases365] as purchases,
      array[p.expected_spend30, p.expected_spend90, p.expected_spend365]::text[] as spend, p.next_purchase_from, p.next_purchase, p.next_purchase_to,
      array[p.clv12_low, p.clv12, p.clv12_high, p.clv36_low, p.clv36, p.clv36_high]::text[] as clv
    from customers c left join metrics m on m.customer_id = c.id left join predictions p on p.customer_id = c.id
      left join rhythms r on r.customer_id = c.id where c.id = ${id}`.execute(db)
  return rows[0]
}

type Why = NonNullable<Answer['whyNone']>['code']

function whyNone(set: SetRow | null, row: Row | undefined): Why | null {
  if (row?.refuses) return 'no-personalisation'
  if (row?.private) return 'restricted'
  if (!row?.bought) return 'never-bought'
  if (!set) return 'not-made'
  if (set.body.standing === 'none') return 'too-few'
  return row.set_id === null ? 'soon' : null
}

const noneWords: Readonly<Record<Why, (set: SetRow | null) => Words>> = {
  'not-made': () => ({
    zh: '还没有做过预测。有了消费记录后会自动开始，也可以在“预测账本”里现在就做。',
    en: 'No predictions have been made yet. They begin by themselves once there are purchases, or now from the record of predictions.',
  }),
  'never-bought': () => ({
    zh: '还没有消费过，没有可以依据的记录。第一次消费后就会有预测。',
    en: 'Has not bought yet, so there is nothing to go by. Predictions follow the first purchase.',
  }),
  'no-personalisation': () => ({
    zh: '客户选择了不做个性化，因此不为其单独预测；只计入全店的合计统计。',
    en: 'The customer chose no personalisation, so nothing is predicted of them alone; they only count in totals.',
  }),
  restricted: () => ({
    zh: '该客户的数据已限制处理，不做预测。',
    en: 'The processing of this customer’s data is restricted; nothing is predicted.',
  }),
  'too-few': (set) => set?.body.words ?? { zh: '数据还太少。', en: 'There is too little data yet.' },
  soon: () => ({ zh: '正在预测，稍后再看。', en: 'Being predicted; look again in a moment.' }),
}

const num = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : Number(text))

function explained(ctx: Ctx, set: SetRow, row: Row): Omit<NonNullable<Answer['prediction']>, 'isPart'> {
  const { body } = set
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const asOf = localDate(row.predicted_at, ctx.shop.timeZone)
  const past = {
    x: row.days - 1,
    tx: openWeeks(body.closed, row.first_day, row.last_day),
    t: openWeeks(body.closed, row.first_day, asOf),
    repeat: row.repeat_spend,
  }
  // Ranges are worked out for whoever looks: to keep them for everybody would treble the table.
  const ahead = body.standing === 'model' ? (forecastsOf(ctx.services.database, set).forecast?.(past).ahead ?? []) : []
  // From whom a figure is hidden, its range is too.
  const aheadOf = (figures: readonly unknown[], i: number) => (figures[i] === null ? undefined : ahead[i])
  const [low12, mid12, high12, low36, mid36, high36] = row.clv.map(num)
  const range = (months: number, low: number | null | undefined, middle: number | null | undefined, high: number | null | undefined) =>
    typeof low === 'number' && typeof middle === 'number' && typeof high === 'number' ? [{ months, low, middle, high }] : []
  const { currency } = ctx.shop
  const isPlain = body.standing === 'plain'
  return {
    at: row.predicted_at.toISOString(),
    model: nameOfModel(isPlain ? 'plain' : set.model),
    isPlain,
    aliveChance: row.alive_chance,
    whyNoAlive: isAnyHidden(ctx, 'aliveChance') ? hiddenWords : row.alive_chance === null ? whyNoModel(body) : null,
    buyChance: [
      { days: 30, chance: row.buy_chance30 },
      { days: 90, chance: row.buy_chance90 },
    ],
    purchases: horizons.map((days, i) => ({
      days,
      expected: row.purchases[i] ?? null,
      low: aheadOf(row.purchases, i)?.purchases().low ?? null,
      high: aheadOf(row.purchases, i)?.purchases().high ?? null,
    })),
    spend: horizons.map((days, i) => ({
      days,
      expected: num(row.spend[i]),
      low: rounded(aheadOf(row.spend, i)?.spend()?.low),
      high: rounded(aheadOf(row.spend, i)?.spend()?.high),
    })),
    next:
      row.next_purchase_from && row.next_purchase && row.next_purchase_to
        ? { from: row.next_purchase_from.toISOString(), middle: row.next_purchase.toISOString(), to: row.next_purchase_to.toISOString() }
        : null,
    whyNoNext: isAnyHidden(ctx, 'nextPurchase', 'nextPurchaseFrom', 'nextPurchaseTo')
      ? hiddenWords
      : row.next_purchase
        ? null
        : isPlain
          ? plainHasNoDate
          : unlikely,
    value: [...range(12, low12, mid12, high12), ...range(36, low36, mid36, high36)],
    margin: isAnyHidden(ctx, 'grossMargin') ? null : row.margin_share,
    reasons: sayReasons(
      {
        days: row.days,
        sinceLast: 7 * openWeeks(body.closed, row.last_day, today),
        spanDays: 7 * past.tx,
        gapDays: row.gap,
        repeat: row.repeat_spend,
        hidden: hiddenOf(ctx),
        money: (minor) => ({ zh: sayMoney(minor, currency, 'zh'), en: sayMoney(minor, currency, 'en') }),
      },
      body.quantiles,
    ),
  }
}

const rounded = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value))

const hiddenWords: Words = { zh: '您的角色看不到这一项。', en: 'Hidden from your role.' }
const unlikely: Words = {
  zh: '五年内再来的可能不大，或说不准，因此不给日期。',
  en: 'Another purchase is unlikely, or too far away to be told, so no date is given.',
}
const plainHasNoDate: Words = { zh: '照过去的频率推算时不给日期。', en: 'The past rate alone gives no date.' }
