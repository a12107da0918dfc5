import type { Words } from '../../../core/kit/words.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { requireFreshFor } from '../../../platform/access/require-fresh.ts'
import { addUser, findUser } from '../../../platform/access/keep-user.ts'
import { makeLinkToken } from '../../../platform/access/one-time-links.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { refuseAbove, refuseUnlessWhole } from '../../../platform/rights/refuse-above.ts'
import { placePerson } from '../../staff/actions.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import type { inviteUser as inviting, makeUserLink as linking } from '../users.ts'
import { openSmtp } from './open-smtp.ts'
import { plainMail } from './plain-mail.ts'

type Answer = { id: string; link: string; mailed: boolean }

const mailWords = {
  subject: { zh: '{shop} 邀请您使用常客', en: '{shop} invites you to Regulars' },
  body: {
    zh: '{name}，您好：\n\n请打开下面的链接设置密码，即可登录。链接 7 天内有效，只能用一次。\n\n{link}\n\n如果您不认识 {shop}，请忽略这封邮件。',
    en: 'Hello {name},\n\nopen the link below to set a password and sign in. It works once, within 7 days.\n\n{link}\n\nIf you do not know {shop}, ignore this mail.',
  },
} satisfies Record<string, Words>

/** Adds somebody in their place, with a link to come in by. @throws Problem user.email-taken, department.missing, team.missing, staff.circle */
export async function inviteUser(ctx: Ctx, input: InputOf<typeof inviting>): Promise<Done<Answer>> {
  await requireFreshFor('rights', ctx)
  const { departmentId, position, managerId, teamIds } = input
  refuseAbove(ctx, input.role)
  // Who comes in has no role of the firm's own yet, and would see more than whoever let them in.
  refuseUnlessWhole(ctx)
  const id = await addUser(ctx, input)
  if (departmentId || position || managerId || teamIds?.length)
    await ctx.run(placePerson, { id, departmentId, position, managerId, teamIds })
  forgetCards(ctx.services.database)
  return withLink(ctx, { id, name: input.name, email: input.email }, input.mail)
}

/** A new link for somebody who is here already. @throws Problem user.missing, user.disabled */
export async function makeUserLink(ctx: Ctx, input: InputOf<typeof linking>): Promise<Done<Answer>> {
  await requireFreshFor('rights', ctx)
  const user = await findUser(ctx.db, input.id)
  refuseAbove(ctx, user.role)
  // The link lets its bearer in as that person.
  refuseUnlessWhole(ctx)
  if (user.disabled) throw new Problem('user.disabled')
  return withLink(ctx, user, input.mail)
}

async function withLink(ctx: Ctx, user: { id: string; name: string; email: string }, mail: boolean): Promise<Done<Answer>> {
  const token = await makeLinkToken(ctx.db, 'join', user.id, ctx.now)
  const link = `${ctx.services.publicUrl()}/join?token=${token}`
  const answer = { id: user.id, link, mailed: false }
  const send = mail ? await linkMail(ctx, user, link) : null
  return send ? { answer, afterCommit: async () => ({ ...answer, mailed: await send() }) } : { answer }
}

/** Sends the mail and says whether it went out: that it does not is no failure, the link is shown as well. */
async function linkMail(ctx: Ctx, user: { name: string; email: string }, link: string): Promise<(() => Promise<boolean>) | null> {
  const settings = await openSmtp(ctx.services, ctx.db).catch(() => null)
  if (!settings) return null
  const values = { shop: ctx.shop.name || 'Regulars', name: user.name, link }
  const mail = plainMail(ctx, settings.from, user.email, mailWords.subject, mailWords.body, values)
  return async () => (await ctx.services.mailer.send(settings, mail)).state === 'sent'
}
