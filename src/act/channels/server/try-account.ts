import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { ChannelContent, ChannelOutcome, Outgoing } from '../../../platform/channels/channel.ts'
import { soundAnswer } from '../../../platform/channels/sound-answer.ts'
import type { checkChannelAccount, testChannelAccount } from '../actions.ts'
import { channelKindOf, vendorOf } from '../channel-kinds.ts'
import { lacksField } from '../check-settings.ts'
import { placesIn } from '../registered-places.ts'
import { type AccountRow, type CheckResult, openAccount } from './account-rows.ts'
import { sayCheck } from './list-accounts.ts'
import { letGo } from './let-go.ts'
import { findAccount } from './save-account.ts'

type Verdict = AnswerOf<typeof checkChannelAccount>

const underWay: Verdict = {
  ok: false,
  words: { zh: '还在等服务商答复，请稍后再看。', en: 'The vendor has not answered yet; look again shortly.' },
  answer: '',
}

/** Asks the vendor, and keeps what it says. @throws Problem record.missing, channel.field-missing */
export async function checkAccount(ctx: Ctx, { id }: InputOf<typeof checkChannelAccount>): Promise<Done<Verdict>> {
  const row = await wholeAccount(ctx, id)
  return { answer: underWay, afterCommit: async () => sayCheck(row, await checkAndKeep(ctx.services, row)) }
}

/** @returns what was found and is kept with the account */
export async function checkAndKeep(services: Services, row: AccountRow): Promise<CheckResult> {
  const account = openAccount(services, row)
  const found: CheckResult = account
    ? checkedOf(row, await services.channels.check(account))
    : { verdict: 'sign-in', answer: 'the secrets cannot be read with this installation’s key' }
  await asSystem(services, 'channels', async (ctx) => {
    await sql`update channel_accounts set checked_at = ${ctx.now}, check_result = ${JSON.stringify(found)}::jsonb where id = ${row.id}`.execute(
      ctx.db,
    )
    if (found.verdict === 'sent') await letGo(ctx, row.id)
  })
  return found
}

/** Where asking sends nothing, an answer that did not come leaves nothing in doubt. */
function checkedOf(row: AccountRow, outcome: ChannelOutcome): CheckResult {
  const isSilent = vendorOf(row.channel, row.vendor)?.checkSpeaks !== true
  return resultOf(isSilent && outcome.state === 'unknown' ? { ...outcome, state: 'later' } : outcome)
}

function resultOf(outcome: ChannelOutcome): CheckResult {
  if ('reference' in outcome) return { verdict: outcome.state, answer: outcome.reference }
  const verdict = outcome.state === 'unknown' ? 'unknown' : outcome.wantsNoMore === true ? 'gone' : (outcome.cause ?? 'other')
  return { verdict, answer: soundAnswer(outcome.reason) }
}

/** Sends a real message to oneself. @throws Problem record.missing, channel.field-missing, channel.text-needed */
export async function testAccount(ctx: Ctx, input: InputOf<typeof testChannelAccount>): Promise<Done<Verdict>> {
  const row = await wholeAccount(ctx, input.id)
  const message: Outgoing = { to: receiverOf(row, input.to), id: ctx.newId(), content: await contentOf(ctx, row, input.textId) }
  return {
    answer: underWay,
    afterCommit: async () => {
      const account = openAccount(ctx.services, row)
      if (!account) return sayCheck(row, await checkAndKeep(ctx.services, row))
      return sayCheck(row, resultOf(await ctx.services.channels.send(account, message)))
    },
  }
}

async function wholeAccount(ctx: Ctx, id: string): Promise<AccountRow> {
  const row = await findAccount(ctx, id)
  const vendor = vendorOf(row.channel, row.vendor)
  const lacking = vendor && lacksField(vendor, row.settings)
  if (lacking) throw new Problem('channel.field-missing', { field: lacking.label })
  return row
}

function receiverOf({ channel }: AccountRow, to = ''): string {
  if (channelKindOf(channel)?.address === null) return ''
  if (to === '') throw new Problem('channel.field-missing', { path: 'to', field: { zh: '发给谁', en: 'Send it to' } })
  if (channel === 'wecom') return `user:${to}`
  return channel === 'sms' && /^1\d{10}$/.test(to) ? `+86${to}` : to
}

/** In the languages of whoever may get it. */
const testWords = '这是常客的一条测试消息，收到即说明渠道设置正确。A test message of Regulars: the channel is set up well.'

async function contentOf(ctx: Ctx, row: AccountRow, textId: string | undefined): Promise<ChannelContent> {
  const form = channelKindOf(row.channel)?.form
  if (form === 'json') return { form: 'json', type: 'test', data: { text: testWords } }
  if (textId === undefined && form === 'registered' && row.channel === 'sms') throw new Problem('channel.text-needed', { path: 'textId' })
  if (textId === undefined) return { form: 'text', text: testWords }
  const { rows } = await sql<{
    code: string
    text: string
  }>`select code, text from channel_texts where id = ${textId} and account_id = ${row.id}`.execute(ctx.db)
  const [registered] = rows
  if (!registered) throw new Problem('channel.text-needed', { path: 'textId' })
  return { form: 'registered', code: registered.code, parameters: sampleParameters(registered.text), text: registered.text }
}

/** Something to read in each place. */
const sampleParameters = (text: string) => Object.fromEntries(placesIn(text).map((name) => [name, '测试']))
