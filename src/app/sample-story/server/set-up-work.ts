import { sql } from 'kysely'
import type { Language } from '../../../core/kit/words.ts'
import { addDays, instantOf, localDate } from '../../../core/kit/local-time.ts'
import { createContact } from '../../../know/contacts/actions.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { createCustomer } from '../../../know/customers/actions.ts'
import { recordInteraction } from '../../../know/interactions/actions.ts'
import { sampleContacts } from '../../../know/sample-shop/make-contacts.ts'
import { sampleDoubles } from '../../../know/sample-shop/make-doubles.ts'
import { type SampleShop, sampleSources } from '../../../know/sample-shop/shop.ts'
import { finishTodo } from '../../../know/todos/actions.ts'
import { clockOf } from '../../../know/todos/reminders.ts'
import { actorIdOf } from '../../../platform/access/people.ts'
import type { Actor, Ctx } from '../../../platform/actions/context.ts'
import { makeContext } from '../../../platform/actions/services.ts'
import { type SampleAnswer, sampleAnswers, type SampleTalk, sampleTalks } from '../conversations.ts'
import { setUpAnswers } from './set-up-answers.ts'
import { international, told } from './take-in-news.ts'

type Member = { readonly id: string; readonly name: string; readonly ownerId: string | null }
type Work = {
  readonly ctx: Ctx
  readonly language: Language
  readonly members: ReadonlyMap<string, Member>
  readonly colleagues: readonly Actor[]
  /** Who tries the sample: some promises are theirs, so that their own list is not empty. */
  readonly reader: string | null
}

/**
 * What the shop's people did with its customers in the last months: whom companies are reached through, what was said
 * and promised, what customers agreed to, and who was written down twice. All in the transaction of `ctx`, under the
 * clock of then.
 */
export async function setUpWork(ctx: Ctx, shop: SampleShop, language: Language, people: readonly string[]): Promise<void> {
  const work = {
    ctx,
    language,
    members: await readMembers(ctx),
    colleagues: await readColleagues(ctx, people),
    reader: await readReader(ctx),
  }
  for (const customer of shop.customers) {
    const member = work.members.get(customer.number)
    if (!member || customer.kind !== 'company') continue
    for (const { title, phone, ...contact } of sampleContacts(customer)) {
      const whom = { ...contact, customerId: member.id, title: title[language], phone: international(phone) }
      await told(ctx, () => ctx.run(createContact, whom))
    }
  }
  for (const [index, talk] of sampleTalks(shop.customers).entries()) await told(ctx, () => holdTalk(work, talk, index))
  for (const [index, answer] of sampleAnswers(shop.customers).entries()) await told(ctx, () => takeAnswer(work, answer, index))
  for (const { of: _, sex, place, source, phone, ...double } of sampleDoubles(shop)) {
    const { province, city } = { province: place?.province[language] ?? null, city: place?.city[language] ?? null }
    const origin = source ? sampleSources[source][language] : null
    await told(ctx, () => ctx.run(createCustomer, { ...double, gender: sex, phone: international(phone), province, city, origin }))
  }
  await setUpAnswers(ctx, work.reader, language)
}

/** What is more than five days overdue was kept; of the rest some is still to do. */
const keptAfterDays = 5

async function holdTalk(work: Work, { of, daysAgo, said }: SampleTalk, index: number): Promise<void> {
  const member = work.members.get(of.number)
  if (!member) return
  const { ctx, language, colleagues } = work
  const colleague = colleagues.find(({ userId }) => userId === member.ownerId) ?? colleagues[index % Math.max(1, colleagues.length)]
  const { promise, summary, minutes } = said
  const contact = of.kind === 'company' ? sampleContacts(of)[0]?.name : undefined
  const then = await contextAt(ctx, { daysAgo, index }, colleague)
  const due = promise ? addDays(localDate(then.now, ctx.shop.timeZone), promise.days) : null
  const assigneeId = index % 3 === 0 && work.reader ? work.reader : colleague?.id
  const { todos } = await then.run(recordInteraction, {
    customerId: member.id,
    kind: said.kind,
    direction: said.direction ?? null,
    outcome: said.outcome,
    summary: summary[language],
    minutes: minutes ?? null,
    person: contact ?? null,
    todos: promise ? [{ title: promise.title[language], dueAt: due, assigneeId }] : [],
  })
  if (!promise || daysAgo - promise.days <= keptAfterDays) return
  const later = await contextAt(ctx, { daysAgo: daysAgo - promise.days, index }, colleague)
  for (const id of todos) await later.run(finishTodo, { id })
}

async function takeAnswer({ ctx, members, colleagues }: Work, { of, daysAgo, ...said }: SampleAnswer, index: number): Promise<void> {
  const member = members.get(of.number)
  if (!member) return
  const then = await contextAt(ctx, { daysAgo, index }, colleagues[0])
  await then.run(recordConsent, { ...said, id: member.id, channels: [...said.channels], language: 'zh' })
}

/** The same transaction some days earlier, at another minute of the shop's opening hours each, in a colleague's name and with the eyes of the program. */
function contextAt(ctx: Ctx, { daysAgo, index }: { readonly daysAgo: number; readonly index: number }, actor: Actor = ctx.actor) {
  const { timeZone } = ctx.shop
  const at = instantOf(addDays(localDate(ctx.now, timeZone), -daysAgo), clockOf(9 * 60 + ((index * 47) % 480)), timeZone)
  return makeContext({ ...ctx.services, clock: () => at }, actor, ctx.source, { db: ctx.db, client: ctx.client, sight: ctx.sight })
}

async function readMembers({ db }: Ctx): Promise<ReadonlyMap<string, Member>> {
  const { rows } = await sql<Member & { code: string }>`select code, id, name, owner_id as "ownerId" from customers
    where code is not null`.execute(db)
  return new Map(rows.map((row) => [row.code, row]))
}

async function readColleagues({ db }: Ctx, people: readonly string[]): Promise<Actor[]> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from auth.users where id = any(${[...people]}::uuid[])
    order by array_position(${[...people]}::uuid[], id)`.execute(db)
  return rows.map(({ id, name }) => ({ kind: 'user', id: actorIdOf(id), userId: id, name, role: 'member' }))
}

async function readReader({ db }: Ctx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from auth.users where role = 'owner' and disabled_at is null order by created_at, id
    limit 1`.execute(db)
  return rows[0] ? actorIdOf(rows[0].id) : null
}
