import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { ZodType } from 'zod'
import { beginFeatures } from '../src/app/begin-features.ts'
import { makeServices } from '../src/app/make-services.ts'
import { type Action, isRole, type Question, type ReplyOf, type Role } from '../src/core/action/action.ts'
import { Problem } from '../src/core/kit/problem.ts'
import { addDuration, type Duration } from '../src/core/kit/duration.ts'
import type { RoleBody } from '../src/core/rights/role-body.ts'
import { forgetSights } from '../src/platform/rights/read-sight.ts'
import { createCustomer } from '../src/know/customers/actions.ts'
import { askQuestion } from '../src/platform/actions/ask-question.ts'
import type { Actor, Ctx, Shop } from '../src/platform/actions/context.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { asSystem, forgetShop, type Services } from '../src/platform/actions/services.ts'
import type { ChannelAccount, ChannelOutcome, Channels, Outgoing } from '../src/platform/channels/channel.ts'
import type { Mail, Mailer, MailOutcome } from '../src/platform/channels/mailer.ts'
import { makePasswords, type Passwords } from '../src/platform/access/passwords.ts'
import { refreshNews } from '../src/platform/event-log/refresh-news.ts'
import type { Gate } from '../src/platform/http/gate.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

/** A mailer that keeps what it was given and answers as told. */
export type FakeMailer = Mailer & { readonly sent: Mail[]; answer: (mail: Mail) => MailOutcome | Promise<MailOutcome> }

function fakeMailer(): FakeMailer {
  const mailer: FakeMailer = {
    sent: [],
    answer: () => ({ state: 'sent', reference: '250 ok' }),
    send: async (_settings, mail) => {
      mailer.sent.push(mail)
      return mailer.answer(mail)
    },
    close: async () => {},
  }
  return mailer
}

/** Vendors that keep what they were given and answer as told. */
export type FakeChannels = Channels & {
  readonly sent: (Outgoing & { readonly account: ChannelAccount })[]
  answer: (message: Outgoing, account: ChannelAccount) => ChannelOutcome | Promise<ChannelOutcome>
}

function fakeChannels(): FakeChannels {
  const channels: FakeChannels = {
    sent: [],
    answer: () => ({ state: 'sent', reference: 'ok' }),
    send: async (account, message) => {
      channels.sent.push({ ...message, account })
      return channels.answer(message, account)
    },
    check: async () => ({ state: 'sent', reference: 'ok' }),
    lotsOf: () => null,
    sendLot: async (account, messages) => Promise.all(messages.map((message) => channels.send(account, message))),
    follow: async () => new Map(),
    greet: async () => ({ state: 'sent', reference: 'ok' }),
    whoIs: async () => null,
  }
  return channels
}

export type World = Awaited<ReturnType<typeof makeWorld>>

/** As fresh as can be: tests of what needs a fresh proof hand in another. */
export const freshSession = { id: '01920000-0000-7000-8000-00000000aaaa', freshAt: new Date('9999-01-01T00:00:00Z'), strong: false }

export const owner: Actor = { kind: 'user', id: 'user:owner', name: '老板', role: 'owner', session: freshSession }

/** Somebody of the firm, made by `world.person`. */
export type Person = { readonly id: string; readonly actor: Actor }

/** What `world.person` is told: a standing role, or what roles of the firm's own allow; and where they stand in the firm. */
export type PersonOptions = {
  readonly name?: string
  readonly role?: Role
  /** One or several roles of the firm's own. */
  readonly rights?: RoleBody | readonly RoleBody[]
  readonly manager?: Person
  readonly manages?: readonly Person[]
  /** The id of a department; `heads` makes them its head. */
  readonly department?: string
  readonly heads?: string
  readonly teams?: readonly string[]
}

/** The gate of tests: who asks stands in the header `x-test-role`, or in `x-test-person` by their id; nothing there is signed out. */
const testGate = (people: ReadonlyMap<string, Person>): Gate => ({
  actorOf: async (request) => {
    const person = people.get(String(request.headers['x-test-person'] ?? ''))
    if (person) return person.actor
    const role = String(request.headers['x-test-role'] ?? '')
    if (!isRole(role)) throw new Problem('access.signed-out')
    return { kind: 'user', id: `user:${role}`, name: role, role, session: freshSession }
  },
  addRoutes: () => {},
})

type Firm = { readonly services: Services; readonly now: () => Date; readonly db: Services['database']['db'] }

async function makePerson({ services, now, db }: Firm, options: PersonOptions): Promise<Person> {
  const id = services.newId()
  const { name = '小陈', role = 'member', rights = [], manager, manages = [], department = null, heads, teams = [] } = options
  await sql`insert into auth.users (id, name, email, role, created_at, updated_at, department_id, manager_id)
    values (${id}, ${name}, ${`${id}@shop.example`}, ${role}, ${now()}, ${now()}, ${department}, ${manager?.id ?? null})`.execute(db)
  for (const report of manages) await sql`update auth.users set manager_id = ${id} where id = ${report.id}`.execute(db)
  if (heads) await sql`update departments set head_id = ${id} where id = ${heads}`.execute(db)
  for (const team of teams) await sql`insert into team_members (team_id, user_id, joined_at) values (${team}, ${id}, ${now()})`.execute(db)
  for (const body of 'grants' in rights ? [rights] : rights) {
    const roleId = services.newId()
    await sql`insert into roles (id, name, body, made_at, updated_at) values (${roleId}, ${`角色 ${roleId}`}, ${JSON.stringify(body)}::jsonb, ${now()}, ${now()})`.execute(
      db,
    )
    await sql`insert into role_holders (user_id, role_id, given_by, given_at) values (${id}, ${roleId}, 'system:test', ${now()})`.execute(
      db,
    )
  }
  forgetSights(services.database)
  return { id, actor: { kind: 'user', id: `user:${id}`, userId: id, name, role } }
}

/**
 * The smallest whole product: a fresh database, all features, a clock that stands still until moved, mail that is
 * caught. `start` is the world's first instant; `database` one of the test's own, migrated, in place of a copy.
 */
export async function makeWorld(options: { start?: string; shop?: Partial<Shop>; database?: FreshDatabase; passwords?: Passwords } = {}) {
  const fresh = options.database ?? (await freshDatabase())
  const dataFolder = mkdtempSync(join(tmpdir(), 'regulars-world-'))
  let now = new Date(options.start ?? '2026-06-15T04:00:00Z')
  const mailer = fakeMailer()
  const channels = fakeChannels()
  const problems: object[] = []
  const services: Services = makeServices({
    database: fresh.database,
    clock: () => new Date(now),
    log: { info: () => {}, warn: () => {}, error: (details) => problems.push(details) },
    mailer,
    channels,
    // Hashing is slow on purpose; hundreds of sign-ins need not be.
    passwords: options.passwords ?? makePasswords({ log: 10, r: 8, p: 1 }),
    dataFolder,
    publicUrl: () => 'http://regulars.test',
  })
  const setting = async (name: string, value: unknown): Promise<void> => {
    await sql`insert into settings (name, value, updated_at) values (${name}, ${JSON.stringify(value)}::jsonb, ${now})
      on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(fresh.database.db)
  }
  await setting('shop', { name: '山前茶事', currency: 'CNY', timeZone: 'Asia/Shanghai', ...options.shop })
  forgetShop(fresh.database)
  await beginFeatures(services)
  let app: FastifyInstance | null = null
  const people = new Map<string, Person>()
  const actorOf = (role: Role): Actor => ({ ...owner, id: `user:${role}`, role })

  const world = {
    services,
    database: fresh.database,
    db: fresh.database.db,
    url: fresh.url,
    mailer,
    channels,
    dataFolder,
    /** What was logged as an error. */
    problems,
    now: () => new Date(now),
    setTime: (at: string | Date) => void (now = new Date(at)),
    pass: (d: Duration) => void (now = addDuration(now, d)),
    /** Runs an action as the owner, or as another role. */
    act: <I extends ZodType, O extends ZodType>(
      action: Action<I, O>,
      input: unknown,
      as: { role?: Role; key?: string; source?: string } = {},
    ): Promise<ReplyOf<Action<I, O>>> =>
      runAction(services, { actor: actorOf(as.role ?? 'owner'), source: as.source ?? 'app', key: as.key }, action, input),
    ask: <I extends ZodType, O extends ZodType>(
      question: Question<I, O>,
      input: unknown = {},
      role: Role = 'owner',
    ): Promise<ReplyOf<Question<I, O>>> => askQuestion(services, actorOf(role), question, input),
    system: <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => asSystem(services, 'test', work),
    /** Lets the freshness worker work until there is no news. */
    settle: async () => {
      for (let round = 0; round < 50; round++) if ((await refreshNews(services, 1_000)) === 0) return
      throw new Error('the facts do not come to rest')
    },
    /** The HTTP side without a port: `(await world.http()).inject({ url, headers: { 'x-test-role': 'owner' } })`. */
    http: async () => (app ??= await buildServer({ services, gate: testGate(people), limits: null })),
    /** Somebody of the firm, with the standing role member unless told otherwise. */
    person: async (options: PersonOptions = {}): Promise<Person> => {
      const person = await makePerson(world, options)
      people.set(person.id, person)
      return person
    },
    /** What somebody does and asks, over the pipeline and over HTTP. */
    as: ({ id, actor }: Person) => ({
      act: <I extends ZodType, O extends ZodType>(action: Action<I, O>, input: unknown): Promise<ReplyOf<Action<I, O>>> =>
        runAction(services, { actor, source: 'app' }, action, input),
      ask: <I extends ZodType, O extends ZodType>(question: Question<I, O>, input: unknown = {}): Promise<ReplyOf<Question<I, O>>> =>
        askQuestion(services, actor, question, input),
      get: async (path: string) => (await world.http()).inject({ url: `/api/${path}`, headers: { 'x-test-person': id } }),
    }),
    /** A setting as the program keeps it, past the page that sets it. */
    setting,
    /** Where mails leave by; they are caught. */
    mailServer: () => setting('smtp', { host: '127.0.0.1', port: 2525, secure: false, from: '山前茶事 <tea@shop.example>' }),
    customer: async (fields: Readonly<Record<string, unknown>> = {}) => (await world.act(createCustomer, { name: '王芳', ...fields })).id,
    end: async () => {
      await app?.close()
      await fresh.drop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
  return world
}
