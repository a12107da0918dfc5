import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { listMessages } from '../../../act/messages/actions.ts'
import { addContactPoint, changeContactPoint, listContactPoints, removeContactPoint } from '../../contact-points/actions.ts'
import { readConsents, recordConsent } from '../../consent/actions.ts'
import { createContact, listContacts, updateContact } from '../../contacts/actions.ts'
import { createCustomField } from '../../custom-fields/actions.ts'
import { createCustomer, updateCustomer } from '../../customers/actions.ts'
import { makeHousehold, readHousehold } from '../../households/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../../identity/actions.ts'
import { findSimilar } from '../../identity/matching-actions.ts'
import { startImport, undoImport } from '../../imports/actions.ts'
import { listAudit } from '../../audit/audit.ts'
import {
  changeInteraction,
  readInteractions,
  recordInteraction,
  removeInteraction,
  restoreInteraction,
} from '../../interactions/actions.ts'
import { flushReadings } from '../../../platform/audit/note-reading.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { previewErasure, startErasure } from '../../privacy/erasure-actions.ts'
import { gatherTable } from '../../privacy/server/gather-person.ts'
import { readMarks } from '../../privacy/server/marks.ts'
import { liveTables } from '../../privacy/server/person.ts'
import { workOnErasures } from '../../privacy/server/work-on-erasures.ts'
import { keptContact } from '../../../platform/sealing/contacts.ts'
import { suppressedKeys } from '../../../platform/records/suppressed-keys.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { revealValue } from '../../roles/actions.ts'
import { createSource } from '../../sources/actions.ts'
import { changeTodo, createTodo, finishTodo } from '../../todos/actions.ts'
import { haltSealing, readSealing, renewContactKey, rotateSealingKeys, sealContacts } from '../actions.ts'
import { contactsTick } from './contacts-tick.ts'
import { sealingTick } from './sealing-tick.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

/** Every row of every table, as text; what an audit wrote before the switch is left as it was. */
async function linesWith(...texts: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    name: string
  }>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and c.relkind = 'r' order by 1`.execute(
    world.db,
  )
  const found: string[] = []
  for (const { name } of rows)
    for (const { text } of (await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} t`.execute(world.db)).rows)
      if (texts.some((each) => text.toLowerCase().includes(each.toLowerCase()))) found.push(`${name}: ${text}`)
  return found
}
const outsideAudit = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('audit.'))

const inject = async (url: string, role = 'owner') => (await world.http()).inject({ url, headers: { 'x-test-role': role } })
const get = async (url: string, role = 'owner') => (await inject(url, role)).json()
const read = (id: string) => get(`/api/customers/${id}`)
const found = async (query: string): Promise<string[]> => (await get(`/api/customers?${query}`)).rows.map((row: { id: string }) => row.id)
const asked = (rule: unknown) => found(`rule=${encodeURIComponent(JSON.stringify(rule))}`)
const searched = (text: string) => found(`search=${encodeURIComponent(text)}`)

async function turnOver() {
  for (let round = 0; round < 60; round++) {
    while (await contactsTick.run(world.services));
    if ((await world.ask(readSealing)).contacts.every(({ work }) => work === null)) return
    world.pass({ amount: 1, unit: 'minutes' })
  }
  throw new Error('the turning over does not come to rest')
}

async function bring(payload: string, more: object = {}) {
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  const { id } = (await (await world.http()).inject({ method: 'POST', url: '/api/imports/files?name=people.csv', headers, payload })).json()
  await world.act(startImport, { id, ...more })
  for (let round = 0; await runImports(world.services); round++) if (round > 100) throw new Error('the imports do not come to rest')
  return String(id)
}

/** What an update does of installations of before. */
const lookAgain = () => sql.raw(readFileSync('migrations/0062-sealed-labels.sql', 'utf8')).execute(world.db)

let a = ''
let b = ''
let company = ''
let told = ''
let removed = ''
let mergeId = ''
let todo = ''
let remarks = ''
const prefix = '1380777'
const mail = 'seal.example'
const wechat = 'wx_sealed'

test('what stood in the clear is turned over wherever it stood: row, points, contacts, merges, imports, facts', async () => {
  a = await world.customer({ name: '甲', phone: '+8613807770001', email: `a@${mail}`, wechat: `${wechat}_a`, emailConsent: 'granted' })
  await world.act(addContactPoint, { id: a, kind: 'phone', value: '13807770002', label: `或 ${prefix}0009` })
  await world.act(addContactPoint, { id: a, kind: 'email', value: `a2@${mail}` })
  b = await world.customer({ name: '乙', phone: '+8613807770003', email: `b@${mail}` })
  company = await world.customer({ kind: 'company', name: '山前茶业有限公司' })
  await world.act(createContact, {
    customerId: company,
    name: '陈总',
    phone: '+8613807770004',
    email: `chen@${mail}`,
    wechat: `${wechat}_chen`,
  })
  await bring(`姓名,手机号,邮箱\n甲,13807770001,a-new@${mail}\n丙,13807770005,c@${mail}\n`)
  world.pass({ amount: 1, unit: 'minutes' })
  mergeId = (await world.act(mergeCustomers, { ids: [a, b], into: a, choices: {} })).mergeId
  await world.settle()
  told = (
    await world.act(recordInteraction, {
      customerId: a,
      kind: 'call',
      summary: `让我们改打 ${prefix}0001，或写信到 a@${mail}`,
      nextStep: `打 138 0777 0002`,
      person: `王先生 ${prefix}0003`,
      place: `门口，找 ${prefix}0005`,
    })
  ).id
  removed = (await world.act(recordInteraction, { customerId: a, kind: 'other', summary: `旧号 ${prefix}0001` })).id
  await world.act(removeInteraction, { id: removed })
  // Written and sent before: as a text, and as the filled-in texts of one in blocks.
  const texts = [`您好，您留的号码是 ${prefix}0001。`, `\ue015${JSON.stringify({ t: 'x', v: 1, l: 'zh', f: { a: `写信到 a@${mail}` } })}`]
  for (const [at, body] of texts.entries())
    await sql`insert into messages (customer_id, id, channel, kind, key, address, subject, body, state, created_at)
      values (${a}, ${world.services.newId()}, 'email', 'service', ${`old ${at}`}, ${`a@${mail}`}, ${`致 a@${mail}`}, ${body}, 'sent', ${world.now()})`.execute(
      world.db,
    )
  remarks = (await world.act(createCustomField, { label: { zh: '随记', en: 'Remarks' }, type: 'longtext' })).name
  await world.act(updateCustomer, { id: a, note: `也可打 ${prefix}0003\n或 a@${mail}`, [remarks]: `备用\n${prefix}0004` })
  const chen = (await world.ask(listContacts, { id: company })).contacts[0]?.id ?? ''
  await world.act(updateContact, { id: chen, note: `秘书 ${prefix}0005` })
  const asked = { note: `或 a@${mail}`, assigneeId: null }
  todo = (
    await world.act(createTodo, {
      customerId: a,
      title: `给 ${prefix}0006 回电`,
      ...asked,
      origin: { kind: 'hand', words: `打 ${prefix}0007` },
    })
  ).id
  await world.act(createTodo, { customerId: null, title: `问 ${prefix}0008`, ...asked, origin: { kind: 'hand' } })
  expect(outsideAudit(await linesWith(prefix, mail, wechat)).length).toBeGreaterThan(20)
  for (const kind of ['phone', 'email', 'wechat']) await world.act(sealContacts, { kind, sealed: true })
  expect((await world.ask(readSealing)).contacts.map(({ sealed, work }) => [sealed, work?.phase])).toEqual([
    [true, 'keys'],
    [true, 'keys'],
    [true, 'keys'],
  ])
  await turnOver()
  await world.settle()
  expect(outsideAudit(await linesWith(prefix, mail, wechat))).toEqual([])
  expect(await read(a)).toMatchObject({ phone: '+8613807770001', email: `a-new@${mail}`, wechat: `${wechat}_a` })
  expect((await world.ask(listMessages, { customerId: a })).rows.map(({ subject }) => subject)).toEqual([`致 a@${mail}`, `致 a@${mail}`])
  const { points } = await world.ask(listContactPoints, { id: a })
  expect(points.filter(({ kind }) => kind === 'phone').map(({ value, label }) => [value, label])).toEqual([
    ['+8613807770001', null],
    ['+8613807770002', `或 +86${prefix}0009`],
    ['+8613807770003', null],
  ])
  // A label that is written from now on is kept alike.
  await world.act(changeContactPoint, { id: a, kind: 'phone', value: '13807770003', label: `转 ${prefix}0010` })
  expect(outsideAudit(await linesWith(prefix))).toEqual([])
  expect((await world.ask(listContactPoints, { id: a })).points.map(({ label }) => label)).toContain(`转 +86${prefix}0010`)
  expect((await world.ask(listContacts, { id: company })).contacts[0]).toMatchObject({ phone: '+8613807770004', email: `chen@${mail}` })
})

test('it is found whole and by its last four characters, and by no other part', async () => {
  expect(await searched('13807770001')).toEqual([a])
  expect(await searched('0002')).toEqual([a])
  expect(await searched(`A-NEW@${mail}`)).toEqual([a])
  expect(await searched(`${wechat}_A`)).toEqual([a])
  expect(await searched('138077')).toEqual([])
  expect(await searched('a-new')).toEqual([])
  expect(await asked({ field: 'phone', op: 'is', value: '+8613807770001' })).toEqual([a])
  expect(await asked({ field: 'phone', op: 'ends-with-four', value: '0001' })).toEqual([a])
  expect(await asked({ field: 'email', op: 'is-one-of', value: [`a-new@${mail}`, 'x@y.example'] })).toEqual([a])
  for (const rule of [
    { field: 'phone', op: 'contains', value: '138' },
    { field: 'email', op: 'starts-with', value: 'a' },
    { field: 'email', op: 'ends-with-four', value: 'mple' },
  ])
    expect(await get(`/api/customers?rule=${encodeURIComponent(JSON.stringify(rule))}`)).toMatchObject({ code: 'rule.unknown-operator' })
  const contacts = (await get(`/api/contacts?search=${encodeURIComponent('13807770004')}`)).rows
  expect(contacts).toMatchObject([{ name: '陈总', phone: '+8613807770004' }])
})

test('an interaction is found by the contact details in it, whole or by their last four characters, and keeps no word of them', async () => {
  const said = async (text: string): Promise<string[]> =>
    (await get(`/api/interactions?search=${encodeURIComponent(text)}`)).rows.map((row: { id: string }) => row.id)
  for (const text of [`${prefix}0001`, '138 0777 0002', `+86${prefix}0003`, '0005', `A@${mail}`, '改打'])
    expect(await said(text), text).toEqual([told])
  for (const text of [prefix, '门口 138']) expect(await said(text), text).toEqual([])
  const [one] = (await world.ask(readInteractions, { id: a, ids: told })).interactions
  expect(one).toMatchObject({ summary: `让我们改打 +86${prefix}0001，或写信到 a@${mail}`, nextStep: `打 +86${prefix}0002` })
  // Sent back as it was shown nothing changes; a new number is sealed as it comes, and so are those of a file.
  expect(await world.act(changeInteraction, { id: told, summary: one?.summary ?? '' })).toEqual({ id: told, version: 1 })
  await world.act(changeInteraction, { id: told, place: `改到 ${prefix}0006` })
  expect(await said(`${prefix}0006`)).toEqual([told])
  expect(await said(`${prefix}0005`)).toEqual([])
  const file = `邮箱,时间,方式,内容\na-new@${mail},2026-06-01 10:00,电话,回电 ${prefix}0007 或 z@${mail}\n`
  for (const _ of [1, 2]) await bring(file, { kind: 'interactions' })
  expect(await said(`${prefix}0007`)).toHaveLength(1)
  await world.act(restoreInteraction, { id: removed })
  expect((await said(`${prefix}0001`)).toSorted()).toEqual([told, removed].toSorted())
  await world.act(removeInteraction, { id: removed })
  const person = await world.person({
    rights: { grants: { customer: { read: ['all'] }, interaction: { read: ['all'] } }, fields: { phone: 'masked' }, rights: [] },
  })
  expect((await world.as(person).get(`interactions?search=${prefix}0001`)).json().rows).toEqual([])
  const words = async () => outsideAudit(await linesWith(prefix, mail))
  expect(await words()).toEqual([])
  // An installation of before has the words as they were, and what was said since in the clear.
  await sql`update interactions set search = to_tsvector('simple', ${`${prefix}0001 让我们 seal example`}), place = ${`找 ${prefix}0009`} where id = ${told}`.execute(
    world.db,
  )
  await sql.raw(readFileSync('migrations/0054-trust.sql', 'utf8')).execute(world.db)
  expect((await said(`${prefix}0001`)).length).toBe(1)
  expect((await words()).every((line) => line.includes(`${prefix}0009`))).toBe(true)
  await turnOver()
  expect(await said(`${prefix}0009`)).toEqual([told])
  expect(await words()).toEqual([])
})

test('notes and to-dos say what they said, are found by what is sealed in them, and what is written later is sealed as it comes', async () => {
  const todos = async (text: string): Promise<string[]> =>
    (await get(`/api/todos?search=${encodeURIComponent(text)}`)).rows.map(({ title }: { title: string }) => title)
  const before = [`给 +86${prefix}0006 回电`]
  for (const text of [`${prefix}0006`, '138 0777 0006', '0006', '回电']) expect(await todos(text), text).toEqual(before)
  expect(await todos(`a@${mail}`)).toHaveLength(2)
  expect(await todos(prefix)).toEqual([])
  const shown = await read(a)
  expect([shown.note, shown[remarks]]).toEqual([`也可打 +86${prefix}0003\n或 a@${mail}`, `备用\n+86${prefix}0004`])
  expect((await world.ask(listContacts, { id: company })).contacts[0]).toMatchObject({ note: `秘书 +86${prefix}0005` })
  // Sent back as it was shown nothing changes.
  expect((await world.act(updateCustomer, { id: a, note: shown.note, [remarks]: shown[remarks] })).changed).toEqual([])
  expect(await world.act(changeTodo, { id: todo, title: before[0] ?? '' })).toEqual({ id: todo, version: 1 })
  await world.act(changeTodo, { id: todo, title: `给 ${prefix}0016 回电`, note: null })
  expect(await todos(`${prefix}0016`)).toHaveLength(1)
  expect(await todos(`${prefix}0006`)).toEqual([])
  await world.act(finishTodo, { id: todo })
  await bring(`邮箱,备注,随记\na-new@${mail},新号 ${prefix}0017,见 z9@${mail}\nfresh@${mail},号 ${prefix}0018,无\n`)
  expect(await read(a)).toMatchObject({ note: `新号 +86${prefix}0017`, [remarks]: `见 z9@${mail}` })
  await bring(`公司,姓名,备注\n山前茶业有限公司,李工,打 ${prefix}0019\n`, { kind: 'contacts' })
  await world.customer({ name: '新', note: `号 ${prefix}0020` })
  expect(outsideAudit(await linesWith(prefix, mail))).toEqual([])
  // An installation of before has them in the clear still.
  await sql`update customers set note = ${`旧 ${prefix}0021`} where id = ${a}`.execute(world.db)
  await sql`update todos set title = ${`旧 ${prefix}0022`} where id = ${todo}`.execute(world.db)
  await sql`update contact_points set label = ${`旧 ${prefix}0025`} where customer_id = ${a} and label is not null`.execute(world.db)
  await lookAgain()
  await turnOver()
  expect((await world.ask(listContactPoints, { id: a })).points.map(({ label }) => label)).toContain(`旧 +86${prefix}0025`)
  expect(await read(a)).toMatchObject({ note: `旧 +86${prefix}0021` })
  expect(await todos(`${prefix}0022`)).toHaveLength(1)
  expect(outsideAudit(await linesWith(prefix, mail))).toEqual([])
  // So has one whose turning over was halted behind this customer.
  await sql`update customers set note = ${`旧 ${prefix}0023`} where id = ${a}`.execute(world.db)
  await sql`update sealed_contacts set phase = 'values', place = 'last:customers', after = 'ffffffff-ffff-ffff-ffff-ffffffffffff', ended_at = null,
    halted_at = ${world.now()} where kind = 'phone'`.execute(world.db)
  await lookAgain()
  expect((await world.ask(readSealing)).contacts.find(({ kind }) => kind === 'phone')?.work).toMatchObject({ halted: true })
  await world.act(haltSealing, { kind: 'phone', halted: false })
  await turnOver()
  expect(await read(a)).toMatchObject({ note: `旧 +86${prefix}0023` })
  expect(outsideAudit(await linesWith(prefix, mail))).toEqual([])
})

test('what comes in afterwards is sealed at once and recognised: typed, by file, by API, by a source', async () => {
  const d = await world.customer({ name: '丁', phone: '+8613807770011', email: `d@${mail}`, wechat: `${wechat}_d` })
  await expect(world.act(createCustomer, { name: '丁丁', phone: '+8613807770011' })).rejects.toMatchObject({ code: 'customer.exists' })
  expect(await world.act(createCustomer, { name: '丁', email: `d@${mail}`, onMatch: 'update' })).toEqual({ id: d, created: false })
  expect((await world.act(updateCustomer, { id: d, phone: '+8613807770011', email: `d@${mail}` })).changed).toEqual([])
  expect((await world.ask(findSimilar, { values: { name: '某', phone: '138 0777 0011' } })).matches[0]?.customer).toMatchObject({ id: d })
  const importId = await bring(
    `姓名,手机号,邮箱,微信号\n丁,13807770011,d-new@${mail},\n戊,13807770012,e@${mail},${wechat}_e\n己,1380777,bad@${mail},\n`,
  )
  expect(await read(d)).toMatchObject({ email: `d-new@${mail}`, phone: '+8613807770011' })
  expect(await searched('13807770012')).toHaveLength(1)
  const refused = await inject(`/api/imports/${importId}/refusals.csv`, 'manager')
  expect(refused.body).toContain(`bad@${mail}`)
  await world.act(undoImport, { id: importId })
  for (let round = 0; await runImports(world.services); round++) if (round > 100) throw new Error('the undo does not come to rest')
  expect(await read(d)).toMatchObject({ email: `d@${mail}` })
  expect(await searched('13807770012')).toEqual([])
  await bring(`邮箱,城市\nd@${mail},杭州市\nnobody@${mail},北京市\n`, { findBy: 'email', mode: 'update' })
  expect(await read(d)).toMatchObject({ city: '杭州市', email: `d@${mail}` })
  await bring(`手机号,城市\n13807770011,苏州市\n`, { findBy: 'phone', mode: 'update' })
  expect(await read(d)).toMatchObject({ city: '苏州市' })
  const line = async () =>
    (await world.ask(readConsents, { id: d })).lines.find(({ purpose, channel }) => purpose === 'marketing' && channel === 'sms')
  await world.act(recordConsent, { id: d, purpose: 'marketing', channels: ['sms'], state: 'given', how: 'paper', address: '138 0777 0011' })
  expect(await line()).toMatchObject({ state: 'given' })
  const bought = await world.act(recordPurchase, {
    source: 'shop',
    kind: 'purchase',
    number: 'N1',
    amount: 100,
    customer: { phone: '+8613807770011' },
  })
  expect(bought.customerId).toBe(d)
  const { writeKey } = await world.act(createSource, { name: '小程序' })
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const sent = await (await world.http()).inject({
    method: 'POST',
    url: '/v1/identify',
    headers: { authorization },
    payload: { userId: 'U-1', messageId: 'm1', traits: { name: '丁', phone: '13807770011', email: `d3@${mail}`, friend: `or d4@${mail}` } },
  })
  expect(sent.statusCode).toBe(200)
  expect(await read(d)).toMatchObject({ code: 'U-1', email: `d3@${mail}` })
  await world.settle()
  expect(
    await linesWith(mail).then((lines) => lines.filter((line) => /d3@|d4@|e@seal|d-new/.test(line) && !line.startsWith('audit.'))),
  ).toEqual([])
})

test('the audit of what is done and asked from then on has none of it either', async () => {
  const id = await world.customer({ name: '庚', phone: '+8613807770099', email: `g99@${mail}`, wechat: `${wechat}_g99` })
  await world.act(addContactPoint, { id, kind: 'email', value: `g98@${mail}` })
  await world.act(removeContactPoint, { id, kind: 'email', value: `g98@${mail}` })
  await searched(`g99@${mail}`)
  await searched('13807770099')
  await world.ask(findSimilar, { values: { name: '庚', phone: '13807770099' } })
  await new Promise((resolve) => setTimeout(resolve, 900))
  expect(await linesWith('13807770099', `g99@${mail}`, `g98@${mail}`, `${wechat}_g99`)).toEqual([])
})

test('the audit is searched by a sealed contact detail: who wrote it, changed it and looked for it', async () => {
  const id = await world.customer({ name: '审', phone: '+8613807770061' })
  await world.act(updateCustomer, { id, phone: '+8613807770062', wechat: `${wechat}_audit` })
  await searched('13807770062')
  await flushReadings(world.services)
  const found = async (search: string) => (await world.ask(listAudit, { search })).entries.map(({ action }) => action)
  expect((await found('138 0777 0061')).filter((action) => action !== 'audit')).toEqual(['update-customer', 'create-customer'])
  expect(await found('+8613807770062')).toEqual(expect.arrayContaining(['search', 'update-customer']))
  expect(await found('0062')).toEqual(expect.arrayContaining(['search', 'update-customer']))
  expect(await found(`${wechat}_AUDIT`)).toContain('update-customer')
  const [entry] = (await world.ask(listAudit, { subject: id, kind: 'change' })).entries
  expect(entry?.fields).toMatchObject([
    { name: 'phone', before: '+8613807770061', after: '+8613807770062' },
    { name: 'wechat', before: null, after: `${wechat}_audit` },
  ])
  const auditor = await world.person({
    name: '审计员',
    rights: { grants: { customer: { read: ['all'] } }, fields: { phone: 'masked' }, rights: ['audit'] },
  })
  const shown = await world.as(auditor).ask(listAudit, { subject: id, kind: 'change' })
  expect(shown.entries[0]?.fields[0]).toMatchObject({ name: 'phone', before: '•••', after: '•••' })
  expect(await world.as(auditor).ask(listAudit, { search: '13807770062' })).toMatchObject({ entries: [] })
  expect(await linesWith('3807770061', '3807770062', `${wechat}_audit`)).toEqual([])
})

test('who may see only a mask sees the mask, and finds nobody by what is behind it', async () => {
  const person = await world.person({
    rights: {
      grants: { customer: { read: ['all'] }, contact: { read: ['all'] } },
      fields: { phone: 'masked', email: 'hidden' },
      rights: ['reveal'],
    },
  })
  const answer = (await world.as(person).get(`customers/${a}`)).json()
  expect(answer.phone).toBe('138****0001')
  expect(answer.email).toBeUndefined()
  const { points } = await world.as(person).ask(listContactPoints, { id: a })
  expect(points.map(({ value }) => value)).not.toContain('+8613807770002')
  expect((await world.as(person).get('customers?search=13807770001')).json().rows).toEqual([])
  expect(await world.as(person).act(revealValue, { id: a, field: 'phone', reason: '回电' })).toMatchObject({ value: '+8613807770001' })
})

test('parted, everybody has their own again, sealed and found', async () => {
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await read(b)).toMatchObject({ phone: '+8613807770003', email: `b@${mail}` })
  await world.settle()
  expect(await searched('13807770003')).toEqual([b])
  const again = await world.act(mergeCustomers, { ids: [a, b], into: a })
  await world.settle()
  expect(await searched('13807770003')).toEqual([a])
  await world.act(unmergeCustomers, { id: again.mergeId })
  expect(outsideAudit(await linesWith('1380777000', `b@${mail}`))).toEqual([])
})

test('whoever has seen the database and not the key cannot have a sealed value opened by writing it somewhere', async () => {
  const { rows } = await sql<{ phone: string }>`select phone from customers where id = ${a}`.execute(world.db)
  const stolen = rows[0]?.phone ?? ''
  expect(stolen).toMatch(/^§3\.phone\./)
  const id = await world.customer({ name: `偷 ${stolen}`, note: stolen, wechat: stolen.replace('phone', 'wechat') })
  expect(JSON.stringify(await read(id))).not.toMatch(/13807770001|⚠/)
  await expect(world.act(updateCustomer, { id, phone: stolen })).rejects.toMatchObject({ code: 'input.invalid' })
  await bring(`姓名,手机号,备注,微信号\n偷二,13807770051,${stolen},${stolen}\n`)
  const [second = ''] = await searched('13807770051')
  expect(JSON.stringify(await read(second))).not.toContain('13807770001')
  // A refusal says what was asked with.
  for (const query of [
    `fields=${encodeURIComponent(stolen)}`,
    `sort=${encodeURIComponent(stolen)}`,
    `rule=${encodeURIComponent(JSON.stringify({ field: stolen, op: 'is', value: 1 }))}`,
  ]) {
    const refused = await inject(`/api/customers?${query}`)
    expect([refused.statusCode, refused.body.includes('13807770001')], query).toEqual([400, false])
  }
})

test('a household shares a sealed phone, and it tells nobody alone', async () => {
  const father = await world.customer({ name: '辛父', phone: '+8613807770021' })
  const son = await world.customer({ name: '辛子' })
  await world.act(makeHousehold, {
    members: [{ customerId: father }, { customerId: son }],
    shared: [{ kind: 'phone', value: '13807770021' }],
  })
  await world.act(updateCustomer, { id: son, phone: '+8613807770021' })
  const { household } = await world.ask(readHousehold, { id: father })
  expect(household?.shared).toEqual([{ kind: 'phone', value: '+8613807770021' }])
  expect(new Set(await searched('13807770021'))).toEqual(new Set([father, son]))
  expect(await world.act(createCustomer, { name: '辛子', phone: '+8613807770021', onMatch: 'update' })).toEqual({ id: son, created: false })
  expect(outsideAudit(await linesWith('13807770021'))).toEqual([])
})

test('a change of the key and a file taken away leave it as it was', async () => {
  await world.act(rotateSealingKeys, {})
  for (let round = 0; round < 20; round++) {
    while (await sealingTick.run(world.services));
    if ((await world.ask(readSealing)).work.every(({ endedAt }) => endedAt !== null)) break
    world.pass({ amount: 1, unit: 'minutes' })
  }
  const { rows } = await sql<{ version: number }>`select key_version as version from contact_keys`.execute(world.db)
  expect(rows.map(({ version }) => version)).toEqual([2])
  expect(await read(a)).toMatchObject({ phone: '+8613807770001' })
  const file = await inject('/api/customers/export?format=csv&fields=name,phone,email,wechat')
  expect(file.body).toContain('13807770001')
  expect(file.body).toContain(`a-new@${mail}`)
})

test('a new key of contact details takes over portion by portion, both open and find meanwhile, and at its end nothing but the audit is under the old one', async () => {
  const columnOf = async (id: string) =>
    (await sql<{ phone: string }>`select phone from customers where id = ${id}`.execute(world.db)).rows[0]?.phone ?? ''
  const old = [await columnOf(a), world.services.sealing.token('email', `a-new@${mail}`)]
  expect((await world.act(renewContactKey, {})).version).toBe(2)
  await expect(world.act(renewContactKey, {})).rejects.toMatchObject({ code: 'sealing.turning' })
  await expect(world.act(sealContacts, { kind: 'phone', sealed: false })).rejects.toMatchObject({ code: 'sealing.turning' })
  expect((await world.ask(readSealing)).contacts.map(({ sealed, work }) => [sealed, work?.aim])).toEqual([
    [true, 'renewed'],
    [true, 'renewed'],
    [true, 'renewed'],
  ])
  // An update comes meanwhile, to an installation that has notes in the clear.
  await sql`update customers set note = ${`旧 ${prefix}0024`} where id = ${a}`.execute(world.db)
  await lookAgain()
  const phase = async () => (await world.ask(readSealing)).contacts.find(({ kind }) => kind === 'phone')?.work?.phase
  for (let round = 0; (await phase()) === 'keys'; round++) {
    if (round > 50) throw new Error('the keys do not come to rest')
    if (!(await contactsTick.run(world.services))) world.pass({ amount: 1, unit: 'minutes' })
  }
  // New ones are under the new key, old ones are not yet, and everybody is found and known by both.
  const fresh = await world.customer({ name: '新钥', phone: '+8613807770091' })
  expect([await columnOf(a), (await columnOf(fresh)) === world.services.sealing.token('phone', '+8613807770091')]).toEqual([old[0], true])
  for (const [value, id] of [
    ['+8613807770001', a],
    ['+8613807770091', fresh],
  ] as const) {
    expect(await read(id)).toMatchObject({ phone: value })
    expect(await searched(value)).toEqual([id])
    expect(await asked({ field: 'phone', op: 'is', value })).toEqual([id])
    await expect(world.act(createCustomer, { name: '又', phone: value })).rejects.toMatchObject({ code: 'customer.exists' })
  }
  // Whoever sends what stands there already changes nothing.
  expect((await world.act(updateCustomer, { id: a, phone: '+8613807770001' })).changed).toEqual([])
  // Somebody was erased at the moment in which their key was written ahead.
  const [gone, ahead] = [world.services.newId(), `phone:${world.services.sealing.token('phone', '+8613807770098')}`]
  await sql`insert into log_heads (customer_id, seq, done, into_id) values (${gone}, 0, 0, '00000000-0000-0000-0000-000000000000')`.execute(
    world.db,
  )
  await sql`insert into identities (key, customer_id) values (${ahead}, ${gone})`.execute(world.db)
  await turnOver()
  expect(await columnOf(a)).toBe(world.services.sealing.token('phone', '+8613807770001'))
  expect(await linesWith(ahead)).toEqual([])
  expect(await columnOf(a)).not.toBe(old[0])
  expect(outsideAudit(await linesWith(...old))).toEqual([])
  expect(await read(a)).toMatchObject({ note: `旧 +86${prefix}0024` })
  expect(outsideAudit(await linesWith(`${prefix}0024`))).toEqual([])
  expect(world.services.sealing.openContacts(old[0] ?? '')).toBe('+8613807770001')
  const { rows } = await sql<{
    version: number
    retired: boolean
  }>`select version, retired_at is not null as retired from contact_keys order by 1`.execute(world.db)
  expect(rows).toEqual([
    { version: 1, retired: true },
    { version: 2, retired: false },
  ])
  expect((await world.ask(readSealing)).contactKey).toBe(2)
  expect(await read(a)).toMatchObject({ phone: '+8613807770001', email: `a-new@${mail}`, wechat: `${wechat}_a` })
  expect(await searched('0001')).toEqual([a])
})

test('everything kept of a person is told opened, and once erased it is nowhere in either form', async () => {
  const id = await world.customer({ name: '壬', phone: '+8613807770031', email: `ren@${mail}`, wechat: `${wechat}_ren` })
  await world.act(addContactPoint, { id, kind: 'phone', value: '13807770032' })
  const kept = await world.system(async (ctx) => {
    const person = { ids: [id], marks: await readMarks(ctx, [id]), tables: await liveTables(ctx.db) }
    const all: unknown[] = []
    for (const table of ['customers', 'contact_points', 'events']) all.push(await gatherTable(ctx, table, person))
    return JSON.stringify(all)
  })
  expect(kept).toContain('+8613807770031')
  expect(kept).toContain('+8613807770032')
  expect(kept).not.toContain('§3.')
  const { rows } = await sql<{ phone: string }>`select phone from customers where id = ${id}`.execute(world.db)
  // Something of before the key was changed, that is not about them.
  const former = world.services.sealing.token('phone', '+8613807770031', 1)
  await sql`insert into action_keys (actor, key, action, input_hash, answer, at)
    values ('test', 'former', 'test', '', ${JSON.stringify({ phone: former })}::jsonb, ${world.now()})`.execute(world.db)
  const { version } = await world.ask(previewErasure, { id })
  await world.act(startErasure, { id, version })
  while (await workOnErasures(world.services)) continue
  expect(former).not.toBe(rows[0]?.phone)
  expect(await linesWith('13807770031', '13807770032', `ren@${mail}`, rows[0]?.phone ?? '', former)).toEqual([])
  const again = await world.customer({ name: '壬', email: `ren@${mail}`, emailConsent: 'granted' })
  const suppressed = await world.system((ctx) =>
    suppressedKeys(ctx.db, ctx.services, [`email:ren@${mail}`, `email:${keptContact(ctx, 'email', `ren@${mail}`)}`]),
  )
  expect(suppressed.size).toBeGreaterThan(0)
  expect(await searched(`ren@${mail}`)).toEqual([again])
})

test('halted it stays as it is, and opened again everything stands and is found as before', async () => {
  await world.act(sealContacts, { kind: 'phone', sealed: false })
  await world.act(haltSealing, { kind: 'phone', halted: true })
  expect(await contactsTick.run(world.services)).toBe(false)
  expect(await searched('13807770001')).toEqual([a])
  await world.act(haltSealing, { kind: 'phone', halted: false })
  await contactsTick.run(world.services)
  await contactsTick.run(world.services)
  for (const kind of ['email', 'wechat']) await world.act(sealContacts, { kind, sealed: false })
  await turnOver()
  await world.settle()
  expect(await linesWith('§3.').then((lines) => lines.filter((line) => !/^(audit\.|public\.action_keys)/.test(line)))).toEqual([])
  expect(await read(a)).toMatchObject({ phone: '+8613807770001', email: `a-new@${mail}`, wechat: `${wechat}_a` })
  expect(await searched('138077700')).toContain(a)
  expect(await asked({ field: 'phone', op: 'starts-with', value: '+86138077700' })).toContain(a)
  await expect(world.act(createCustomer, { name: '又', phone: '+8613807770001' })).rejects.toMatchObject({ code: 'customer.exists' })
  await expect(world.act(haltSealing, { kind: 'phone', halted: true })).rejects.toMatchObject({ code: 'sealing.nothing-under-way' })
})

test('while it is under way both forms are found, a portion that breaks off leaves nothing, and it may turn round midway', async () => {
  const old = await world.customer({ name: '癸', phone: '+8613807770041' })
  await world.act(addContactPoint, { id: old, kind: 'phone', value: '13807770042', consent: 'granted' })
  await world.act(sealContacts, { kind: 'phone', sealed: true })
  const phase = async () => (await world.ask(readSealing)).contacts.find(({ kind }) => kind === 'phone')?.work?.phase
  for (let round = 0; (await phase()) === 'keys'; round++) {
    if (round > 20) throw new Error('the keys do not come to rest')
    await contactsTick.run(world.services)
  }
  const columnOf = async (id: string) =>
    (await sql<{ phone: string }>`select phone from customers where id = ${id}`.execute(world.db)).rows[0]?.phone ?? ''
  expect(await columnOf(old)).toBe('+8613807770041')
  const fresh = await world.customer({ name: '癸新', phone: '+8613807770043' })
  expect(await columnOf(fresh)).toMatch(/^§3\.phone\./)
  await expect(world.act(createCustomer, { name: '癸癸', phone: '+8613807770041' })).rejects.toMatchObject({ code: 'customer.exists' })
  for (const [value, id] of [
    ['+8613807770041', old],
    ['+8613807770043', fresh],
  ] as const) {
    expect(await asked({ field: 'phone', op: 'is', value })).toEqual([id])
    expect(await asked({ field: 'phone', op: 'ends-with-four', value: value.slice(-4) })).toEqual([id])
    expect(await searched(value)).toEqual([id])
    expect(await read(id)).toMatchObject({ phone: value })
  }
  // Whoever began to write before may still be writing in the old form: nothing is turned over for a while.
  expect(await contactsTick.run(world.services)).toBe(false)
  world.pass({ amount: 1, unit: 'minutes' })
  // The program dies in the middle of a portion, when some values are sealed already.
  let sealedSoFar = 0
  const { sealing } = world.services
  const dying = {
    ...sealing,
    token: (...given: Parameters<typeof sealing.token>) => {
      if (++sealedSoFar > 6) throw new Error('killed')
      return sealing.token(...given)
    },
  }
  await expect(contactsTick.run({ ...world.services, sealing: dying })).rejects.toThrow('killed')
  expect(await columnOf(old)).toBe('+8613807770041')
  await contactsTick.run(world.services)
  expect(await columnOf(old)).toMatch(/^§3\.phone\./)
  expect(await read(old)).toMatchObject({ phone: '+8613807770041' })
  await world.act(sealContacts, { kind: 'phone', sealed: false })
  await turnOver()
  expect(await columnOf(old)).toBe('+8613807770041')
  expect(await columnOf(fresh)).toBe('+8613807770043')
  expect((await world.ask(listContactPoints, { id: old })).points.map(({ value, consent }) => [value, consent])).toEqual([
    ['+8613807770041', 'unknown'],
    ['+8613807770042', 'granted'],
  ])
  await expect(world.act(createCustomer, { name: '又', phone: '+8613807770043' })).rejects.toMatchObject({ code: 'customer.exists' })
})
