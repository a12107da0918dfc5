import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action, Question } from '../../src/core/action/action.ts'
import { createKey } from '../../src/know/shop/keys.ts'
import { createPreferenceLink } from '../../src/know/consent/actions.ts'
import { type Door, openDoor } from '../door.ts'
import { makeWorld, type World } from '../world.ts'
import { actors, type Allowed, type Answer, bodyOf, expected, hasRows, type Needs, type Position, positions, readNeeds } from './actors.ts'
import { usualBrand, usualContentSettings } from '../../src/act/messages/content/brand.ts'
import { makeInput, type Places } from './make-input.ts'
import { type Planted, plantCustomer, plantFirm, plantHanging } from './plant-firm.ts'
import { routes } from './routes.ts'
import { allSums } from '../sum-tables.ts'

/** Somebody at the door: what they send along, and what the table says of them. */
type Caller = {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly told: (needs: Needs, position: Position, route: string) => Answer
}
type Call = { readonly route: string; readonly needs: Needs; readonly position: Position; readonly caller: Caller; readonly told: Answer }

let world: World
let door: Door
let firm: Planted
let definitions: ReadonlyMap<string, Action | Question>
const planted: Record<string, Planted> = {}
const owners: Record<string, string> = {}
const callers: Caller[] = []
let cells = 0

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
  const { actions, questions } = world.services.registry
  definitions = new Map(
    [...actions.values(), ...questions.values()].map(({ definition }) => [`${definition.method} /api${definition.path}`, definition]),
  )
  const team = world.services.newId()
  await sql`insert into teams (id, name, made_at) values (${team}, '一组', ${world.now()})`.execute(world.db)
  for (const [name, allowed] of Object.entries<Allowed>(actors)) {
    const rights = bodyOf(allowed)
    const isOfTeam = name === 'own rows' || name === 'team’s rows'
    const person = await world.person({ name, role: allowed.standing, teams: isOfTeam ? [team] : [], ...(rights ? { rights } : {}) })
    if (name === 'own rows') owners['own'] = person.id
    callers.push({
      name,
      headers: { cookie: await door.cookieOf(person.id) },
      told: (needs, position) => expected(allowed, needs, position),
    })
  }
  owners['team'] = (await world.person({ name: '同组', teams: [team] })).id
  owners['other'] = (await world.person({ name: '别组' })).id
  for (const position of positions) planted[position] = await plantCustomer(world, owners[position] ?? '', position)
  firm = await plantFirm(world)
  await world.settle()
  const { key } = await world.act(createKey, { name: '收银', role: 'member', scopes: { access: 'read', areas: ['purchases'] } })
  const { url } = await world.act(createPreferenceLink, { id: planted['own']?.['customer'] })
  const link = new URL(url).pathname.split('/').at(-1) ?? ''
  callers.unshift(
    { name: 'nobody', headers: {}, told: stranger },
    {
      name: 'a customer’s link',
      headers: { authorization: `Bearer ${link}`, cookie: `regulars-80.session_token=${link}` },
      told: stranger,
    },
    { name: 'a narrow key', headers: { authorization: `Bearer ${key}` }, told: narrow },
  )
}, 120_000)
afterAll(async () => {
  await door.app.close()
  await world.end()
})

const stranger = ({ isOpen }: Needs): Answer => (isOpen ? 'open' : 'who')

/** May read purchases, with what was sold, and what everybody may who comes in, and nothing else. */
function narrow({ isOpen, level }: Needs, _: Position, route: string): Answer {
  if (isOpen) return 'open'
  const isWithin = /^GET \/api\/(purchases|products|customers\/:id\/purchases|docs|openapi\.json|problems|exports)(\/|$)/.test(route)
  return isWithin && level === 'member' ? 'in' : 'denied'
}

test('every route of the server stands in the table, and the table names no others', () => {
  const there = new Set(
    door.routes.map(({ method, url }) => `${method === 'HEAD' ? 'GET' : method} ${url}`).filter((route) => !/ \*$|docs\/$/.test(route)),
  )
  expect([...there].filter((route) => !(route in routes)).toSorted()).toEqual([])
  expect(Object.keys(routes).filter((route) => !there.has(route))).toEqual([])
})

test('every route about a planted record is called with the id of one', () => {
  const nameless = Object.entries(routes)
    .filter(([route, row]) => route.includes('/:id') && readNeeds(row).records.length > 0)
    .filter(([route]) => placesOf(route, planted['own'] ?? {}, firm)['id'] === nowhere)
  expect(nameless.map(([route]) => route)).toEqual([])
})

/** All cells of these routes. */
function callsOf(isWanted: (call: Call) => boolean): Call[] {
  return Object.entries(routes)
    .flatMap(([route, row]) => {
      const needs = readNeeds(row)
      const where: readonly Position[] = hasRows(needs) ? positions : ['other']
      return callers.flatMap((caller) =>
        where.map((position) => ({ route, needs, position, caller, told: caller.told(needs, position, route) })),
      )
    })
    .filter(isWanted)
}

/** A PNG of one pixel. */
const smallestPicture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const nowhere = '01920000-0000-7000-8000-00000000beef'

/** Which record `:id` is, by the first part of the path. */
function placesOf(route: string, own: Planted, firms: Planted): Places {
  const [, path = ''] = route.split(' /api/')
  const byPath: Readonly<Record<string, string | undefined>> = {
    customers: path.startsWith('customers/:customerId/messages') ? own['message'] : own['customer'],
    contacts: own['contact'],
    purchases: own['purchase'],
    todos: own['todo'],
    interactions: route.includes('restore') ? own['removed_interactions'] : own['interaction'],
    inbound: own['inbound_mails'],
    households: own['households'],
    merges: own['merges'],
    churn: own['churn_entries'],
    segments: firms['segment'],
    tags: firms['tag'],
    templates: firms['template'],
    campaigns: firms['campaign'],
    journeys: firms['journey'],
    messages: own['message'],
    products: firms['product'],
  }
  const isMerge = /^(customers\/merge|merge-preview|duplicates)/.test(path)
  const pair = [own['customer'], own['twin']]
  const customerId = path.startsWith('households/:id') ? own['member'] : path === 'households' ? own['person'] : own['customer']
  return {
    id: byPath[path.split('/')[0] ?? ''] ?? nowhere,
    ids: isMerge ? (route.startsWith('GET') ? pair.join(',') : pair) : path.startsWith('todos') ? [own['todo']] : [own['customer']],
    into: isMerge ? own['customer'] : firms['intoTag'],
    low: (own['customer'] ?? '') < (own['twin'] ?? '') ? own['customer'] : own['twin'],
    high: (own['customer'] ?? '') < (own['twin'] ?? '') ? own['twin'] : own['customer'],
    customerId,
    customerIds: [own['customer']],
    personId: own['person'],
    templateId: firms['template'],
    messageId: own['message'],
    fromAt: '2026-06-20T00:00:00Z',
    untilAt: '2026-06-21T00:00:00Z',
    segment: firms['segment'],
    withId: owners['team'],
    withKind: 'person',
    field: 'city',
    fields: ['city'],
    values: { city: '杭州' },
    choices: {},
    value: `wx-${own['customer']?.slice(-6)}`,
    kind: kindOf(path),
    purpose: 'marketing',
    channels: ['email'],
    definition: path.startsWith('campaigns')
      ? { audience: { all: [] }, variants: [{ key: 'a', templateId: firms['template'], share: 1 }], when: { kind: 'now' } }
      : { trigger: { kind: 'by-hand' }, steps: [{ id: 's', kind: 'send', templateId: firms['template'], next: null }], holdout: 0 },
    subject: '您好',
    body: '您好 {{ name }}',
    ...(path.startsWith('templates') ? { version: 1 } : {}),
    ...(path === 'templates/settings' ? { brand: usualBrand, content: usualContentSettings } : {}),
    ...(path === 'pictures' ? { address: smallestPicture } : {}),
    ...(path.includes('churn') ? { reason: 'moved.away' } : {}),
    lines: [{ product: 'A', quantity: 1, amount: 100 }],
    from: '2026-01-01',
    to: route.includes('owner') ? [owners['team']] : '2026-06-01',
  }
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/contact-points/, 'wechat'],
  [/households/, 'wechat'],
  [/interactions/, 'call'],
  [/purchases/, 'purchase'],
  [/privacy/, 'see'],
  [/templates/, 'marketing'],
  [/imports|import-/, 'customers'],
  [/consents/, 'given'],
  [/churn\/entries/, 'contacted'],
  [/inbound/, 'reply'],
]
const kindOf = (path: string) => kinds.find(([pattern]) => pattern.test(path))?.[1] ?? 'company'

async function send({ route, caller, position }: Call, own: Planted = planted[position] ?? {}, firms: Planted = firm) {
  const [method = '', pattern = ''] = route.split(' ')
  const places = placesOf(route, own, firms)
  const definition = definitions.get(route)
  const made = definition ? makeInput(definition.input, places) : {}
  const params = new Set([...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name))
  const path = pattern
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(textOf(places[name], name === 'code' ? 'marketing' : nowhere)))
    .replace('*', 'x')
  const rest = Object.fromEntries(Object.entries(made).filter(([name]) => !params.has(name)))
  if (method === 'GET') {
    const query = new URLSearchParams(
      Object.entries(rest).map(([name, value]): [string, string] => [name, textOf(value, JSON.stringify(value))]),
    )
    return door.send(method, query.size > 0 ? `${path}?${query}` : path, { headers: caller.headers, address: nextAddress() })
  }
  const isFile = /^\/api\/(imports\/)?files$/.test(pattern)
  if (isFile)
    return door.send(method, path, { headers: { ...caller.headers, 'content-type': 'application/octet-stream' }, payload: 'name\n张' })
  return door.send(method, path, { headers: caller.headers, body: rest, address: nextAddress() })
}

/** From everywhere, for wrong keys are counted by address. */
const nextAddress = () => `10.${(cells >> 8) % 250}.${cells % 250}.1`

const textOf = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)
const codeOf = (body: string) => /"code":"([^"]+)"/.exec(body)?.[1] ?? ''
const nameOf = ({ caller, route, position }: Call) => `${caller.name} · ${route} · ${position}`

/** What is wrong with a cell, in words; null where it is as the table says. */
function judge(call: Call, status: number, body: string): string | null {
  const code = codeOf(body)
  const isRefused = status === 401 || /^(access\.(denied|signed-out|key-scope|must)|rights\.)/.test(code)
  const isGone = code === 'record.missing' || (status === 404 && code === '')
  const isRight = {
    who: status === 401,
    denied: status === 403,
    gone: status === 404 && isGone,
    in: status < 500 && !isRefused && !(isGone && hasRows(call.needs)),
    open: status < 500,
  }[call.told]
  return isRight ? null : `${nameOf(call)}: expected ${call.told}, was ${status} ${code}`
}

/** What stands in a record of somebody else's and in a hidden field must not stand in an answer, whatever it says. */
function leaks(call: Call, text: string): string | null {
  const mustNot: Readonly<Record<string, readonly string[]>> = {
    nobody: ['记号-'],
    'a customer’s link': ['记号-'],
    'own rows': ['记号-other-', '记号-team-'],
    'team’s rows': ['记号-other-'],
    'some fields': ['藏 记号', '+8613920', '13920'],
    'a narrow key': ['藏 记号'],
  }
  const found = mustNot[call.caller.name]?.find((mark) => text.includes(mark))
  return found === undefined ? null : `${nameOf(call)} tells “${found}”`
}

/** An answer that its description does not fit; what is not described is dropped as it is read. */
function unlike(call: Call, { statusCode, body }: Answered): string | null {
  const output = statusCode === 200 ? definitions.get(call.route)?.output : undefined
  if (!output) return null
  const told: unknown = JSON.parse(body)
  const read = output.safeParse(told)
  return read.success && isDeepStrictEqual(read.data, told)
    ? null
    : `${nameOf(call)} is described otherwise: ${read.error?.message ?? body}`
}

type Answered = Awaited<ReturnType<typeof send>>
const tellsOf = ({ headers, body }: Answered) => `${decodeURIComponent(JSON.stringify(headers).replaceAll('%', '%25'))} ${body}`

async function walk(calls: readonly Call[], sendOne: (call: Call) => Promise<Answered> = (call) => send(call)): Promise<string[]> {
  const wrong: string[] = []
  for (const call of calls) {
    const answer = await sendOne(call)
    cells += 1
    wrong.push(
      ...[judge(call, answer.statusCode, answer.body), leaks(call, tellsOf(answer)), unlike(call, answer)].filter((one) => one !== null),
    )
  }
  return wrong
}

const isRefusal = ({ told }: Call) => told === 'who' || told === 'denied' || told === 'gone'

test('who may not is refused, at every route and of every record, and nothing is written by it', { timeout: 240_000 }, async () => {
  // All tables are looked at once for the routes that stand together.
  const byPart = Map.groupBy(callsOf(isRefusal), ({ route }) => route.split('/', 3).join('/'))
  const wrong: string[] = []
  let before = await allSums(world)
  for (const [part, calls] of byPart) {
    wrong.push(...(await walk(calls)))
    const after = await allSums(world)
    const changed = Object.keys(after).filter((table) => after[table] !== before[table])
    if (changed.length > 0) wrong.push(`${part}: a refused call wrote to ${changed.join(', ')}`)
    before = after
  }
  expect(wrong).toEqual([])
})

test('whoever may read gets an answer, with nothing in it of what is out of sight', { timeout: 240_000 }, async () => {
  const wrong = await walk(callsOf((call) => !isRefusal(call) && call.route.startsWith('GET') && !isStream(call.route)))
  expect([...wrong, ...world.problems]).toEqual([])
})

/** Doors that keep a connection, or end a session. */
const isStream = (route: string) => route.includes('/auth/') || route.includes('docs/static')

/** These end the session of who calls, or take long; that they ask first is shown above. */
const apart = /sessions|sign-out|auth\/|\/api\/me\/|end-access|sample-shop|welcome|\/backups\/|privacy\/erasures|\/v1\/|quiet|doctor/

test('whoever may act is let in', { timeout: 240_000 }, async () => {
  const calls = callsOf(
    (call) => !isRefusal(call) && !call.route.startsWith('GET') && !call.route.startsWith('OPTIONS') && !apart.test(call.route),
  )
  const wrong: string[] = []
  for (const call of calls) {
    if (call.needs.records.length === 0) {
      wrong.push(...(await walk([call], probe)))
      continue
    }
    const own = planted[call.position] ?? {}
    const ownerId = owners[call.position] ?? ''
    // Acts before this one may have given the customer away, or joined it with its twin.
    await sql`update customers set owner_id = ${ownerId}, kind = 'company' where id = ${own['customer'] ?? null}`.execute(world.db)
    const wanted = [...call.needs.records, ...(call.route.includes('merge') ? ['twin'] : [])]
    const fresh = { ...own, ...(await plantHanging(world, ownerId, call.position, own['customer'] ?? '', wanted)) }
    const firms = call.needs.records.some((one) => one in firm) ? await plantFirm(world) : firm
    let answer: Answered | undefined
    wrong.push(...(await walk([call], async (one) => (answer = await send(one, fresh, firms)))))
    if (answer && codeOf(answer.body) === 'input.invalid') wrong.push(`${nameOf(call)}: the table’s input is not valid: ${answer.body}`)
  }
  expect(wrong).toEqual([])
})

/** An input that nothing takes: who is let in is told of the input, and nothing happens. */
const probe = ({ route, caller }: Call) => {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replace(/:\w+/g, nowhere)
  const isFile = pattern.endsWith('files')
  if (isFile) return door.send(method, path, { headers: { ...caller.headers, 'content-type': 'application/octet-stream' }, payload: 'x' })
  return door.send(method, path, { headers: caller.headers, body: { nonsense: true, id: 'no uuid' } })
}

test('the matrix has as many cells as it says', () => {
  expect(cells).toBeGreaterThan(2_500)
})
