import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Services } from '../../../../platform/actions/services.ts'
import { keyMark, readOrMakeBackupKey } from '../../../../platform/backup/backup-key.ts'
import { listBackups } from '../../../../platform/backup/prove-backup.ts'
import { sidecarNames } from '../../../../platform/backup/sidecars.ts'
import { readContactWork } from '../../../../platform/sealing/contact-work.ts'
import { readSealingWork } from '../../../../platform/sealing/sealing-work.ts'
import { homeId } from '../places.ts'
import { readQuiet } from '../quiet.ts'
import { readKeyTaken } from '../read-backups.ts'
import { tryOpenCampaign } from '../../../../act/campaigns/definition.ts'
import { tryOpenJourney } from '../../../../act/journeys/definition.ts'
import { isUnreadable } from '../../../../act/messages/content/content.ts'
import { broken, type Check, fine, type Finding, look, sayBytes } from './finding.ts'

const hourMs = 3_600_000

async function checkBackup({ database: { db }, clock }: Services): Promise<Finding> {
  const { rows } = await sql<{
    at: Date
    bytes: number
  }>`select max(taken_at) as at, (array_agg(bytes order by taken_at desc))[1] as bytes from backup_copies having count(*) > 0`.execute(db)
  const { rows: last } = await sql<{
    state: string
  }>`select state from backup_runs where kind = 'backup' and state in ('done', 'failed') order by made_at desc limit 1`.execute(db)
  const { rows: targets } = await sql<{
    failing: string | null
    others: number
  }>`select min(name) filter (where failure is not null) as failing,
    count(*) filter (where id <> ${homeId})::int as others from backup_targets where enabled`.execute(db)
  const newest = rows[0]
  if (!newest) return last[0]?.state === 'failed' ? broken('failed') : look('none')
  const hours = Math.round((clock().getTime() - newest.at.getTime()) / hourMs)
  if (last[0]?.state === 'failed') return broken('failed')
  if (hours > 36) return broken('old', { hours })
  const { failing = null, others = 0 } = targets[0] ?? {}
  if (failing !== null) return look('target', { name: failing })
  if (others === 0) return look('alone')
  return { state: 'fine', says: hours < 1 ? 'fresh' : 'fine', values: { hours, size: sayBytes(newest.bytes) } }
}

async function checkDrill({ database: { db }, clock }: Services): Promise<Finding> {
  const { rows } = await sql<{
    at: Date
    state: string
  }>`select ended_at as at, state from backup_runs where kind = 'drill' and state in ('done', 'failed') order by made_at desc limit 1`.execute(
    db,
  )
  const last = rows[0]
  if (!last) return look('none')
  const days = Math.floor((clock().getTime() - last.at.getTime()) / (24 * hourMs))
  if (last.state === 'failed') return broken('failed')
  if (days > 35) return look('old', { days })
  return { state: 'fine', says: days < 1 ? 'today' : 'fine', values: { days } }
}

async function checkBackupKey({ database, dataFolder }: Services): Promise<Finding> {
  let mark = ''
  try {
    mark = keyMark(readOrMakeBackupKey(dataFolder))
  } catch {
    return broken('damaged')
  }
  return (await readKeyTaken(database.db)) === null ? look('kept') : fine({ mark })
}

/** A backup opens for nobody without the files that stand beside it. */
async function checkBeside({ dataFolder }: Services): Promise<Finding> {
  const folder = join(dataFolder, 'backups')
  if ((await listBackups(folder)).length === 0) return { state: 'fine', says: 'none' }
  for (const file of sidecarNames) {
    const isThere = await access(join(folder, file)).then(
      () => true,
      () => false,
    )
    if (!isThere) return broken('missing', { folder, file })
  }
  return fine({ count: sidecarNames.length })
}

/** Somebody stopped it, or the program went away in the middle of it: until then some values are sealed and some are not. */
async function checkSealing({ database: { db }, clock }: Services): Promise<Finding> {
  const long = clock().getTime() - hourMs
  const contacts = (await readContactWork(db)).filter(
    ({ phase, writtenAt, haltedAt, startedAt }) => phase !== 'done' && (haltedAt !== null || (writtenAt ?? startedAt).getTime() < long),
  )
  const fields = (await readSealingWork(db)).filter(({ endedAt, startedAt }) => endedAt === null && startedAt.getTime() < long)
  const all = [...contacts, ...fields]
  if (all.length === 0) return fine()
  const [done, total] = [all.reduce((sum, one) => sum + one.done, 0), all.reduce((sum, one) => sum + one.total, 0)]
  return look('unfinished', { count: all.length, percent: Math.floor((100 * Math.min(done, total)) / Math.max(1, total)) })
}

/** What the newest look over the whole audit found. */
async function checkChain({ database: { db }, clock }: Services): Promise<Finding> {
  const { rows } = await sql<{ state: string; at: Date; broken: number }>`select state, ended_at as at, broken from audit_checks
    where state in ('whole', 'broken') and ended_at is not null order by ended_at desc limit 1`.execute(db)
  const newest = rows[0]
  if (!newest) return { state: 'fine', says: 'none' }
  if (newest.state === 'broken') return broken('broken', { count: newest.broken })
  const days = Math.max(1, Math.ceil((clock().getTime() - newest.at.getTime()) / (24 * hourMs)))
  return days > 3 ? look('old', { days }) : fine({ days })
}

async function checkWork({ database: { db }, clock }: Services): Promise<Finding> {
  const long = new Date(clock().getTime() - hourMs)
  const { rows } = await sql<{ stuck: number; waiting: number }>`select
    (select count(*)::int from work where state = 'failed' or (state in ('waiting', 'running') and updated_at < ${long}))
      + (select count(*)::int from import_schedules where failures >= 3 and next_at is not null) as stuck,
    (select count(*)::int from messages where state = 'queued' and due_at < ${long}) as waiting`.execute(db)
  const { stuck = 0, waiting = 0 } = rows[0] ?? {}
  if (stuck > 0) return look('stuck', { count: stuck })
  return waiting > 0 ? look('messages', { count: waiting }) : fine()
}

/** In words that a database of before the newest migrations understands too: it may be looked at before it is brought up to date. */
async function checkHeads({ database: { db } }: Services): Promise<Finding> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from log_heads where done < seq`.execute(db)
  const count = rows[0]?.count ?? 0
  return count > 1_000 ? look('behind', { count }) : fine()
}

/** An account that stands still, or that its vendor refused when it was last asked. */
async function checkChannels({ database: { db } }: Services): Promise<Finding> {
  const { rows } = await sql<{ name: string; stopped: string | null; refused: string | null }>`select a.name,
    o.stopped ->> 'code' as stopped, case when a.check_result ->> 'verdict' <> 'sent' then a.check_result ->> 'answer' end as refused
    from channel_accounts a left join message_outlets o on o.key = a.id::text where a.state = 'on' order by a.created_at, a.id`.execute(db)
  const stopped = rows.find((row) => row.stopped !== null)
  if (stopped) return broken('stopped', { name: stopped.name, reason: stopped.stopped ?? '' })
  const refused = rows.find((row) => row.refused !== null)
  if (refused) return broken('failed', { name: refused.name, reason: (refused.refused ?? '').slice(0, 120) })
  return rows.length === 0 ? { state: 'fine', says: 'none' } : fine({ count: rows.length })
}

/** Other systems of the firm that are not told at the moment, or not any more. */
async function checkSubscriptions({ database: { db } }: Services): Promise<Finding> {
  const { rows } = await sql<{ name: string; state: string; trouble: boolean; waiting: number }>`select s.name, s.state,
    s.state = 'ended' or (s.state = 'on' and s.look_at is not null) or (s.state = 'off' and s.said is not null) as trouble,
    (select count(*)::int from webhook_deliveries d where d.subscription_id = s.id and d.state = 'waiting') as waiting
    from webhook_subscriptions s order by s.created_at, s.id`.execute(db)
  const found = rows.find(({ trouble }) => trouble)
  if (found) return look(found.state === 'on' ? 'resting' : 'ended', { name: found.name, waiting: found.waiting })
  const count = rows.filter(({ state }) => state === 'on').length
  return count === 0 ? { state: 'fine', says: 'none' } : fine({ count })
}

/** Journeys that another version of the program wrote, or that were changed by hand. */
async function checkJourneys({ database: { db } }: Services): Promise<Finding> {
  const { rows } = await sql<{ name: string; definition: unknown }>`select name, definition from journeys
    where state in ('live', 'paused') order by created_at, id`.execute(db)
  for (const { name, definition } of rows) {
    const read = tryOpenJourney(definition)
    if ('unreadable' in read) return broken('unreadable', { name, place: read.unreadable })
  }
  const older = await sql<{ name: string; version: number; definition: unknown; people: number }>`select j.name, v.version, v.definition,
      (select count(*)::int from journey_runs r where r.journey_id = j.id and r.version = v.version and r.state in ('ready', 'waiting')) as people
    from journeys j join journey_versions v on v.journey_id = j.id and v.version <> j.version where j.state in ('live', 'paused')`.execute(
    db,
  )
  const lost = older.rows.find(({ definition, people }) => people > 0 && 'unreadable' in tryOpenJourney(definition))
  if (lost) return broken('version', { name: lost.name, version: lost.version, people: lost.people })
  return rows.length === 0 ? { state: 'fine', says: 'none' } : fine({ count: rows.length })
}

/** The same of campaigns, and of their editions that are not over. */
async function checkCampaigns({ database: { db } }: Services): Promise<Finding> {
  const { rows } = await sql<{ name: string; number: number | null; definition: unknown }>`
    select name, null::int as number, definition, created_at as at from campaigns where state in ('planned', 'running', 'paused')
    union all select c.name, e.number, e.definition, e.started_at from campaign_editions e join campaigns c on c.id = e.campaign_id
      where c.state <> 'deleted' and e.state in ('choosing', 'drawing', 'sending') order by number nulls first, at`.execute(db)
  for (const { name, number, definition } of rows) {
    const read = tryOpenCampaign(definition)
    if ('definition' in read) continue
    const place = read.unreadable
    return number === null ? broken('unreadable', { name, place }) : broken('edition', { name, number, place })
  }
  const count = rows.filter(({ number }) => number === null).length
  return count === 0 ? { state: 'fine', says: 'none' } : fine({ count })
}

/** One at a time: each may hold pictures. */
async function checkTemplates({ database: { db } }: Services): Promise<Finding> {
  const { rows } = await sql<{ id: string }>`select id from templates order by created_at, id`.execute(db)
  for (const { id } of rows) {
    const found = await sql<{ name: string; content: unknown }>`select name, content from templates where id = ${id}`.execute(db)
    const [row] = found.rows
    if (row && isUnreadable(row.content)) return broken('unreadable', { name: row.name })
  }
  return rows.length === 0 ? { state: 'fine', says: 'none' } : fine({ count: rows.length })
}

async function checkQuiet({ database }: Services): Promise<Finding> {
  return (await readQuiet(database.db)) ? look('quiet') : fine()
}

export const workChecks: readonly Check[] = [
  ['channels', checkChannels],
  ['subscriptions', checkSubscriptions],
  ['journeys', checkJourneys],
  ['campaigns', checkCampaigns],
  ['templates', checkTemplates],
  ['backup', checkBackup],
  ['drill', checkDrill],
  ['backup-key', checkBackupKey],
  ['beside', checkBeside],
  ['sealing', checkSealing],
  ['chain', checkChain],
  ['work', checkWork],
  ['heads', checkHeads],
  ['quiet', checkQuiet],
]
