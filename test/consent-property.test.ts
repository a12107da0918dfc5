import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTemplate, queueMessages } from '../src/act/messages/actions.ts'
import { sendDue } from '../src/act/messages/server/send-due.ts'
import { unsubscribeToken } from '../src/act/messages/server/unsubscribe-token.ts'
import { recordConsent } from '../src/know/consent/actions.ts'
import { preferenceToken } from '../src/know/consent/server/preference-token.ts'
import { updateCustomer } from '../src/know/customers/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../src/know/identity/actions.ts'
import { startImport } from '../src/know/imports/actions.ts'
import { runImports } from '../src/know/imports/server/run-imports.ts'
import { isOffByMerge, mayMail, merge, type ModelRecord, newRecord, say, unmerge } from './consent-model.ts'
import { makeWorld, type World } from './world.ts'

/**
 * How many histories; the law asks for 10,000. Each is a dozen acts, so that they take half an hour of two free cores: lived in
 * portions, each a test of its own that says how it ended. CONSENT_FROM=4000 goes on behind the first eight.
 */
const histories = Number(process.env['CONSENT_HISTORIES'] ?? 60)
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
  const smtp = { host: '127.0.0.1', port: 2525, secure: false, from: '山前茶事 <tea@shop.example>' }
  await sql`insert into settings (name, value, updated_at) values ('smtp', ${JSON.stringify(smtp)}::jsonb, ${world.now()})`.execute(
    world.db,
  )
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
