import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Field } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { LiveField } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type * as actions from '../actions.ts'
import { type ChurnReason, parentOf, standardReasons } from '../reasons.ts'
import { addSteps } from './add-steps.ts'
import { keepReason } from './keep-reason.ts'
import { findReasons } from './find-reasons.ts'

export async function readReasons(db: Db): Promise<ChurnReason[]> {
  const { rows } = await sql<ChurnReason>`select key, parent, label, words, retired from churn_reasons order by position`.execute(db)
  return rows
}

/** @returns what it is called @throws Problem churn.unknown-reason */
export async function checkReason(ctx: Ctx, key: string): Promise<Words> {
  const found = (await readReasons(ctx.db)).find((one) => one.key === key && !one.retired)
  if (!found) throw new Problem('churn.unknown-reason', { path: 'reason', reason: key })
  return found.label
}

/** A new installation gets the standard tree. */
export async function beginReasons(ctx: Ctx): Promise<void> {
  const { rows } = await sql`select 1 from churn_reasons limit 1`.execute(ctx.db)
  if (rows.length === 0) await writeReasons(ctx, standardReasons)
}

async function writeReasons(ctx: Ctx, reasons: readonly Omit<ChurnReason, 'parent'>[]): Promise<void> {
  const rows = reasons.map(({ key, label, words, retired }, position) => ({ key, parent: parentOf(key), label, words, retired, position }))
  await sql`insert into churn_reasons (key, parent, label, words, retired, position, updated_at)
    select g.key, g.parent, g.label, array(select jsonb_array_elements_text(g.words)), g.retired, g.position, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(key text, parent text, label jsonb, words jsonb, retired boolean, position int) order by g.position
    on conflict (key) do update set label = excluded.label, words = excluded.words, retired = excluded.retired, position = excluded.position, updated_at = excluded.updated_at`.execute(
    ctx.db,
  )
}

/** @throws Problem churn.reason-parent, churn.reason-in-use */
export async function saveReasons(
  ctx: Ctx,
  { reasons }: InputOf<typeof actions.saveChurnReasons>,
): Promise<AnswerOf<typeof actions.saveChurnReasons>> {
  const given = [...new Map(reasons.map((one) => [one.key, one])).values()]
  const keys = new Set(given.map(({ key }) => key))
  for (const { key } of given) {
    const parent = parentOf(key)
    if (parent !== null && !keys.has(parent)) throw new Problem('churn.reason-parent', { key })
  }
  const gone = (await readReasons(ctx.db)).filter(({ key }) => !keys.has(key))
  for (const { key, label } of gone) {
    const { rows } =
      await sql`select 1 from churn_states where reason = ${key} union all select 1 from churn_entries where reason = ${key} limit 1`.execute(
        ctx.db,
      )
    if (rows.length > 0) throw new Problem('churn.reason-in-use', { name: label })
  }
  const taken = gone.map(({ key }) => key)
  await sql`delete from churn_reasons where key = any(${taken}::text[]) and parent is not null`.execute(ctx.db)
  await sql`delete from churn_reasons where key = any(${taken}::text[])`.execute(ctx.db)
  await writeReasons(
    ctx,
    given.toSorted((a, b) => Number(parentOf(a.key) !== null) - Number(parentOf(b.key) !== null)),
  )
  await findReasons(ctx, null)
  return { reasons: given.length }
}

/** @throws Problem churn.unknown-reason */
export async function setReason(
  ctx: Ctx,
  { id, reason, note = null }: InputOf<typeof actions.setChurnReason>,
): Promise<AnswerOf<typeof actions.setChurnReason>> {
  if (reason === null) {
    await sql`update churn_states set reason = null, reason_from = null, reason_words = null, reason_by = null, reason_at = null where customer_id = ${id}`.execute(
      ctx.db,
    )
    await findReasons(ctx, sql`${[id]}::uuid[]`)
  } else {
    await checkReason(ctx, reason)
    await keepReason(ctx, id, reason, note)
  }
  await addSteps(ctx, [{ customerId: id, entryId: null, kind: 'reason', details: { reason, note } }])
  return { id }
}

/** Why they left, as a field of the customer: the firm's own reasons are its answers. */
export async function reasonField(db: Db): Promise<LiveField[]> {
  const reasons = await readReasons(db)
  const field: Field = {
    type: 'choice',
    label: { zh: '流失原因', en: 'Reason for leaving' },
    help: {
      zh: '晚了或流失的客户为什么不来：人工填写，或从互动、退款、没有回应中找出',
      en: 'Why somebody late or gone stays away: filled in, or found in conversations, refunds and silence',
    },
    options: reasons.map(({ key, label, retired }) => ({ value: key, label, ...(retired ? { retired } : {}) })),
    computed: true,
  }
  return [{ of: 'customer', name: 'churnReason', field, sql: sql`(select cs.reason from churn_states cs where cs.customer_id = c.id)` }]
}
