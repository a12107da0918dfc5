import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueMessages } from '../src/act/messages/actions.ts'
import { createTemplate } from '../src/act/messages/template-actions.ts'
import { sendDue } from '../src/act/messages/server/send-due.ts'
import { unsubscribeToken } from '../src/act/messages/server/unsubscribe-token.ts'
import { consentState } from '../src/core/rule/consent-state.ts'
import { recordConsent } from '../src/know/consent/actions.ts'
import { preferenceToken } from '../src/know/consent/server/preference-token.ts'
import { updateCustomer } from '../src/know/customers/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../src/know/identity/actions.ts'
import { startImport } from '../src/know/imports/actions.ts'
import { runImports } from '../src/know/imports/server/run-imports.ts'
import { addConsents, type ConsentRecord, followConsents } from '../src/platform/records/consent-records.ts'
import { isOffByMerge, mayMail, merge, type ModelRecord, newRecord, say, unmerge } from './consent-model.ts'
import { makeWorld, type World } from './world.ts'

/**
 * How many histories are lived through every door: forms, files, pages, links, merges. Each is a dozen acts, so that 10,000 take
 * half an hour of two free cores: lived in portions, each a test of its own that says how it ended. CONSENT_HISTORIES=10000 asks
 * for all, CONSENT_FROM=4000 goes on behind the first eight. The 10,000 of every run, at the end, are written down as they are.
 */
const histories = Number(process.env['CONSENT_HISTORIES'] ?? 40)
const begun = Number(process.env['CONSENT_FROM'] ?? 0)
const portion = 500
const portions = Array.from({ length: Math.max(1, Math.ceil((histories - begun) / portion)) }, (_, n) => {
  const from = begun + n * portion
  return { from, to: Math.min(histories, from + portion) }
})
const rounds = 4

let world: World
const templates: Record<string, string> = {}
beforeAll(async () => {
  world = await makeWorld()
  await world.mailServer()
  const make = async (name: string, fields: object) => {
    templates[name] = (await world.act(createTemplate, { name, subject: name, body: name, ...fields })).id
  }
  await make('marketing', { kind: 'marketing' })
  await make('surveys', { kind: 'service', purpose: 'surveys' })
  await make('service', { kind: 'service' })
})
afterAll(() => world.end())

/** Numbers that are the same at every run: a linear congruence (Numerical Recipes, section 7.1). */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
type Draw = ReturnType<typeof dice>
const pick = <T>(draw: Draw, all: readonly T[]): T => all[draw(all.length)] as T

let addresses = 0
const newAddress = () => `person${++addresses}@post.cn`

async function form(url: string, body: Record<string, string | string[]>): Promise<void> {
  const pairs = Object.entries(body).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string]))
  const answer = await (await world.http()).inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(pairs).toString(),
  })
  expect(answer.statusCode, answer.body).toBe(200)
}

type Doing = (record: ModelRecord, draw: Draw) => Promise<void>

const byForm: Doing = async (record, draw) => {
  const emailConsent = pick(draw, ['granted', 'withdrawn', 'unknown'])
  const { rows } = await sql<{ is: string }>`select email_consent as is from customers where id = ${record.id}`.execute(world.db)
  await world.act(updateCustomer, { id: record.id, emailConsent })
  if (rows[0]?.is === emailConsent) return
  const says = emailConsent === 'granted' ? 'yes' : emailConsent === 'withdrawn' ? 'no' : 'nothing'
  say(record, { purpose: 'marketing', address: says === 'yes' ? record.email : null, says })
}

const byHand: Doing = async (record, draw) => {
  const purpose = pick(draw, ['marketing', 'surveys', 'service'])
  const state = pick(draw, ['given', 'refused', 'withdrawn'])
  await world.act(recordConsent, { id: record.id, purpose, channels: ['email'], state, how: 'spoken' })
  say(record, { purpose, address: null, says: state === 'given' ? 'yes' : 'no' })
}

const byPage: Doing = async (record, draw) => {
  const url = `/preferences/${preferenceToken(world.services.secrets, record.id)}`
  if (draw(3) === 0) {
    await form(url, { do: 'stop' })
    for (const purpose of ['marketing', 'surveys', 'service']) say(record, { purpose, address: null, says: 'no' })
    return
  }
  const on = draw(2) === 0
  const name = pick(draw, ['marketing', 'surveys'])
  const before = mayMail(record, name, true)
  const isOffAnyway = isOffByMerge(record, name)
  await form(url, { do: 'keep', ...(on ? { on: `${name}:email`, 'was-off': `${name}:email` } : { 'was-on': `${name}:email` }) })
  if (before !== on || (!on && isOffAnyway)) say(record, { purpose: name, address: null, says: on ? 'yes' : 'no' })
}

const byLink: Doing = async (record, draw) => {
  const token = unsubscribeToken(world.services.secrets, { customerId: record.id, id: record.id })
  await form(`/u/${token}`, draw(2) === 0 ? { 'List-Unsubscribe': 'One-Click' } : { press: '1' })
  say(record, { purpose: 'marketing', address: null, says: 'no' })
}

const otherAddress: Doing = async (record) => {
  record.email = newAddress()
  await world.act(updateCustomer, { id: record.id, email: record.email })
}

const nothing: Doing = async () => {}
const doings: readonly Doing[] = [byForm, byForm, byHand, byHand, byPage, byPage, byLink, otherAddress, nothing]

/** A file that says yes or no of many at once; whoever says already what it says is left alone. */
async function byFile(records: readonly ModelRecord[], draw: Draw): Promise<void> {
  if (records.length === 0) return
  const lines = records.map((record) => ({ record, yes: draw(2) === 0 }))
  const ids = records.map(({ id }) => id)
  const { rows } = await sql<{
    id: string
    is: string
  }>`select id, email_consent as is from customers where id = any(${ids}::uuid[])`.execute(world.db)
  const payload = `邮箱,接收邮件\n${lines.map(({ record, yes }) => `${record.email},${yes ? '是' : '否'}`).join('\n')}\n`
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  const uploaded = await (await world.http()).inject({ method: 'POST', url: '/api/imports/files?name=consent.csv', headers, payload })
  await world.act(startImport, { id: uploaded.json().id })
  while (await runImports(world.services));
  for (const { record, yes } of lines)
    if (rows.find(({ id }) => id === record.id)?.is !== (yes ? 'granted' : 'withdrawn'))
      say(record, { purpose: 'marketing', address: yes ? record.email : null, says: yes ? 'yes' : 'no' })
}

/** Merges some, parts some. @returns the records that stand by themselves now */
async function mergeAndPart(standing: readonly ModelRecord[], draw: Draw): Promise<ModelRecord[]> {
  const next: ModelRecord[] = []
  const single = standing.filter((record) => record.merged === null)
  const gone = new Set<ModelRecord>()
  for (let at = 0; at + 1 < single.length; at += 2) {
    const [into, part] = [single[at], single[at + 1]]
    if (!into || !part || draw(4) > 0) continue
    const { mergeId } = await world.act(mergeCustomers, { ids: [into.id, part.id], into: into.id })
    merge(into, part, mergeId)
    gone.add(part)
  }
  for (const record of standing) {
    if (gone.has(record)) continue
    next.push(record)
    const mergeId = record.merged?.mergeId
    if (mergeId === undefined || gone.size === 0 || draw(3) > 0) continue
    await world.act(unmergeCustomers, { id: mergeId })
    const part = unmerge(record)
    if (part) next.push(part)
  }
  return next
}

type Counts = { sent: number; wrong: string[]; allowed: number; missed: number }

/** Queues mail to everybody, lets some change their minds between queueing and sending, and holds what left to the model. */
async function sendToAll(records: readonly ModelRecord[], draw: Draw, counts: Counts): Promise<void> {
  const kinds = Object.entries(templates)
  const queued = records.map((record) => ({ record, kind: pick(draw, kinds) }))
  for (let at = 0; at < queued.length; at += 5_000)
    await world.act(queueMessages, {
      messages: queued
        .slice(at, at + 5_000)
        .map(({ record, kind }) => ({ customerId: record.id, templateId: kind[1], key: `round:${world.now().getTime()}` })),
    })
  for (const { record } of queued) if (draw(8) === 0) await byLink(record, draw)
  const late = queued.filter(() => draw(40) === 0)
  world.mailer.sent.length = 0
  let first = true
  const claimed = async (point: string) => {
    if (point !== 'claimed' || !first) return
    first = false
    for (const { record } of late) await byLink(record, draw)
  }
  while (await sendDue(world.services, { limit: 200, at: claimed }));
  const arrived = new Set(world.mailer.sent.map((mail) => `${mail.to} ${mail.subject}`))
  for (const { record, kind } of queued) {
    const allowed = mayMail(record, kind[0], kind[0] !== 'service')
    const came = arrived.has(`${record.email} ${kind[0]}`)
    counts.sent += came ? 1 : 0
    counts.allowed += allowed ? 1 : 0
    if (came && !allowed) counts.wrong.push(`${kind[0]} to ${record.email}: ${JSON.stringify(record)}`)
    if (!came && allowed) counts.missed++
  }
  expect(arrived.size, 'nothing went anywhere else').toBe(
    queued.filter(({ record, kind }) => arrived.has(`${record.email} ${kind[0]}`)).length,
  )
}

/** The world's tables are one; histories are lived side by side, in lanes that do not wait for each other. */
async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all]
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next)
    }),
  )
}

test.each(portions)(
  'of the random histories of consent from $from to $to, none has a message that was not consented to when it was sent',
  {
    timeout: portion * 2_000,
  },
  async ({ from, to }) => {
    const draw = dice(20_260_615 + from)
    const all = Array.from({ length: to - from }, newAddress)
    let standing: ModelRecord[] = []
    await inLanes(all, async (email) => void standing.push(newRecord(await world.customer({ name: '某人', email }), email)))
    standing.sort((a, b) => (a.id < b.id ? -1 : 1))
    const counts: Counts = { sent: 0, wrong: [], allowed: 0, missed: 0 }
    for (let round = 0; round < rounds; round++) {
      world.pass({ amount: 8, unit: 'days' })
      const inFile: ModelRecord[] = []
      const plans = standing.map((record) => ({ record, own: dice(draw(2 ** 31)), doing: draw(10) }))
      await inLanes(plans, async ({ record, own, doing }) => {
        if (doing === 9) inFile.push(record)
        else await (doings[doing] ?? nothing)(record, own)
      })
      await byFile(inFile, draw)
      standing = await mergeAndPart(standing, draw)
      await sendToAll(standing, draw, counts)
    }
    expect(counts.wrong).toEqual([])
    expect(counts.missed, 'and whoever agreed is not passed by').toBe(0)
    expect(counts.sent).toBe(counts.allowed)
    expect(counts.sent).toBeGreaterThan((to - from) / 4)
  },
)

const purposes = ['marketing', 'surveys', 'service'] as const
const ways = ['email', 'sms', 'call'] as const
const hourMs = 3_600_000
/** Of surveys consents to wordings before this one count no longer. */
const countsFrom = 2

type Said = ConsentRecord & { readonly at: Date; readonly validUntil: Date | null; readonly version: number }
type History = {
  readonly id: string
  readonly email: string
  readonly phone: string
  readonly isChild: boolean
  readonly said: readonly Said[]
}

/** Up to ten acts in any order of time: yes, no and taken back, for one address or all, for a time, under old wordings, by children. */
function history(at: number, draw: Draw, now: Date): History {
  const id = world.services.newId()
  const [email, phone] = [`history${at}@post.cn`, `+861390${String(at).padStart(7, '0')}`]
  const isChild = draw(8) === 0
  const said = Array.from({ length: draw(11) }, (): Said => {
    const channel = pick(draw, ways)
    const own = channel === 'email' ? email : phone
    return {
      customerId: id,
      purpose: pick(draw, purposes),
      channel,
      address: pick(draw, ['', own, own, channel === 'email' ? 'former@post.cn' : '+8613800000000']),
      state: pick(draw, ['given', 'given', 'given', 'refused', 'withdrawn', 'expired']),
      how: 'page',
      at: new Date(now.getTime() - draw(24 * 20) * hourMs),
      validUntil: draw(5) === 0 ? new Date(now.getTime() + (draw(200) - 100) * hourMs) : null,
      version: 1 + draw(3),
      guardian: isChild && draw(3) === 0 ? { name: '王芳', relation: '母亲', contact: '', proof: '' } : null,
    }
  })
  return { id, email, phone, isChild, said }
}

/** What holds, read off the acts in the plainest way; acts of one moment count in the order in which they were told. */
function standing({ email, phone, isChild, said }: History, purpose: string, channel: string, now: Date): string | null {
  const own = channel === 'email' ? email : phone
  let last: Said | null = null
  for (const act of said) {
    const isAbout = act.purpose === purpose && act.channel === channel && (act.address === '' || act.address === own)
    const isChildsOwn = act.state === 'given' && isChild && !act.guardian
    if (isAbout && !isChildsOwn && (last === null || act.at >= last.at)) last = act
  }
  if (last?.state !== 'given') return last?.state ?? null
  const isOver = last.validUntil !== null && last.validUntil <= now
  return isOver || (purpose === 'surveys' && last.version < countsFrom) ? 'expired' : 'given'
}

async function writeDown(histories: readonly History[], now: Date): Promise<void> {
  const rows = histories.map(({ id, email, phone, isChild }) => ({ id, email, phone, birthday: isChild ? '2018-01-01' : null }))
  await sql`insert into customers (id, kind, name, email, phone, birthday, created_at, updated_at)
    select r.id, 'person', '某人', r.email, r.phone, r.birthday, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, email text, phone text, birthday date)`.execute(world.db)
  await sql`insert into log_heads (customer_id) select unnest(${rows.map(({ id }) => id)}::uuid[])`.execute(world.db)
  await world.system(async (ctx) => {
    await addConsents(
      ctx,
      histories.flatMap(({ said }) => said),
    )
  })
  // So many at once are more than what the database last knew of its tables.
  for (const table of ['customers', 'log_heads', 'consents']) await sql`analyze ${sql.id(table)}`.execute(world.db)
  await world.system((ctx) =>
    followConsents(
      ctx,
      rows.map(({ id }) => id),
    ),
  )
}

/** Every line of consent of these, as the one statement has it that all else goes by. */
async function standingOf(ids: readonly string[], now: Date): Promise<Map<string, string | null>> {
  const address = sql`case w when 'email' then c.email else c.phone end`
  const state = consentState({ customer: sql`c.id`, purpose: sql`p`, channel: sql`w`, address }, now)
  const { rows } = await sql<{ line: string; state: string | null }>`select c.id || ' ' || p || ' ' || w as line, ${state} as state
    from customers c, unnest(${[...purposes]}::text[]) p, unnest(${[...ways]}::text[]) w where c.id = any(${ids}::uuid[])`.execute(world.db)
  return new Map(rows.map(({ line, state: is }) => [line, is]))
}

test('of 10,000 random histories each of nine lines stands as the model has it, and nobody has a mail that they did not agree to', async () => {
  await sql`update consent_purposes set version = 3, counts_from = ${countsFrom} where code = 'surveys'`.execute(world.db)
  const draw = dice(20_260_616)
  const now = world.now()
  const histories = Array.from({ length: 10_000 }, (_, at) => history(at, draw, now))
  const wrong: string[] = []
  const states = new Map<string | null, number>()
  await writeDown(histories, now)
  const kept = await standingOf(
    histories.map(({ id }) => id),
    now,
  )
  for (const one of histories)
    for (const purpose of purposes)
      for (const way of ways) {
        const [is, model] = [kept.get(`${one.id} ${purpose} ${way}`), standing(one, purpose, way, now)]
        states.set(model, (states.get(model) ?? 0) + 1)
        if (is !== model) wrong.push(`${purpose} by ${way}: ${is} and not ${model}: ${JSON.stringify(one)}`)
      }
  expect(wrong).toEqual([])
  // Each of them stands somewhere, thousands of times.
  for (const state of ['given', 'refused', 'withdrawn', 'expired', null]) expect(states.get(state), String(state)).toBeGreaterThan(2_000)
  const queued = histories.map((one) => ({ one, purpose: pick(draw, purposes) }))
  for (let from = 0; from < queued.length; from += 5_000)
    await world.act(queueMessages, {
      messages: queued
        .slice(from, from + 5_000)
        .map(({ one, purpose }) => ({ customerId: one.id, templateId: templates[purpose] ?? '', key: `history:${one.id}` })),
    })
  world.mailer.sent.length = 0
  while (await sendDue(world.services, { limit: 1_000 }));
  const arrived = new Set(world.mailer.sent.map((mail) => `${mail.to} ${mail.subject}`))
  const agreed = queued.filter(({ one, purpose }) => {
    const state = standing(one, purpose, 'email', now)
    return purpose === 'service' ? state !== 'refused' && state !== 'withdrawn' : state === 'given'
  })
  expect(arrived).toEqual(new Set(agreed.map(({ one, purpose }) => `${one.email} ${purpose}`)))
  expect(arrived.size).toBe(world.mailer.sent.length)
  expect(arrived.size).toBeGreaterThan(3_000)
}, 120_000)
