import { sql } from 'kysely'
import type { z } from 'zod'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Reach } from '../../../core/kit/outgoing-doors.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { isPrivateAddress } from '../../../platform/http/private-address.ts'
import type * as actions from '../actions.ts'
import type { ImportState } from '../import.ts'
import { type LastRun, nextRun, type Place, type scheduleCard, type ScheduleTimes } from '../schedule.ts'
import { readMappings } from './mappings.ts'
import { isIP } from 'node:net'

export type Auth = { readonly kind: 'none' | 'basic' | 'bearer'; readonly user?: string }
/** What is known of what was fetched before. */
export type FetchState = {
  readonly etag?: string | null
  readonly lastModified?: string | null
  /** Of a folder: file name → size and time of what was dealt with. */
  readonly seen?: Readonly<Record<string, string>>
}

export type ScheduleRow = {
  readonly id: string
  readonly name: string
  readonly place: Place
  readonly address: string
  readonly auth: Auth | null
  readonly secret: string | null
  readonly mapping: string | null
  readonly times: ScheduleTimes
  readonly next_at: Date | null
  readonly failures: number
  readonly last: LastRun | null
  readonly state: FetchState
}

const most = 100

export async function listImportSchedules(ctx: Ctx): Promise<AnswerOf<typeof actions.listImportSchedules>> {
  const { rows } = await sql<ScheduleRow & { import_state: ImportState | null }>`select s.*, i.state as import_state from import_schedules s
    left join imports i on i.id = (s.last ->> 'importId')::uuid order by lower(s.name), s.id`.execute(ctx.db)
  return { schedules: rows.map(cardOf), inbox: ctx.services.inbox }
}

/** Where files are fetched from. */
export async function importReaches({ database: { db } }: Services): Promise<Reach[]> {
  const { rows } = await sql<Pick<ScheduleRow, 'name' | 'address'>>`select name, address from import_schedules
    where place = 'url' and next_at is not null order by lower(name), id`.execute(db)
  return rows.flatMap(({ name, address }) => {
    const host = URL.parse(address)?.hostname
    return host === undefined ? [] : [{ door: 'imports' as const, name, host }]
  })
}

function cardOf(row: ScheduleRow & { import_state: ImportState | null }): z.input<typeof scheduleCard> {
  const { auth } = row
  return {
    id: row.id,
    name: row.name,
    place: row.place,
    address: row.address,
    auth: { kind: auth?.kind ?? 'none', user: auth?.user ?? null, hasSecret: row.secret !== null },
    mapping: row.mapping,
    times: row.times,
    paused: row.next_at === null,
    nextAt: row.next_at?.toISOString() ?? null,
    failures: row.failures,
    last: row.last,
    importState: row.import_state,
  }
}

type Created = InputOf<typeof actions.createImportSchedule>

/** @throws Problem import.wrong-address, import.unknown-mapping, import.too-many-schedules */
export async function createImportSchedule(ctx: Ctx, input: Created): Promise<{ id: string }> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from import_schedules`.execute(ctx.db)
  if ((rows[0]?.n ?? 0) >= most) throw new Problem('import.too-many-schedules', { most })
  await check(ctx, input)
  const id = ctx.newId()
  const { auth, secret } = sealed(ctx, input.auth, null)
  const nextAt = nextRun(input.times, ctx.now, ctx.shop.timeZone)
  await sql`insert into import_schedules (id, name, place, address, auth, secret, mapping, times, next_at, created_by, created_at)
    values (${id}, ${input.name}, ${input.place}, ${input.address}, ${JSON.stringify(auth)}::jsonb, ${secret}, ${input.mapping},
      ${JSON.stringify(input.times)}::jsonb, ${nextAt}, ${ctx.actor.id}, ${ctx.now})`.execute(ctx.db)
  return { id }
}

/** Another address begins anew. @throws Problem import.schedule-missing and what `createImportSchedule` throws */
export async function changeImportSchedule(ctx: Ctx, input: InputOf<typeof actions.changeImportSchedule>): Promise<{ id: string }> {
  const row = await readSchedule(ctx, input.id)
  await check(ctx, input)
  const isElsewhere = row.place !== input.place || row.address !== input.address
  // A password is for the place that it was typed for, and goes to no other.
  const { auth, secret } = sealed(ctx, input.auth, isElsewhere ? null : row.secret)
  const nextAt = input.paused ? null : nextRun(input.times, ctx.now, ctx.shop.timeZone)
  await sql`update import_schedules set name = ${input.name}, place = ${input.place}, address = ${input.address}, auth = ${JSON.stringify(auth)}::jsonb,
    secret = ${secret}, mapping = ${input.mapping}, times = ${JSON.stringify(input.times)}::jsonb, next_at = ${nextAt}, failures = 0,
    state = ${JSON.stringify(isElsewhere ? {} : row.state)}::jsonb where id = ${input.id}`.execute(ctx.db)
  return { id: input.id }
}

/** What it imported stays. @throws Problem import.schedule-missing */
export async function removeImportSchedule(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  await readSchedule(ctx, id)
  await sql`delete from import_schedules where id = ${id}`.execute(ctx.db)
  return { id }
}

/** @throws Problem import.schedule-missing */
export async function runImportSchedule(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  await readSchedule(ctx, id)
  await sql`update import_schedules set next_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return { id }
}

async function readSchedule({ db }: Ctx, id: string): Promise<ScheduleRow> {
  const { rows } = await sql<ScheduleRow>`select * from import_schedules where id = ${id}`.execute(db)
  if (!rows[0]) throw new Problem('import.schedule-missing')
  return rows[0]
}

type Checked = Pick<Created, 'place' | 'address' | 'mapping'>

async function check(ctx: Ctx, { place, address, mapping }: Checked): Promise<void> {
  const isRight = place === 'url' ? isAddress(address, ctx.services.allowPrivateDownloads) : isFileName(address)
  if (!isRight) throw new Problem('import.wrong-address', { path: 'address' })
  if (mapping !== null && !(await readMappings(ctx.db)).some(({ id }) => id === mapping))
    throw new Problem('import.unknown-mapping', { path: 'mapping' })
}

/** https, to no address of the own network, without a password in it. */
function isAddress(text: string, allowPrivate: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hostname } = new URL(text)
  if (username !== '' || password !== '') return false
  if (allowPrivate) return protocol === 'https:' || protocol === 'http:'
  const host = hostname.replace(/^\[|\]$/g, '')
  return protocol === 'https:' && host !== 'localhost' && !(isIP(host) !== 0 && isPrivateAddress(host))
}

/** The name of a file in the inbox itself: no path leads out of it. */
const isFileName = (text: string): boolean => !/[\\/\0]/.test(text) && !text.startsWith('.') && text.length <= 200

function sealed(ctx: Ctx, given: Created['auth'], kept: string | null): { auth: Auth; secret: string | null } {
  if (given.kind === 'none') return { auth: { kind: 'none' }, secret: null }
  const secret = given.secret === undefined ? kept : ctx.services.secrets.seal(given.secret)
  return { auth: given.kind === 'basic' ? { kind: 'basic', user: given.user } : { kind: 'bearer' }, secret }
}
