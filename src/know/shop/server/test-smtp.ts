import type { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import type { testSmtp as definition } from '../actions.ts'
import { sayMailOutcome } from './say-mail-outcome.ts'
import { openSmtp } from './open-smtp.ts'
import { plainMail } from './plain-mail.ts'

type Answer = z.input<(typeof definition)['output']>

const mailWords = {
  subject: { zh: '测试邮件：{shop} 的发信设置可用', en: 'Test mail: sending works for {shop}' },
  body: {
    zh: '您好，\n\n这是常客（Regulars）的一封测试邮件。收到它，说明发信服务器设置正确。',
    en: 'Hello,\n\nthis is a test mail from Regulars. That you read it means that the mail server is set up well.',
  },
} satisfies Record<string, Words>

/** Sends a real mail and says what became of it. @throws Problem smtp.missing */
export async function testSmtp(ctx: Ctx, { to }: InputOf<typeof definition>): Promise<Done<Answer>> {
  const settings = await openSmtp(ctx.services, ctx.db)
  if (!settings) throw new Problem('smtp.missing')
  const mail = plainMail(ctx, settings.from, to, mailWords.subject, mailWords.body, { shop: ctx.shop.name || 'Regulars' })
  return {
    answer: { sent: false, words: underWay, answer: '' },
    afterCommit: async () => {
      const outcome = await ctx.services.mailer.send(settings, mail)
      const answer = outcome.state === 'sent' ? outcome.reference : outcome.reason
      return { sent: outcome.state === 'sent', words: sayMailOutcome(outcome, { ...settings, to }), answer }
    },
  }
}

const underWay: Words = { zh: '测试邮件还在发送，请稍后再看结果。', en: 'The test mail is still on its way; look again shortly.' }
