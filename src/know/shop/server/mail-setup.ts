import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { fillBoth } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { openOrNull } from '../../../platform/actions/secrets.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { dkimRecord, makeDkimKey, readDkimKey } from '../../../platform/channels/dkim.ts'
import { checkInbox, type InboxSettings } from '../../../platform/channels/imap-inbox.ts'
import type { DkimKey } from '../../../platform/channels/mailer.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import {
  type KeptDkim,
  type KeptInbox,
  keptDkim,
  keptInbox,
  keptMailSending,
  type MailSending,
  type readMailSetup as readDefinition,
  type saveDkim as dkimDefinition,
  type saveMailInbox as inboxDefinition,
  type testMailInbox as testDefinition,
} from '../mail-setup.ts'
import { inboxVerdicts } from '../problems.ts'
import { senderAddress } from '../settings.ts'
import { readKeptSmtp } from './read-settings.ts'
import { writeSetting } from './write-setting.ts'

/** How mail leaves; the usual way where nothing was set. */
export async function readMailSending(db: Db): Promise<MailSending> {
  return keptMailSending.parse((await readSetting(db, 'mail')) ?? {})
}

async function readKeptDkim(db: Db): Promise<KeptDkim | null> {
  const read = keptDkim.safeParse(await readSetting(db, 'dkim'))
  return read.success ? read.data : null
}

export async function readKeptInbox(db: Db): Promise<KeptInbox | null> {
  const read = keptInbox.safeParse(await readSetting(db, 'mail-inbox'))
  return read.success ? read.data : null
}

/** With which mails are signed; null where none was set. @throws Problem smtp.password-lost */
export async function openDkim(services: Services, db: Db): Promise<DkimKey | null> {
  const kept = await readKeptDkim(db)
  return kept && { domain: kept.domain, selector: kept.selector, privateKey: openSecret(services, kept.key) }
}

/** The inbox ready to be read; null where none was set. @throws Problem smtp.password-lost */
export async function openInbox(services: Services, db: Db): Promise<(InboxSettings & { readonly since: Date }) | null> {
  const kept = await readKeptInbox(db)
  return kept && { ...kept, password: openSecret(services, kept.password), mayReach: services.mayReach, since: new Date(kept.since) }
}

/** @throws Problem smtp.password-lost */
export function openSecret({ secrets }: Services, sealed: string): string {
  const opened = openOrNull(secrets, sealed)
  if (opened === null) throw new Problem('smtp.password-lost')
  return opened
}

export async function readMailSetup(ctx: Ctx): Promise<AnswerOf<typeof readDefinition>> {
  const [smtp, dkim, inbox] = [await readKeptSmtp(ctx.db), await openDkim(ctx.services, ctx.db), await readKeptInbox(ctx.db)]
  return {
    sending: await readMailSending(ctx.db),
    dkim: dkim && { domain: dkim.domain, selector: dkim.selector, ...recordOf(dkim) },
    domain: (smtp && senderAddress(smtp.from)?.split('@')[1]) ?? null,
    inbox: inbox && { host: inbox.host, port: inbox.port, secure: inbox.secure, user: inbox.user, folder: inbox.folder },
  }
}

const recordOf = ({ domain, selector, privateKey }: DkimKey) => ({
  recordName: `${selector}._domainkey.${domain}`,
  recordValue: dkimRecord(privateKey),
})

/** @throws Problem dkim.no-key where what was pasted cannot sign */
export async function saveDkim(ctx: Ctx, input: InputOf<typeof dkimDefinition>): Promise<AnswerOf<typeof dkimDefinition>> {
  const { domain, selector } = input
  const privateKey = await keyFor(ctx, input)
  await writeSetting(ctx, 'dkim', { domain, selector, key: ctx.services.secrets.seal(privateKey) })
  return recordOf({ domain, selector, privateKey })
}

async function keyFor(ctx: Ctx, { domain, selector, privateKey }: InputOf<typeof dkimDefinition>): Promise<string> {
  if (privateKey?.trim()) {
    const read = readDkimKey(privateKey)
    if (read === null) throw new Problem('dkim.no-key', { path: 'privateKey' })
    return read
  }
  const kept = await openDkim(ctx.services, ctx.db)
  return kept?.domain === domain && kept.selector === selector ? kept.privateKey : makeDkimKey()
}

/** @throws Problem smtp.password-needed when the old password would go to another server or user */
export async function saveInbox(ctx: Ctx, { password, ...input }: InputOf<typeof inboxDefinition>): Promise<Record<never, never>> {
  const kept = await readKeptInbox(ctx.db)
  const isSame = kept?.host === input.host && kept.user === input.user
  if (password === undefined && !isSame) throw new Problem('smtp.password-needed', { path: 'password' })
  const sealed = password === undefined ? (kept?.password ?? '') : ctx.services.secrets.seal(password)
  // Of a mailbox that is new to us the last three days are read, so that bounces of the mails just sent are found.
  const since = isSame ? kept.since : new Date(ctx.now.getTime() - 3 * 86_400_000).toISOString()
  await writeSetting(ctx, 'mail-inbox', { ...input, password: sealed, since })
  return {}
}

export async function removeSetting(ctx: Ctx, name: 'dkim' | 'mail-inbox'): Promise<Record<never, never>> {
  const { rows } = await sql<{ value: Record<string, unknown> }>`delete from settings where name = ${name} returning value`.execute(ctx.db)
  if (rows[0]) ctx.changed(changeOf('settings', name, rows[0].value, null))
  return {}
}

/** Opens the folder as it is set, and says what became of it. @throws Problem inbox.missing */
export async function testInbox(ctx: Ctx): Promise<Done<AnswerOf<typeof testDefinition>>> {
  const inbox = await openInbox(ctx.services, ctx.db)
  if (!inbox) throw new Problem('inbox.missing')
  return {
    answer: { opened: false, words: { zh: '还在连接，请稍后再看。', en: 'Still connecting; look again shortly.' }, answer: '' },
    afterCommit: async () => {
      const failure = await checkInbox(inbox)
      const { host, port, user, folder } = inbox
      const words = fillBoth(inboxVerdicts[failure?.cause ?? 'opened'], { host, port, user, folder })
      return { opened: failure === null, words, answer: failure?.reason ?? '' }
    },
  }
}
