import { sql } from 'kysely'
import { addDays, instantOf, localDate, localTime, startOfDay } from '../../../core/kit/local-time.ts'
import { isRole } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { readSight } from '../../../platform/rights/read-sight.ts'
import { veiledContacts, withoutContactsIn } from '../../../platform/rights/without-contacts.ts'
import { openContacts } from '../../../platform/sealing/contacts.ts'
import type { Mail } from '../../../platform/channels/mailer.ts'
import { minuteOf, mostMinutesLate, usualMinute } from '../../todos/reminders.ts'
import { openSmtp } from './open-smtp.ts'
import { plainMail } from './plain-mail.ts'

type Person = { id: string; name: string; email: string; role: string }
type Due = { title: string; due_at: Date; whole_day: boolean }

/** So many a mail names; the page has the rest. */
const mostNamed = 20
const atOnce = 20

const subject: Words = { zh: '今天有 {n} 件待办', en: '{n} {n|thing|things} to do today' }
const body: Words = {
  zh: '{name}，您好：\n\n今天到期 {today} 件，已过期 {overdue} 件。\n\n{list}\n\n打开待办：{url}/todos\n不想再收到：在“待办”页关掉“提醒邮件”。',
  en: 'Hello {name},\n\n{today} due today, {overdue} overdue.\n\n{list}\n\nOpen them: {url}/todos\nTo have no more of these mails, switch the reminder off on that page.',
}

/**
 * Mails each colleague once a day, at the time they chose, what is due today or overdue; nobody without such, and nobody who
 * has not taken up the invitation: the address has not shown yet that it is theirs. A mail that
 * the server did not take is not tried again: the to-dos stand on the home page anyway.
 * @returns whether there are more to tell
 */
export async function remindOfTodos(services: Services): Promise<boolean> {
  const smtp = await openSmtp(services, services.database.db)
  if (!smtp) return false
  const { mails, more } = await asSystem(services, 'todo-reminders', async (ctx) => {
    const people = await claimPeople(ctx)
    const made: Mail[] = []
    for (const person of people) made.push(...(await mailOf(ctx, smtp.from, person)))
    return { mails: made, more: people.length === atOnce }
  })
  for (const mail of mails) {
    const { state } = await services.mailer.send(smtp, mail)
    if (state !== 'sent') services.log.warn({ state }, 'a reminder of to-dos did not go out')
  }
  return more
}

/** Whose time has come today, taken by this transaction, so that nobody is told twice. */
async function claimPeople(ctx: Ctx): Promise<Person[]> {
  const { timeZone } = ctx.shop
  const minute = minuteOf(localTime(ctx.now, timeZone))
  const today = localDate(ctx.now, timeZone)
  const chosen = sql`case when r.user_id is null then ${usualMinute}::integer else r.at_minute end`
  const { rows } = await sql<Person>`select u.id, u.name, u.email, u.role from auth.users u left join todo_reminders r on r.user_id = u.id
    where u.disabled_at is null and exists (select 1 from auth.accounts a where a.user_id = u.id) and ${chosen} between ${minute - mostMinutesLate}::integer and ${minute}::integer
      and (r.sent_on is null or r.sent_on < ${today}::date) order by u.id limit ${atOnce}`.execute(ctx.db)
  if (rows.length === 0) return []
  const { rows: claimed } = await sql<{ user_id: string }>`insert into todo_reminders (user_id, at_minute, sent_on, updated_at)
    select i, ${usualMinute}, ${today}::date, ${ctx.now} from unnest(${rows.map(({ id }) => id)}::uuid[]) i order by i
    on conflict (user_id) do update set sent_on = excluded.sent_on where todo_reminders.sent_on is null or todo_reminders.sent_on < excluded.sent_on
    returning user_id`.execute(ctx.db)
  const mine = new Set(claimed.map((row) => row.user_id))
  return rows.filter(({ id }) => mine.has(id))
}

async function mailOf(ctx: Ctx, from: string, person: Person): Promise<Mail[]> {
  const { timeZone } = ctx.shop
  const today = localDate(ctx.now, timeZone)
  const { rows } = await sql<Due>`select title, due_at, whole_day from todos where assignee_id = ${`user:${person.id}`} and state = 'open'
    and due_at < ${startOfDay(addDays(today, 1), timeZone)} order by due_at, id`.execute(ctx.db)
  if (rows.length === 0) return []
  const begin = instantOf(today, '00:00:00', timeZone)
  const overdue = rows.filter((row) => row.due_at < begin).length
  const titles = await titlesFor(ctx, person, rows.slice(0, mostNamed))
  const lines = rows.slice(0, mostNamed).map((row, at) => `· ${whenOf(row, timeZone)} ${titles[at]}`)
  const list = [...lines, ...(rows.length > mostNamed ? ['…'] : [])].join('\n')
  const values = {
    name: person.name,
    n: String(rows.length),
    today: String(rows.length - overdue),
    overdue: String(overdue),
    list,
    url: ctx.services.publicUrl(),
  }
  return [plainMail(ctx, from, person.email, subject, body, values)]
}

/** As the person would read them: without what their role masks, and with what is kept sealed opened. */
async function titlesFor(ctx: Ctx, { id, name, role }: Person, rows: readonly Due[]): Promise<string[]> {
  const sight = await readSight(ctx.services, {
    kind: 'user',
    id: `user:${id}`,
    userId: id,
    name,
    role: isRole(role) ? role : 'member',
  })
  const kinds = veiledContacts(sight)
  return rows.map(({ title }) => openContacts(ctx.services.sealing, withoutContactsIn(kinds, title)))
}

const whenOf = ({ due_at, whole_day }: Due, timeZone: string): string =>
  whole_day ? localDate(due_at, timeZone) : `${localDate(due_at, timeZone)} ${localTime(due_at, timeZone)}`
