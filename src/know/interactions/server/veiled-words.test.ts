import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import type { RoleBody } from '../../../core/rights/role-body.ts'
import { addContactPoint, changeContactPoint, listContactPoints } from '../../contact-points/actions.ts'
import { createContact, listContacts, updateContact } from '../../contacts/actions.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import { createCustomField } from '../../custom-fields/actions.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { revealValue } from '../../roles/actions.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { createSource } from '../../sources/actions.ts'
import { createTodo } from '../../todos/actions.ts'
import { withoutContacts } from '../../../platform/rights/text-masks.ts'
import { hideInText } from '../../../core/kit/contact-in-text.ts'
import { changeInteraction, readInteractions, recordInteraction } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const kinds = ['customer', 'interaction', 'todo', 'contact', 'purchase', 'message', 'segment', 'template']
const grants: RoleBody['grants'] = Object.fromEntries(kinds.map((kind) => [kind, { read: ['all'], export: ['all'] }]))
const phone = '13807773366'
const said = `改打 ${phone} 或 138 0777 3367，写信到 words@veil.example；订单 2026558066633661`

let id = ''
let company = ''
let todo = ''
let custom = ''

test('who may not see phones and e-mails whole reads them in nothing that somebody wrote, by no door', async () => {
  custom = (await world.act(createCustomField, { label: { zh: '随记', en: 'Remarks' }, type: 'longtext' })).name
  id = await world.customer({ name: '甲', phone: `+86${phone}`, email: 'words@veil.example' })
  company = await world.customer({ kind: 'company', name: '山前茶业有限公司' })
  await world.act(updateCustomer, { id, note: said, [custom]: said })
  await world.act(createContact, { customerId: company, name: '陈总', note: said })
  await world.act(recordInteraction, { customerId: id, kind: 'call', summary: said, nextStep: said, person: said, place: said })
  todo = (await world.act(createTodo, { customerId: id, title: said, note: said, origin: { kind: 'hand' } })).id
  await world.act(createTodo, { customerId: null, title: said, origin: { kind: 'hand' } })
  await world.act(recordPurchase, {
    source: 'shop',
    kind: 'purchase',
    number: `phone:+86${phone}@2026-03-01T00:00:00.000Z`,
    amount: 100,
    customer: { phone: `+86${phone}` },
  })
  const { writeKey } = await world.act(createSource, { name: '小程序' })
  const sent = (path: string, payload: object) =>
    world.http().then((http) =>
      http.inject({
        method: 'POST',
        url: `/v1/${path}`,
        headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
        payload,
      }),
    )
  await sent('identify', { userId: 'U-9', messageId: 'v0', traits: { phone, email: 'words@veil.example', mobile: Number(phone) } })
  await sent('track', {
    userId: 'U-9',
    messageId: 'v1',
    event: '留言',
    properties: {
      text: said,
      tel: Number(phone),
      more: { deep: { text: said, lines: [`请回\n${phone}`] }, all: [said, `请回\n${phone}`] },
    },
  })
  await world.act(addContactPoint, { id, kind: 'address', value: '杭州市西湖区龙井路 1 号', label: `丈夫 ${phone}` })
  await world.act(addContactPoint, { id, kind: 'address', value: `上海市黄浦区南京东路 2 号，到了打 ${phone}` })
  const part = await world.customer({ name: '甲', phone: '+8613807773369', note: said })
  await world.act(mergeCustomers, { ids: [id, part], into: id, choices: {} })
  await world.settle()

  const doors = [
    `customers/${id}/merges`,
    `customers/${id}/consents`,
    `customers/${id}/contact-points`,
    `customers/${id}`,
    `customers?fields=name,note,${custom}`,
    `customers/${id}/timeline`,
    `customers/${id}/interactions`,
    'interactions',
    'interactions/export?format=csv',
    `todos/agenda?customerId=${id}&who=everyone`,
    'todos/agenda?who=everyone',
    'todos',
    `customers/${id}/interactions?limit=1`,
    'home',
    'todos/export?format=csv',
    `todos/${todo}`,
    'contacts',
    `customers/${company}/contacts`,
    'contacts/export?format=csv',
    'purchases',
    `customers/${id}/purchases`,
    'purchases/export?format=csv',
    `customers/export?format=csv&fields=name,note,${custom}`,
  ]
  const readAll = async (fields: RoleBody['fields']) => {
    const one = world.as(await world.person({ rights: { grants, fields, rights: [] } }))
    const read: [string, number, string][] = []
    for (const door of doors) {
      const answer = await one.get(door)
      read.push([door, answer.statusCode, answer.body])
    }
    return read
  }
  const whole = await readAll({})
  const holding = whole.filter(([, status, body]) => status === 200 && body.includes(phone)).map(([door]) => door)
  expect(holding.length).toBeGreaterThan(10)
  for (const fields of [
    { phone: 'masked', email: 'masked' },
    { phone: 'hidden', email: 'hidden' },
  ] as const)
    for (const [door, status, body] of await readAll(fields)) {
      expect([door, status]).toEqual([door, whole.find(([same]) => same === door)?.[1]])
      expect(body, door).not.toMatch(/13807773366|138 0777 3367|0777 ?336|words@veil/)
      // All else of the words stays.
      expect([door, body.includes('2026558066633661')]).toEqual([
        door,
        holding.includes(door) && !/purchases|merges|points|consents/.test(door),
      ])
    }
})

test('nor does a search in interactions and to-dos answer for a number that its reader may not see', async () => {
  const found = async (fields: RoleBody['fields'], door: string, typed: string) => {
    const one = world.as(await world.person({ rights: { grants, fields, rights: [] } }))
    const answer = await one.get(`${door}?search=${encodeURIComponent(typed)}`)
    return answer.json().rows?.length ?? answer.json()
  }
  const numbers = [phone, '3366', '1380777', '138 0777 3367', 'words@veil.example', 'veil', 'words']
  for (const door of ['interactions', 'todos'])
    for (const typed of ['veil', 'words', '改打']) expect(await found({}, door, typed), typed).toBeGreaterThan(0)
  for (const typed of numbers) expect(await found({}, 'interactions', typed), typed).toBe(1)
  for (const fields of [
    { phone: 'masked', email: 'masked' },
    { phone: 'hidden', email: 'hidden' },
  ] as const) {
    for (const door of ['interactions', 'todos'])
      for (const typed of numbers) expect(await found(fields, door, typed), `${door} ${typed}`).toBe(0)
    expect(await found(fields, 'interactions', '改打')).toBe(1)
    expect(await found(fields, 'interactions', '2026558066633661')).toBe(1)
  }
  expect(await found({ phone: 'masked' }, 'interactions', 'words@veil.example')).toBe(1)
})

test('whoever corrects such words writes no dots over the numbers in them, and may reveal them for a reason that is kept', async () => {
  const writing: RoleBody['grants'] = {
    ...grants,
    customer: { read: ['all'], change: ['all'] },
    interaction: { read: ['all'], change: ['all'], create: ['all'] },
    contact: { read: ['all'], change: ['all'] },
  }
  const person = await world.person({
    rights: { grants: writing, fields: { phone: 'masked', email: 'hidden' }, rights: ['reveal', 'oversee'] },
  })
  const one = world.as(person)
  const { interactions } = (await one.get(`customers/${id}/interactions`)).json()
  const { id: interactionId, summary } = interactions[0]
  expect(summary).toBe('改打 •••• 或 ••••，写信到 ••••；订单 2026558066633661')
  await one.act(changeInteraction, { id: interactionId, summary: `${summary}（已核对）` })
  const now = async () => (await world.ask(readInteractions, { id })).interactions[0]?.summary
  expect(await now()).toBe(`${said}（已核对）`)
  await expect(one.act(changeInteraction, { id: interactionId, summary: '改打 ••••' })).rejects.toMatchObject({ code: 'rights.dots-moved' })
  expect(await now()).toBe(`${said}（已核对）`)
  const { contacts } = (await one.get(`customers/${company}/contacts`)).json()
  await one.act(updateContact, { id: contacts[0].id, note: `${contacts[0].note}。` })
  expect((await world.ask(listContacts, { id: company })).contacts[0]?.note).toBe(`${said}。`)
  const street = { id, kind: 'address', value: '杭州市西湖区龙井路 1 号' } as const
  await one.act(changeContactPoint, { ...street, label: '丈夫（晚上）••••' })
  const { points } = await world.ask(listContactPoints, { id })
  expect(points.map(({ label }) => label)).toContain(`丈夫（晚上）${phone}`)
  const of = { kind: 'interaction', id: interactionId }
  // What is masked is revealed, what is hidden is not; of a record of another customer nothing is.
  const shown = await one.act(revealValue, { id, field: 'summary', of, reason: '客户来电核对' })
  expect(shown).toMatchObject({ value: `${said}（已核对）`.replace('words@veil.example', '••••'), left: 29 })
  expect(await one.act(revealValue, { id, field: 'note', reason: '客户来电核对' })).toMatchObject({
    value: said.replace('words@veil.example', '••••'),
  })
  await expect(one.act(revealValue, { id: company, field: 'summary', of, reason: '客户来电核对' })).rejects.toMatchObject({
    code: 'record.missing',
  })
  for (const field of ['by_id', 'constructor', 'toString'])
    await expect(one.act(revealValue, { id, field, of, reason: '客户来电核对' })).rejects.toMatchObject({ code: 'input.invalid' })
  const { rows } = await sql<{ field: string }>`select field from reveals where by_id = ${person.actor.id} order by id`.execute(world.db)
  expect(rows.map(({ field }) => field)).toEqual(['interaction.summary', 'note'])
  const labelled = { kind: 'contact-point', id: points.find(({ label }) => label?.includes(phone))?.id }
  const asked = { id, field: 'label', of: labelled, reason: '客户来电核对' }
  expect(await one.act(revealValue, asked)).toMatchObject({ value: `丈夫（晚上）${phone}`, left: 27 })
  const blind = await world.person({ rights: { grants, fields: { phone: 'hidden', address: 'hidden' }, rights: ['reveal'] } })
  await expect(world.as(blind).act(revealValue, asked)).rejects.toMatchObject({ code: 'record.missing' })
  await one.act(changeInteraction, { id: interactionId, summary: '号码已删' })
  expect(await now()).toBe('号码已删')
})

test('the database and the program know the same numbers and addresses for what they are', async () => {
  const texts = [
    '０５７１－８８８８６６６６',
    'tel.13806314321 SO13806314321',
    '138.0631.4321，138—0631—4322 1380631.4321',
    '＋86 138　0631　4322',
    '008613806314321 057188886666',
    '13806314321@qq.com a@b.cn/13806314321',
    '13806314321.x@qq.com 13806314321@李',
    '0526-20260526',
    '+44 20 7946 0958 2026-11-22',
    '+100 2026-11-22 10:00',
    '+1 (415) 555-2671',
    '(+86)13806314323-李',
    '13806314321-00012',
    'ａ＠ｂ．cn',
    '+86 138 1234 5678 90',
    '+86 138 1234 5678 2026',
    '13806314321&x@b.cn',
    '+8613806314321 0571 8888 6666-801',
    '\n13806314321\n+33 6 12 34 56 78',
    'aTEL13806314321 whatsapp+14155552671 3.13806314321 _13806314321',
    'o+13806314321 86-13806314321 86138063143210',
    '13806314321-0571-88886666 13806314321-057188886666 13806314321_+8613806314322',
    '0571-88886666/88886667 13806314321-88886666 13806314321-20261122-88886666',
    'a@b.cn_13806314321 -13806314322 3--13806314323 李.13806314324 _13806314325',
  ]
  for (const kinds of [['phone'], ['email'], ['phone', 'email']])
    for (const text of texts) {
      const { rows } = await sql<{ shown: string }>`select ${withoutContacts(kinds, sql`${text}::text`)} as shown`.execute(world.db)
      const here = hideInText(text, (kind, value) => (kinds.includes(kind) ? '••••' : value))
      expect([kinds, rows[0]?.shown]).toEqual([kinds, here])
    }
})

test('dots sent back beside other letters, digits or addresses unmask nothing, and a new number beside them is taken', async () => {
  const one = world.as(
    await world.person({
      rights: {
        grants: { ...grants, customer: { read: ['all'], change: ['all'] } },
        fields: { phone: 'masked', email: 'masked' },
        rights: ['reveal'],
      },
    }),
  )
  const note = async () => (await sql<{ note: string }>`select note from customers where id = ${id}`.execute(world.db)).rows[0]?.note
  const mail = '13806314321@qq.com'
  await world.act(updateCustomer, { id, note: `电话 ${phone}，${mail}` })
  expect((await one.get(`customers/${id}`)).json()).toMatchObject({ note: '电话 ••••，••••' })
  for (const sent of [
    '电话 ••••x，••••',
    '电话 ••••0，••••',
    '电话 a••••，••••',
    '电话 ••••，••••，••••',
    '电话 ••••@a.cn，••••',
    '电话 ••••-12345，••••',
  ])
    await expect(one.act(updateCustomer, { id, note: sent }), sent).rejects.toMatchObject({ code: 'rights.dots-moved' })
  expect(await note()).toBe(`电话 ${phone}，${mail}`)
  await one.act(updateCustomer, { id, note: '新号 13907773366，电话 ••••，••••。' })
  expect(await note()).toBe(`新号 13907773366，电话 ${phone}，${mail}。`)
})

test('however a number is written, who sees phones masked reads it in no note, and no search answers for it', async () => {
  const forms = [
    '０５７１－８８８８６６６６',
    '１３８０７７７３３６５',
    '138.0777.3365',
    '138—0777—3365',
    '008613807773365',
    '+44 20 7946 0958',
    '_13807773365',
  ]
  const one = world.as(await world.person({ rights: { grants, fields: { phone: 'masked' }, rights: [] } }))
  const other = await world.customer({ name: '丁' })
  for (const form of forms) await world.act(recordInteraction, { customerId: other, kind: 'call', summary: `改打 ${form}` })
  const body = (await one.get(`customers/${other}/interactions`)).json()
  const read = body.interactions.map(({ summary }: { summary: string }) => summary)
  expect(read.toSorted()).toEqual(forms.map((form) => (form.startsWith('_') ? '改打 _••••' : '改打 ••••')).toSorted())
  for (const typed of ['13807773365', '3365', '１３８０７７７３３６５', '88886666', '7946'])
    expect((await one.get(`interactions?search=${encodeURIComponent(typed)}`)).json().rows, typed).toEqual([])
})
