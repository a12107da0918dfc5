import { type RawBuilder, sql } from 'kysely'
import { veiledContacts } from '../../../platform/rights/without-contacts.ts'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { addDays, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { noteReading } from '../../../platform/audit/note-reading.ts'
import { formerContactBlinds } from '../../../platform/sealing/search-blinds.ts'
import { readTimeCursor, writeTimeCursor } from '../../../platform/records/time-cursor.ts'
import type { listAudit as definition } from '../audit.ts'
import { nameSubjects } from './name-subjects.ts'
import { type EntryRow, tellEntry } from './tell-entry.ts'

type Input = InputOf<typeof definition>

const columns = sql.raw(
  'id, at, kind, actor, actor_name, source, address, agent, action, entity, subject, customer_id, outcome, code, reason, records, details, withheld, seal, at::text as place',
)
const searchedDays = 90

/** Newest first, keyset by keyset. That it was asked for is an entry of its own. */
export async function listAudit(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  const found = await readEntries(ctx, input)
  const { limit: _, after, ...asked } = input
  noteReading(ctx, { what: 'audit', entity: 'audit', count: 0, asked: { ...asked, ...(after ? { after } : {}) } })
  return found
}

/** The same without a trace of its own, for whoever told of it already. */
export async function readEntries(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  const where = sql.join([sql`true`, ...filters(ctx, input)], sql` and `)
  const { rows } = await sql<EntryRow & { place: string }>`select ${columns} from audit.entries e where ${where}
    order by e.at desc, e.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const names = await nameSubjects(ctx, kept)
  return {
    entries: kept.map((row) => tellEntry(ctx, row, names)),
    next: rows.length > input.limit && last ? writeTimeCursor({ at: last.place, key: last.id }) : null,
  }
}

function filters(ctx: Ctx, { kind, person, action, subject, from, to, search, after }: Input): RawBuilder<unknown>[] {
  const { timeZone } = ctx.shop
  const all: RawBuilder<unknown>[] = []
  if (kind) all.push(sql`e.kind = ${kind}`)
  if (person) all.push(sql`e.actor = ${person}`)
  if (action) all.push(sql`e.action = ${action}`)
  if (subject) all.push(about(subject))
  if (from) all.push(sql`e.at >= ${startOfDay(from, timeZone)}`)
  else if (search) all.push(sql`e.at >= ${new Date(ctx.now.getTime() - searchedDays * 86_400_000)}`)
  if (to) all.push(sql`e.at < ${startOfDay(addDays(to, 1), timeZone)}`)
  // Whoever may not see everything cannot ask for values by searching either.
  const { sight } = ctx.onlooker
  const inWords = veiledContacts(sight).length === 0 ? ['reason'] : []
  if (search)
    all.push(sight.limits === null ? searched(search, ['reason', 'withheld'], sealedForms(ctx, search)) : searched(search, inWords))
  if (after) {
    const { at, key } = readTimeCursor(after, 'after', isUuid)
    all.push(sql`(e.at, e.id) < (${at}::timestamptz, ${key}::uuid)`)
  }
  return all
}

const about = (subject: string) =>
  isUuid(subject) ? sql`(e.subject = ${subject} or e.customer_id = ${subject}::uuid)` : sql`e.subject = ${subject}`

function searched(text: string, inWords: readonly string[], sealed: readonly string[] = []): RawBuilder<unknown> {
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  const named = ['actor_name', 'action', 'address', 'subject', ...inWords]
  const columnsOfText = named.map((name) => sql`e.${sql.id(name)} ilike ${like}`)
  const inSealed = ['reason', 'withheld'].map((name) => sql`e.${sql.id(name)} like any(${[...sealed]}::text[])`)
  return sql`(${sql.join([...columnsOfText, ...(sealed.length > 0 ? inSealed : [])], sql` or `)})`
}

/** What a phone, an e-mail or a WeChat id looks like in an entry where it is kept sealed: its blind index, or that of its last four characters. */
const sealedForms = (ctx: Ctx, text: string): string[] =>
  formerContactBlinds(ctx.services.sealing, ctx.card('customer'), ctx.registry.types, text).map((blind) => `%.${blind}.%`)
