import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import { sayMailOutcome } from '../../../know/shop/server/say-mail-outcome.ts'
import type { ChannelOutcome } from '../../../platform/channels/channel.ts'
import type { MailOutcome } from '../../../platform/channels/mailer.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import type { testTemplate as definition } from '../try-template-actions.ts'
import { readMailSettings } from './mail-settings.ts'
import { tryTemplate } from './preview-template.ts'
import { readOutlets } from './read-outlets.ts'

type Input = InputOf<typeof definition>
type Answer = AnswerOf<typeof definition>

/**
 * Sends the filled-in template to whoever asks, and to nobody else: mail to their own sign-in address, every other channel to
 * the address that they name.
 * @throws Problem template.*, record.missing
 */
export async function testTemplate(ctx: Ctx, { to, ...input }: Input): Promise<Done<Answer>> {
  return input.channel === 'email' ? testMail(ctx, input) : testChannel(ctx, input, to ?? '')
}

type Tried = Omit<Input, 'to'>

async function testMail(ctx: Ctx, input: Tried): Promise<Done<Answer>> {
  const to = await ownAddress(ctx)
  if (!to) throw new Problem('template.no-own-address')
  const { smtp } = await readMailSettings(ctx.services)
  if (!smtp) throw new Problem('template.no-mail-server')
  const { written } = await tryTemplate(ctx, input, 'cid')
  if (!('mail' in written)) throw new Problem('template.empty')
  const domain = /@([^<>@\s]+)>?\s*$/.exec(smtp.from)?.[1] ?? 'localhost'
  const mail = { ...written.mail, to, messageId: `<${ctx.newId()}@${domain}>` }
  return sendLater(
    { to },
    () => ctx.services.mailer.send(smtp, mail),
    (outcome) => sayMailOutcome(outcome, { ...smtp, to }),
  )
}

async function testChannel(ctx: Ctx, input: Tried, to: string): Promise<Done<Answer>> {
  const outlets = await readOutlets(ctx.services, [input.channel])
  const account = outlets.map(({ carrier }) => carrier).find((carrier) => carrier.kind === 'channel')?.account
  const { written } = await tryTemplate(ctx, input, 'cid')
  if (!account) throw new Problem('template.no-account')
  if ('mail' in written) throw new Problem('template.empty')
  const id = ctx.newId()
  return sendLater(
    { to },
    () => ctx.services.channels.send(account, { to, id, content: written.content }),
    () => checkAccount,
  )
}

const checkAccount: Words = { zh: '请到“设置 → 渠道”检查这个账号。', en: 'Check the account under Settings → Channels.' }

function sendLater<O extends MailOutcome | ChannelOutcome>(
  answer: Answer,
  send: () => Promise<O>,
  why: (outcome: O) => Words,
): Done<Answer> {
  return {
    answer,
    afterCommit: async () => {
      const outcome = await send()
      if ('reason' in outcome) throw new Problem('template.test-failed', { why: why(outcome), reason: outcome.reason })
      return answer
    },
  }
}

async function ownAddress(ctx: Ctx): Promise<string | null> {
  if (ctx.actor.kind !== 'user') return null
  const id = ctx.actor.id.replace(/^user:/, '')
  const { rows } = await sql<{ email: string }>`select email from auth.users where id::text = ${id}`.execute(ctx.db)
  return rows[0]?.email ?? null
}
