import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { maySee } from '../../../platform/rights/sight.ts'
import { closedBetween } from '../../rhythm/closed-days.ts'
import { shareShorter } from '../../rhythm/own-rhythm.ts'
import { gapsFromFacts } from '../../rhythm/rhythms-from-facts.ts'
import type { ChurnState, EntryState } from '../churn.ts'
import type { ReasonFrom } from '../reasons.ts'
import type { customerRhythm as definition } from '../questions.ts'
import { readDefinition, readFirm } from './read-definition.ts'
import { readReasons } from './reasons.ts'

type Answer = AnswerOf<typeof definition>

type Row = {
  no_personalisation: boolean
  gaps: number | null
  own_days: string | null
  rhythm_days: string | null
  log_middle: number
  log_spread: number
  last_day: string
  due_at: Date | null
  late_at: Date | null
  gone_at: Date | null
  state: ChurnState | null
  since: Date | null
  basis: 'rhythm' | 'days'
  reason: string | null
  reason_from: ReasonFrom | null
  reason_words: string | null
  reason_by: string | null
  reason_at: Date | null
}

/** @throws Problem record.missing */
export async function readCustomerRhythm(ctx: Ctx, { id }: { readonly id: string }): Promise<Answer> {
  const { rows } =
    await sql<Row>`select c.no_personalisation, r.gaps, r.own_days, r.rhythm_days, r.log_middle, r.log_spread, r.last_day::text as last_day, r.due_at, r.late_at, r.gone_at,
      s.state, s.since, s.basis, s.reason, s.reason_from, s.reason_words, s.reason_by, s.reason_at
    from customers c left join rhythms r on r.customer_id = c.id left join churn_states s on s.customer_id = c.id where c.id = ${id}`.execute(
      ctx.db,
    )
  const row = rows[0]
  if (!row) throw new Problem('record.missing', { what: ctx.card('customer').entity.label })
  const whyNone = whyNoRhythm(ctx, row)
  const reasons = await readReasons(ctx.db)
  const spells = await sql<{
    left_at: Date
    back_at: Date | null
  }>`select left_at, back_at from churn_spells where customer_id = ${id} order by left_at desc limit 10`.execute(ctx.db)
  const entry = await sql<{
    id: string
    state: EntryState
    assignee_name: string | null
    opened_at: Date
  }>`select id, state, assignee_name, opened_at from churn_entries
    where customer_id = ${id} order by opened_at desc, id desc limit 1`.execute(ctx.db)
  const [newest] = entry.rows
  return {
    asOf: ctx.now.toISOString(),
    rhythm: whyNone === null ? await rhythmOf(ctx, id, row) : null,
    whyNone,
    churn: row.state ? await churnOf(ctx, row, row.state, reasons) : null,
    spells: spells.rows.map(({ left_at, back_at }) => ({ leftAt: left_at.toISOString(), backAt: back_at?.toISOString() ?? null })),
    entry: newest
      ? { id: newest.id, state: newest.state, assigneeName: newest.assignee_name, openedAt: newest.opened_at.toISOString() }
      : null,
    reasons: reasons.map((reason) => ({ ...reason, words: [...reason.words] })),
  }
}

/** Which of a customer's fields the sentence about their rhythm is made of. */
const namedFields = ['rhythmDays', 'meanGapDays', 'lastPurchaseAt', 'purchaseCount', 'dueAt', 'lateAt', 'goneAt'] as const

function whyNoRhythm(ctx: Ctx, { gaps, no_personalisation }: Row): Answer['whyNone'] {
  if (isAnyHidden(ctx, ...namedFields)) return 'hidden'
  if (gaps === null) return 'never-bought'
  return no_personalisation ? 'no-personalisation' : null
}

async function rhythmOf(ctx: Ctx, id: string, row: Row): Promise<NonNullable<Answer['rhythm']>> {
  const firm = await readFirm(ctx.db)
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const since = Math.max(0, Math.round((Date.parse(today) - Date.parse(row.last_day)) / 86_400_000))
  const closedDays = closedBetween(firm.closed, row.last_day, today)
  const among = () => sql`customer_id = ${id}::uuid`
  const { rows: gaps } = await sql<{
    gap: number
  }>`select gap from (select gap, day from (${gapsFromFacts({ among, now: ctx.now, timeZone: ctx.shop.timeZone, closed: firm.closed })}) g
    where visit > 1 order by day desc limit 24) n order by day`.execute(ctx.db)
  return {
    days: Math.max(1, Math.round(Number(row.rhythm_days ?? 0))),
    ownDays: row.own_days === null ? null : Number(row.own_days),
    gaps: row.gaps ?? 0,
    since,
    closedDays,
    longerThan: Math.round(1_000 * shareShorter({ middle: row.log_middle, spread: row.log_spread }, since - closedDays)) / 10,
    isLate: row.late_at !== null && row.late_at <= ctx.now,
    dueAt: row.due_at?.toISOString() ?? null,
    lateAt: row.late_at?.toISOString() ?? null,
    goneAt: row.gone_at?.toISOString() ?? null,
    recent: maySee(ctx.sight, 'purchase') ? gaps.map(({ gap }) => gap) : null,
    firmDays: Math.round(Math.exp(row.gaps === 0 ? firm.second.middle : firm.middle)),
  }
}

async function churnOf(
  ctx: Ctx,
  row: Row,
  state: ChurnState,
  reasons: readonly { readonly key: string; readonly label: { zh: string; en: string } }[],
): Promise<NonNullable<Answer['churn']>> {
  const { days } = await readDefinition(ctx.db)
  return {
    state,
    since: row.since?.toISOString() ?? null,
    basis: row.basis,
    days,
    reason: row.reason,
    reasonLabel: reasons.find(({ key }) => key === row.reason)?.label ?? null,
    reasonFrom: row.reason_from,
    reasonWords: row.reason_words,
    reasonBy: row.reason_by,
    reasonAt: row.reason_at?.toISOString() ?? null,
  }
}
