import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { openInbox } from '../../../know/shop/server/mail-setup.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { type InboxLimits, type InboxMail, type InboxSettings, readInbox, usualInboxLimits } from '../../../platform/channels/imap-inbox.ts'
import { parseMail } from '../../../platform/channels/parse-mail.ts'
import { isOutage } from '../../../platform/database/outage.ts'
import { isPassing } from '../../../platform/database/is-passing.ts'
import { handleMail, keepUnhandled, keyOf, takeMail } from './handle-mail.ts'

type Place = { readonly uidValidity: string; readonly lastUid: number; readonly caughtUpAt: Date | null }

/** Mails are looked for again this far before the last time that nothing was left, where the server numbers them anew. */
const overlapMs = 3 * 86_400_000

/** For a test, which breaks the program off here. */
export type ReadingPoint = 'read' | 'taken' | 'handled'
type Options = { readonly limits?: InboxLimits; readonly at?: (point: ReadingPoint) => void | Promise<void> }

/**
 * Reads one portion of the inbox. Each mail is handled in a transaction of its own, which notes that it was and how far the
 * reading came: whoever dies in between reads it again and does nothing twice.
 * @returns whether there was more
 */
export async function readOnce(
  services: Services,
  stopping?: AbortSignal,
  { limits = usualInboxLimits, at = () => {} }: Options = {},
): Promise<boolean> {
  const settings = await openSettings(services)
  if (!settings) return false
  const inbox = nameOf(settings)
  const place = await readPlace(services, inbox)
  const overlap = place?.caughtUpAt ? place.caughtUpAt.getTime() - overlapMs : 0
  const since = new Date(Math.max(settings.since.getTime(), overlap))
  const portion = await readInbox(settings, place, since, limits)
  await at('read')
  if (portion.uidValidity !== null)
    for (const mail of portion.mails) {
      if (stopping?.aborted) return false
      await handleOne(services, inbox, portion.uidValidity, mail, at)
    }
  await keepPlace(services, inbox, portion)
  return portion.more && !portion.failure
}

const everyMs = 60_000

/** Once a minute, and at once where the inbox was just set; a portion that left something is followed by the next. */
export async function readWhenDue(services: Services, stopping?: AbortSignal): Promise<boolean> {
  const now = services.clock()
  const { rows } = await sql<{
    due: boolean
  }>`select coalesce((select max(read_at) from inbox_places) < greatest(s.updated_at, ${new Date(now.getTime() - everyMs)}), true) as due
    from settings s where s.name = 'mail-inbox'`.execute(services.database.db)
  if (rows[0]?.due !== true) return false
  while (await readOnce(services, stopping)) if (stopping?.aborted) return false
  return false
}

export async function openSettings(services: Services): Promise<(InboxSettings & { readonly since: Date }) | null> {
  try {
    return await openInbox(services, services.database.db)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    services.log.error({ err: error }, 'the kept password of the inbox cannot be opened with this installation’s key')
    return null
  }
}

/** Of another mailbox nothing is known; its password may change. */
export const nameOf = ({ host, port, user, folder }: InboxSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([host, port, user, folder]))
    .digest('base64url')

async function readPlace({ database }: Services, inbox: string): Promise<Place | null> {
  const { rows } = await sql<{
    uid_validity: string
    last_uid: string
    caught_up_at: Date | null
  }>`select uid_validity, last_uid, caught_up_at
    from inbox_places where inbox = ${inbox}`.execute(database.db)
  const [row] = rows
  return row && row.uid_validity !== ''
    ? { uidValidity: row.uid_validity, lastUid: Number(row.last_uid), caughtUpAt: row.caught_up_at }
    : null
}

async function handleOne(
  services: Services,
  inbox: string,
  uidValidity: string,
  mail: InboxMail,
  at: NonNullable<Options['at']>,
): Promise<void> {
  const parsed = await parseMail(mail.source)
  const key = keyOf(mail.source)
  const inTurn = (work: (ctx: Ctx) => Promise<void>) =>
    asSystem(services, 'inbox', async (ctx) => {
      if (await takeMail(ctx, key)) {
        await at('taken')
        await work(ctx)
      }
      await moveOn(ctx, inbox, uidValidity, mail.uid)
    })
  try {
    await inTurn((ctx) => handleMail(ctx, key, parsed, mail))
  } catch (error) {
    if (isOutage(error) || !(error instanceof Error) || isPassing(error)) throw error
    services.log.error({ err: error, uid: mail.uid }, 'a mail that came in could not be handled; it is kept for a person to look at')
    await inTurn((ctx) => keepUnhandled(ctx, parsed, mail.receivedAt))
  }
  await at('handled')
}

async function moveOn(ctx: Ctx, inbox: string, uidValidity: string, uid: number): Promise<void> {
  await sql`insert into inbox_places as p (inbox, uid_validity, last_uid, read_at) values (${inbox}, ${uidValidity}, ${uid}, ${ctx.now})
    on conflict (inbox) do update set last_uid = case when p.uid_validity = excluded.uid_validity then greatest(p.last_uid, excluded.last_uid) else excluded.last_uid end,
      uid_validity = excluded.uid_validity, read_at = excluded.read_at`.execute(ctx.db)
}

type Portion = Awaited<ReturnType<typeof readInbox>>

async function keepPlace({ database, clock }: Services, inbox: string, { uidValidity, readTo, more, failure }: Portion): Promise<void> {
  const now = clock()
  const caughtUp = !more && !failure ? now : null
  await sql`insert into inbox_places as p (inbox, uid_validity, last_uid, caught_up_at, read_at, failure)
    values (${inbox}, ${uidValidity ?? ''}, ${readTo ?? 0}, ${caughtUp}, ${now}, ${failure ? JSON.stringify(failure) : null}::jsonb)
    on conflict (inbox) do update set
      last_uid = case when excluded.uid_validity = '' then p.last_uid when p.uid_validity = excluded.uid_validity then greatest(p.last_uid, excluded.last_uid) else excluded.last_uid end,
      uid_validity = case when excluded.uid_validity = '' then p.uid_validity else excluded.uid_validity end,
      caught_up_at = coalesce(excluded.caught_up_at, p.caught_up_at), read_at = excluded.read_at, failure = excluded.failure`.execute(
    database.db,
  )
}

const seenForMs = 90 * 86_400_000

/** Mails further back are not read again. */
export async function forgetSeen({ database, clock }: Services): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from inbound_seen where ctid = any(array(select ctid from inbound_seen
    where seen_at < ${new Date(clock().getTime() - seenForMs)} limit 5000))`.execute(database.db)
  return Number(numAffectedRows ?? 0) === 5_000
}
