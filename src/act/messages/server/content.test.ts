import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoleBody } from '../../../core/rights/role-body.ts'
import { makeWorld, type Person, type World } from '../../../../test/world.ts'
import { readTimeline, updateCustomer } from '../../../know/customers/actions.ts'
import { sendMessage } from '../actions.ts'
import {
  createTemplate,
  decideTemplate,
  deleteTemplate,
  listLibrary,
  listTemplateVersions,
  readTemplate,
  readTemplateVersion,
  restoreTemplateVersion,
  saveContentSettings,
  submitTemplate,
  updateTemplate,
} from '../template-actions.ts'
import { previewTemplate, testTemplate } from '../try-template-actions.ts'
import { usualBrand, usualContentSettings } from '../content/brand.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { untrackedSql } from './keep-links.ts'
import { linkToken } from './link-token.ts'
import { sendDue } from './send-due.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  const smtp = { host: '127.0.0.1', port: 2525, secure: false, from: '山前茶事 <tea@shop.example>' }
  await world.setting('smtp', smtp)
  await world.setting('sending', { quietFrom: '00:00', quietTo: '00:00', capPerWeek: 50 })
  await sql`insert into products (id, code, name, price, created_at, updated_at, buyers) values
    (${world.services.newId()}, 'T1', '龙井', 12800, ${world.now()}, ${world.now()}, 9),
    (${world.services.newId()}, 'T2', '普洱 <b>', 9900, ${world.now()}, ${world.now()}, 5)`.execute(world.db)
})
afterAll(() => world.end())

const mail = (blocks: object[], subject = '{{ name | default: "您" }}，新茶到了', language = 'zh') => ({
  form: 'mail',
  texts: { [language]: { subject, blocks: blocks.map((block, i) => ({ id: `b${i}`, ...block })) } },
})
const preview = (content: object, more: object = {}) => world.ask(previewTemplate, { content, ...more })

let number = 0
const willing = (fields: object = {}) =>
  world.customer({ name: '王芳', email: `wang${++number}@tea.example`, emailConsent: 'granted', ...fields })
const template = async (content: object, more: object = {}) =>
  (await world.act(createTemplate, { name: `模板 ${++number}`, content, ...more })).id
const sendOne = async (customerId: string, templateId: string) => {
  const { id } = await world.act(sendMessage, { customerId, templateId })
  while (await sendDue(world.services));
  return { id, mail: world.mailer.sent.at(-1) }
}
const everyBlock = [
  { kind: 'heading', text: '早安，{{name}}' },
  { kind: 'text', text: '看 **新品** [这里](https://shop.cn/new?u={{name}})' },
  { kind: 'picture', picture: 'https://shop.cn/{{name}}.png', alt: '{{name}}' },
  { kind: 'product', by: 'code', code: 'T2', address: 'https://shop.cn/p/{{ product.code }}', button: '看看' },
  { kind: 'coupon', title: '满 100 减 10', code: 'TEA10', note: '{{name}}' },
  { kind: 'button', text: '去看 {{name}}', address: 'https://shop.cn/go?n={{name}}' },
  { kind: 'qr', content: 'https://shop.cn/m', caption: '扫一扫' },
  { kind: 'divider' },
  { kind: 'columns', left: [{ id: 'l', kind: 'text', text: '左 {{name}}' }], right: [{ id: 'r', kind: 'text', text: '右' }] },
]

test('every kind of block becomes HTML and plain text, and what a customer is called is never markup', async () => {
  const evil = '"><script>alert(1)</script>[x](javascript:alert(1)){{7|times:6}}</mj-text>'
  const customerId = await willing({ name: evil })
  const shown = await preview(mail(everyBlock), { customerId })
  expect(shown.html).not.toMatch(/<script|<\/?mj-|href="javascript|[\ue000-\ue020]/)
  expect(shown.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(shown.html).not.toMatch(/(href|src|alt)="[^"]*"[^=\s>/][^>]*onerror/)
  expect(shown.html).toContain(`https://shop.cn/go?n=${encodeURIComponent(evil).replaceAll("'", '&#39;')}`)
  expect(shown.html).toContain('普洱 &lt;b&gt;')
  expect(shown.html).toContain('https://shop.cn/p/T2')
  expect(shown.html).toMatch(/src="data:image\/png;base64,iVBOR/)
  expect(shown.html).not.toMatch(/fonts\.googleapis|@import/)
  for (const said of ['早安', '左', '右', 'TEA10', '¥99', '扫一扫: https://shop.cn/m']) expect(shown.text).toContain(said)
})

test('a block with nothing to show is left out for that customer alone', async () => {
  const content = mail([
    { kind: 'coupon', title: '生日券', code: '{{ context.coupon }}' },
    { kind: 'product', by: 'code', code: 'gone' },
    { kind: 'picture', picture: 'javascript:alert(1)', alt: '坏图' },
    { kind: 'button', text: '坏链接', address: 'javascript:alert(1)' },
    { kind: 'text', text: '还在' },
  ])
  const shown = await preview(content, { customerId: await willing() })
  expect(shown.html).not.toMatch(/生日券|坏图|坏链接|javascript/)
  expect(shown.html).toContain('还在')
  expect(shown.text.startsWith('还在\n\n--')).toBe(true)
})

test('to whom nothing is recommended the most bought is shown, or nothing', async () => {
  const customerId = await willing()
  const of = (instead: string) => preview(mail([{ kind: 'product', count: 2, instead }]), { customerId })
  expect((await of('popular')).text).toMatch(/龙井[\s\S]*普洱/)
  expect((await of('nothing')).text).not.toContain('龙井')
})

test('a block of products may ask for new things or for repeats, whatever the firm shows otherwise', async () => {
  const customerId = await willing()
  // T1 stands for itself: it was bought before.
  await sql`insert into recommendations (customer_id, set_id, codes, because, recommended_at)
    values (${customerId}, ${world.services.newId()}, '{T1,T2}', '{T1,""}', ${world.now()})`.execute(world.db)
  const shown = async (items: string) =>
    (await preview(mail([{ kind: 'product', count: 2, items, instead: 'nothing' }]), { customerId })).text
  expect([(await shown('repeat')).includes('龙井'), (await shown('repeat')).includes('普洱')]).toEqual([true, false])
  expect([(await shown('new')).includes('龙井'), (await shown('new')).includes('普洱')]).toEqual([false, true])
  expect(await shown('both')).toMatch(/龙井[\s\S]*普洱/)
  expect((await shown('usual')).includes('普洱')).toBe(true)
})

test('names of products are parted as the language of the mail parts them', async () => {
  const customerId = await willing()
  await sql`insert into recommendations (customer_id, set_id, codes, because, likely_products, recommended_at)
    values (${customerId}, ${world.services.newId()}, '{T1,T2}', '{"",""}', '龙井、普洱', ${world.now()})`.execute(world.db)
  const block = { kind: 'text', text: '{{ recommendations }} / {{ likelyProducts }}' }
  const content = { form: 'mail', texts: { ...mail([block]).texts, ...mail([block], 'New tea', 'en').texts } }
  expect((await preview(content, { customerId, language: 'zh' })).text).toContain('龙井、普洱 / 龙井、普洱')
  expect((await preview(content, { customerId, language: 'en' })).text).toContain('龙井, 普洱 / 龙井, 普洱')
})

test('a template speaks the language that is wanted, else the one that it has', async () => {
  const content = {
    form: 'mail',
    texts: { ...mail([{ kind: 'text', text: '你好' }]).texts, ...mail([{ kind: 'text', text: 'Hello' }], 'New tea', 'en').texts },
  }
  expect((await preview(content, { language: 'en' })).text).toContain('Hello')
  expect((await preview(content, { language: 'zh' })).text).toContain('你好')
  const id = await template(content)
  const abroad = await willing()
  await sql`update customers set custom = '{"language": "English"}' where id = ${abroad}`.execute(world.db)
  expect((await sendOne(abroad, id)).mail?.text).toContain('Hello')
  expect((await sendOne(await willing(), id)).mail?.text).toContain('你好')
  expect((await preview(mail([{ kind: 'text', text: '只有中文' }]), { language: 'en' })).language).toBe('zh')
})

test.each([
  [[{ kind: 'text', text: '{{ nmae }}' }], { code: 'template.unknown-variable', details: { path: 'b0.text' } }],
  [
    [
      { kind: 'text', text: '一' },
      { kind: 'button', text: '{% if %}', address: 'https://a.cn' },
    ],
    { code: 'template.malformed', details: { path: 'b1.text' } },
  ],
  [[{ kind: 'text', text: '{% for i in (1..99999) %}{% for j in (1..99999) %}x{% endfor %}{% endfor %}' }], { code: 'template.runs-away' }],
  [[{ kind: 'text', text: '{{ name | where_exp: "x", "1" }}' }], { code: 'template.malformed' }],
  [[{ kind: 'text', text: '{{ name.__proto__.constructor }}' }], { code: 'template.unknown-variable' }],
  [[{ kind: 'text', text: '{% render "/etc/passwd" %}' }], { code: 'template.malformed' }],
  [[{ kind: 'nonsense' }], { code: 'input.invalid' }],
  [
    [
      { id: 'same', kind: 'divider' },
      { id: 'same', kind: 'divider' },
    ],
    { code: 'input.invalid' },
  ],
])('blocks that could not be filled in are refused where they are wrong: %j', async (blocks, problem) => {
  await expect(template(mail(blocks))).rejects.toMatchObject(problem)
})

test('content must be in the form that its channel takes', async () => {
  await expect(template(mail([{ kind: 'divider' }]), { channel: 'sms' })).rejects.toMatchObject({ code: 'template.wrong-form' })
  await expect(world.act(createTemplate, { name: '空的' })).rejects.toMatchObject({ code: 'template.empty' })
})

test('an SMS is its registered code and parameters, signed, with the way to refuse, and counted', async () => {
  const text = {
    code: 'SMS_1',
    signature: '山前茶事',
    text: '亲爱的${name}，新茶到了 ${link}',
    parameters: { name: '{{ name | default: "顾客" }}', link: 'https://shop.cn/x' },
  }
  const shown = await preview({ form: 'registered', texts: { zh: text } }, { channel: 'sms', customerId: await willing() })
  expect(shown.content?.text).toBe('【山前茶事】亲爱的王芳，新茶到了 https://shop.cn/x 拒收请回复R')
  expect(shown.parts).toBe(1)
})

test('what stands in the JSON of a webhook is a value, whatever signs it holds', async () => {
  const data = '{"who": {"name": "{{name}}"}, "tags": ["a", "{{city | default: \\"无\\"}}"], "n": 1}'
  const shown = await preview(
    { form: 'json', texts: { zh: { type: 'hello', data } } },
    { channel: 'webhook', customerId: await willing({ name: '"},"admin":true,{"' }) },
  )
  expect(JSON.parse(shown.content?.text ?? '')).toEqual({ who: { name: '"},"admin":true,{"' }, tags: ['a', '无'], n: 1 })
})

test('links of marketing lead through us, are counted, and are told to rules once', async () => {
  const customerId = await willing()
  const { id, mail: sent } = await sendOne(customerId, await template(mail(everyBlock)))
  expect(sent?.html).not.toContain('href="https://shop.cn')
  expect(sent?.attachments).toHaveLength(1)
  const link = new URL(/href="(http:\/\/regulars\.test\/l\/[^"]+)"/.exec(sent?.html ?? '')?.[1] ?? '').pathname
  expect(link.length).toBeLessThan(40)
  const app = await world.http()
  const open = (agent: string, method: 'GET' | 'HEAD' = 'GET', headers = {}) =>
    app.inject({ method, url: link, headers: { 'user-agent': agent, ...headers } })
  const person = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)'
  expect((await open(person)).headers['location'], 'at once, so a machine').toMatch(/^https:\/\/shop\.cn\/new\?u=/)
  world.pass({ amount: 1, unit: 'minutes' })
  expect((await open(person, 'HEAD')).statusCode).toBe(302)
  await open('Mozilla/5.0 (compatible; bingbot/2.0)')
  await open(person, 'GET', { 'sec-purpose': 'prefetch' })
  const clicked = async () => (await world.ask(readTimeline, { id: customerId, kind: 'message.clicked' })).facts.map((fact) => fact.payload)
  expect((await clicked()).every((payload) => payload['machine'] === true)).toBe(true)
  await open(person)
  await open(person)
  const people = (await clicked()).filter((payload) => payload['machine'] !== true)
  expect(people).toMatchObject([{ message: id, link: 'https://shop.cn/new' }])
  const kept = await sql<{
    clicks: number[]
    machine_clicks: number[]
  }>`select clicks, machine_clicks from message_links where message_id = ${id}`.execute(world.db)
  expect(kept.rows[0]?.clicks[0]).toBe(2)
  expect(kept.rows[0]?.machine_clicks[0]).toBe(3)
})

test('a forged link leads nowhere, and one of a customer who is gone to the shop', async () => {
  const app = await world.http()
  const real = linkToken(world.services.secrets, { messageId: world.services.newId(), n: 1 })
  const forged = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((sign) => !real.endsWith(sign)).map((sign) => `${real.slice(0, -1)}${sign}`)
  for (const token of [...forged, 'x', `${real}x`, encodeURIComponent('https://evil.cn')])
    expect((await app.inject({ url: `/l/${token}` })).statusCode, token).toBe(404)
  expect((await app.inject({ url: `/l/${real}` })).body).toContain('已失效')
  await world.act(saveContentSettings, { brand: { ...usualBrand, website: 'https://shop.cn/' }, content: usualContentSettings })
  expect((await app.inject({ url: `/l/${real}` })).headers['location']).toBe('https://shop.cn/')
  for (const token of forged) expect((await app.inject({ url: `/l/${token}` })).statusCode, token).toBe(404)
})

test('the noting of presses is a purpose of its own: refused it is obeyed, and so is a firm that asks first', async () => {
  const [free, asked] = [await willing(), await willing()]
  const isTracked = async (customerId: string) => {
    const { rows } = await sql<{
      tracked: boolean
    }>`select not ${untrackedSql(world.now())} as tracked from customers c where c.id = ${customerId}`.execute(world.db)
    return rows[0]?.tracked
  }
  const say = (id: string, state: string) => world.act(recordConsent, { id, purpose: 'tracking', channels: [], state, how: 'spoken' })
  expect([await isTracked(free), await isTracked(asked)]).toEqual([true, true])
  await say(free, 'refused')
  expect([await isTracked(free), await isTracked(asked)]).toEqual([false, true])
  await sql`update consent_purposes set opt_in = true where code = 'tracking'`.execute(world.db)
  await say(free, 'given')
  expect([await isTracked(free), await isTracked(asked)]).toEqual([true, false])
  await sql`update consent_purposes set opt_in = false where code = 'tracking'`.execute(world.db)
})

test('of whoever refuses personalisation nothing is noted, nor where the firm switched it off, nor of service messages', async () => {
  const block = mail([{ kind: 'button', text: '去', address: 'https://shop.cn/go' }])
  const private_ = await willing()
  await sql`update customers set no_personalisation = true where id = ${private_}`.execute(world.db)
  const marketing = await template(block)
  expect((await sendOne(private_, marketing)).mail?.html).toContain('href="https://shop.cn/go"')
  expect((await sendOne(await willing(), await template(block, { kind: 'service' }))).mail?.html).toContain('href="https://shop.cn/go"')
  await world.act(saveContentSettings, { brand: usualBrand, content: { ...usualContentSettings, trackLinks: false } })
  expect((await sendOne(await willing(), marketing)).mail?.html).toContain('href="https://shop.cn/go"')
  await world.act(saveContentSettings, { brand: usualBrand, content: usualContentSettings })
  expect((await sendOne(await willing(), marketing)).mail?.html).not.toContain('href="https://shop.cn/go"')
})

test('each save is a version, an old one comes back, and messages keep the one they were sent by', async () => {
  const content = (text: string) => mail([{ kind: 'text', text }])
  const id = await template(content('一'))
  const { name } = await world.ask(readTemplate, { id })
  await world.act(updateTemplate, { id, name, content: content('二') })
  await world.act(updateTemplate, { id, name: `${name} 新名`, content: content('二') })
  expect((await world.ask(readTemplate, { id })).version, 'a name is no version').toBe(2)
  const sent = await sendOne(await willing(), id)
  await world.act(restoreTemplateVersion, { id, version: 1 })
  expect(await world.ask(readTemplate, { id })).toMatchObject({
    version: 3,
    name: `${name} 新名`,
    content: { texts: { zh: { blocks: [{ text: '一' }] } } },
  })
  expect((await world.ask(readTemplateVersion, { id, version: 2 })).content).toMatchObject({ texts: { zh: { blocks: [{ text: '二' }] } } })
  expect((await world.ask(listTemplateVersions, { id })).versions.map(({ version }) => version)).toEqual([3, 2, 1])
  const { rows } = await sql<{ template_version: number }>`select template_version from messages where id = ${sent.id}`.execute(world.db)
  expect(rows[0]?.template_version).toBe(2)
  await expect(world.act(restoreTemplateVersion, { id, version: 9 })).rejects.toMatchObject({ code: 'record.missing' })
  await world.act(deleteTemplate, { id })
})

const writer = (): RoleBody => ({
  grants: { template: { read: ['all'], create: ['all'], change: ['all'] }, customer: { read: ['all'] } },
  fields: {},
  rights: [],
})

test('a template that cannot be read sends nothing and says so; the library stays whole, and an older version comes back', async () => {
  const content = mail([{ kind: 'text', text: '新茶' }])
  const id = await template(content)
  const whole = await world.ask(readTemplate, { id })
  await world.act(updateTemplate, { id, name: whole.name, content: mail([{ kind: 'text', text: '夏茶' }]) })
  for (const torn of [
    '7',
    '{"form": "mail", "texts": 5}',
    '{"form": "mail", "texts": {"zh": {"subject": "x", "blocks": [{"kind": "hop"}]}}}',
  ]) {
    await sql`update templates set content = ${torn}::jsonb where id = ${id}`.execute(world.db)
    expect((await world.ask(listLibrary)).templates.filter(({ unreadable }) => unreadable).map((one) => one.id)).toEqual([id])
    await expect(world.ask(readTemplate, { id })).rejects.toMatchObject({ code: 'template.unreadable' })
  }
  const before = world.mailer.sent.length
  const { id: message } = await sendOne(await willing(), id)
  expect(world.mailer.sent).toHaveLength(before)
  const { rows } = await sql<{ state: string; reason: unknown }>`select state, reason from messages where id = ${message}`.execute(world.db)
  expect(rows).toMatchObject([{ state: 'failed', reason: { code: 'template-unreadable' } }])
  await world.act(restoreTemplateVersion, { id, version: 1 })
  expect((await sendOne(await willing(), id)).mail?.text).toContain('新茶')
  // A picture that goes along is none of the reasons, and the list does not carry it.
  const pixel = `data:image/png;base64,${'A'.repeat(2_000)}`
  await world.act(updateTemplate, { id, name: whole.name, content: mail([{ kind: 'picture', picture: pixel, alt: '新茶' }]) })
  const { templates } = await world.ask(listLibrary)
  expect(templates.find((one) => one.id === id)).toMatchObject({ unreadable: false, languages: ['zh'] })
  expect(JSON.stringify(templates)).not.toContain('AAAA')
  // Words that look like one break nothing.
  for (const text of [`看 <img src="${pixel}"> 这里`, `"${pixel}`, `${pixel}"`, `{"a":"${pixel}\\"}`]) {
    await world.act(updateTemplate, { id, name: whole.name, content: mail([{ kind: 'text', text }]) })
    expect((await world.ask(listLibrary)).templates.find((one) => one.id === id)).toMatchObject({ unreadable: false, languages: ['zh'] })
  }
})

test('what a colleague without the right wrote goes out once a second person approved it', async () => {
  const author: Person = await world.person({ role: 'manager', rights: writer() })
  const content = (text: string) => mail([{ kind: 'text', text }])
  const { id } = await world.as(author).act(createTemplate, { name: '待审', content: content('一') })
  const state = async () => (await world.ask(readTemplate, { id })).state
  expect(await state()).toBe('draft')
  const refused = await sendOne(await willing(), id)
  const { rows } = await sql<{ code: string }>`select reason ->> 'code' as code from messages where id = ${refused.id}`.execute(world.db)
  expect(rows[0]?.code).toBe('template-not-approved')
  await expect(world.act(decideTemplate, { id, version: 1, decision: 'approve' })).rejects.toMatchObject({
    code: 'template.nothing-to-decide',
  })
  await world.as(author).act(submitTemplate, { id })
  expect((await world.ask(listLibrary)).waiting).toBe(1)
  await expect(world.as(author).act(decideTemplate, { id, version: 1, decision: 'approve' })).rejects.toMatchObject({
    code: 'access.denied',
  })
  await world.act(decideTemplate, { id, version: 1, decision: 'return', note: '少了退订说明' })
  expect(await world.ask(readTemplate, { id })).toMatchObject({ state: 'returned', note: '少了退订说明' })
  await world.as(author).act(submitTemplate, { id })
  await world.act(decideTemplate, { id, version: 1, decision: 'approve' })
  expect((await sendOne(await willing(), id)).mail?.text).toContain('一')
  await world.as(author).act(updateTemplate, { id, name: '待审', content: content('二') })
  expect(await state()).toBe('draft')
  expect((await sendOne(await willing(), id)).mail?.text, 'the newer version waits').toContain('一')
  await expect(world.act(decideTemplate, { id, version: 1, decision: 'approve' }), 'that is not what was looked at').rejects.toMatchObject({
    code: 'template.nothing-to-decide',
  })
})

test('where everybody’s marketing is looked at, nobody approves their own', async () => {
  await world.act(saveContentSettings, { brand: usualBrand, content: { ...usualContentSettings, approval: 'always' } })
  const id = await template(mail([{ kind: 'text', text: '一' }]))
  await world.act(submitTemplate, { id })
  await expect(world.act(decideTemplate, { id, version: 1, decision: 'approve' })).rejects.toMatchObject({ code: 'template.own-work' })
  expect((await world.ask(readTemplate, { id: await template(mail([{ kind: 'divider' }]), { kind: 'service' }) })).state).toBe('approved')
  await world.act(saveContentSettings, { brand: usualBrand, content: usualContentSettings })
})

test('a test goes to oneself with its pictures, and touches no customer', async () => {
  const me = await world.person({ role: 'manager' })
  const before = world.mailer.sent.length
  const answer = await world.as(me).act(testTemplate, { content: mail(everyBlock), customerId: await willing() })
  expect(world.mailer.sent).toHaveLength(before + 1)
  expect(world.mailer.sent.at(-1)).toMatchObject({ to: answer.to, attachments: [{ type: 'image/png' }] })
  await expect(world.act(testTemplate, { channel: 'sms', to: '13800138000', subject: 's', body: 'b' })).rejects.toMatchObject({
    code: 'template.no-account',
  })
})

test('a template that a customer’s own values make run away stops their message alone', async () => {
  const id = await template(
    mail([
      { kind: 'text', text: '{% if city == "远" %}{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}{% endif %}好' },
    ]),
  )
  const [one, two] = [await willing({ city: '远' }), await willing()]
  await world.act(sendMessage, { customerId: one, templateId: id })
  await sendOne(two, id)
  const { rows } = await sql<{
    state: string
    code: string | null
  }>`select state, reason ->> 'code' as code from messages where template_id = ${id} order by state`.execute(world.db)
  expect(rows).toEqual([
    { state: 'failed', code: 'template-wrong' },
    { state: 'sent', code: null },
  ])
  await world.act(updateCustomer, { id: one, city: '近' })
})
