import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { readNamed } from '../../../know/shop/server/read-named.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { readContentSettings } from '../../messages/content/brand.ts'
import { type MessageReason, sayMessageReason } from '../../messages/reasons.ts'
import { type MessageKind, template } from '../../messages/template.ts'
import type { checkSending as definition } from '../actions.ts'
import { openJudge } from './read-customer-attention.ts'
import { readDefaults } from './read-overview.ts'

type Answer = AnswerOf<typeof definition>
type Row = {
  kind: MessageKind
  channel: ChannelName
  purpose: string | null
  form: string | null
  isApproved: boolean
  mailHost: string | null
}

/** What the outbox would do with this template, sent by hand to this customer at this moment. @throws Problem record.missing */
export async function checkSending(ctx: Ctx, { customerId, templateId }: InputOf<typeof definition>): Promise<Answer> {
  const { kind, channel, purpose, form, isApproved, mailHost } = await readMessage(ctx, templateId)
  const { label, address, limits } = channelKinds[channel]
  const { judge } = await openJudge(ctx, customerId)
  const needsWindow = limits.windowHours !== undefined && form === 'text'
  // Whom a colleague writes to of their own accord is left out of no holdout.
  const verdict = await judge({ kind, channel, purpose, needsWindow, mailHost, heldOutOfAll: false })
  const told = (state: Answer['state'], reason: MessageReason | null, from: string | null = null): Answer => ({
    ...verdict,
    state,
    reason: reason && { code: reason.code, words: sayMessageReason(reason) },
    from,
  })
  if ((address === 'email' || address === 'phone') && isAnyHidden(ctx, address)) return told('unseen', null)
  if (!isApproved) return told('no', { code: 'template-not-approved' })
  if (verdict.state === 'no') return verdict
  const account = (await readDefaults(ctx)).get(channel)
  if (account === undefined || (channel === 'email' && mailHost === null))
    return told('no', channel === 'email' ? { code: 'mail-server-missing' } : { code: 'channel-missing', details: { channel: label } })
  const stop = await readStop(ctx, account)
  return stop && verdict.state === 'now' ? told('later', stop.stopped, stop.look_at?.toISOString() ?? null) : verdict
}

async function readMessage(ctx: Ctx, templateId: string): Promise<Row> {
  const { rows } = await sql<Omit<Row, 'isApproved'> & { approved: boolean }>`select kind, channel, purpose, content ->> 'form' as form,
      state = 'approved' or approved_version is not null as approved, (select s.value ->> 'host' from settings s where s.name = 'smtp' and channel = 'email') as "mailHost"
    from templates where id = ${templateId}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what: template.label })
  const { approved, ...row } = rows[0]
  if (approved || row.kind !== 'marketing') return { ...row, isApproved: true }
  const { approval } = readContentSettings((await readNamed(ctx.db, ['templates'])).get('templates'))
  return { ...row, isApproved: approval === 'off' }
}

async function readStop({ db }: Ctx, key: string) {
  const { rows } = await sql<{ stopped: MessageReason; look_at: Date | null }>`select stopped, look_at from message_outlets
    where key = ${key} and stopped is not null`.execute(db)
  return rows[0]
}
