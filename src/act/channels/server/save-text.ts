import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type { addChannelText, changeChannelText, deleteChannelText } from '../actions.ts'
import { vendorOf } from '../channel-kinds.ts'
import { findAccount } from './save-account.ts'

type Row = { code: string; text: string; purpose: string }

/** @throws Problem record.missing, channel.no-texts, channel.text-there-already */
export async function addText(ctx: Ctx, input: InputOf<typeof addChannelText>): Promise<AnswerOf<typeof addChannelText>> {
  const { channel, vendor } = await findAccount(ctx, input.id)
  if (!vendorOf(channel, vendor)?.registers) throw new Problem('channel.no-texts')
  const { code, text, purpose } = input
  const id = ctx.newId()
  const { rows } = await sql`insert into channel_texts (id, account_id, code, text, purpose, created_at, updated_at)
    values (${id}, ${input.id}, ${code}, ${text}, ${purpose}, ${ctx.now}, ${ctx.now}) on conflict (account_id, code) do nothing returning 1`.execute(
    ctx.db,
  )
  if (rows.length === 0) throw new Problem('channel.text-there-already', { path: 'code', code })
  ctx.changed(changeOf('channel_texts', id, null, { code, text, purpose }))
  return { id }
}

/** @throws Problem record.missing, channel.text-there-already */
export async function changeText(
  ctx: Ctx,
  { id, code, text, purpose }: InputOf<typeof changeChannelText>,
): Promise<AnswerOf<typeof changeChannelText>> {
  const before = await findText(ctx, id)
  const { rows } =
    await sql`select 1 from channel_texts t join channel_texts o on o.account_id = t.account_id and o.id <> t.id and o.code = ${code} where t.id = ${id}`.execute(
      ctx.db,
    )
  if (rows.length > 0) throw new Problem('channel.text-there-already', { path: 'code', code })
  await sql`update channel_texts set code = ${code}, text = ${text}, purpose = ${purpose}, updated_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  )
  ctx.changed(changeOf('channel_texts', id, before, { code, text, purpose }))
  return { id }
}

/** @throws Problem record.missing */
export async function deleteText(ctx: Ctx, { id }: InputOf<typeof deleteChannelText>): Promise<AnswerOf<typeof deleteChannelText>> {
  const before = await findText(ctx, id)
  await sql`delete from channel_texts where id = ${id}`.execute(ctx.db)
  ctx.changed(changeOf('channel_texts', id, before, null))
  return { id }
}

async function findText(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await sql<Row>`select code, text, purpose from channel_texts where id = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what: { zh: '登记的文本', en: 'text' } })
  return rows[0]
}
