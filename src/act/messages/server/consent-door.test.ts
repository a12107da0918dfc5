import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { publishWording, readConsents, recordConsent } from '../../../know/consent/actions.ts'
import { updateCustomer } from '../../../know/customers/actions.ts'
import { startImport } from '../../../know/imports/actions.ts'
import { runImports } from '../../../know/imports/server/run-imports.ts'
import { listMessages, sendMessage } from '../actions.ts'
import { createTemplate, updateTemplate } from '../template-actions.ts'
import { sendDue } from './send-due.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
  await world.mailServer()
})
afterEach(() => world.end())

let number = 0
const template = async (fields: object = {}) =>
  (await world.act(createTemplate, { name: `模板${++number}`, subject: '您好', body: '您好', ...fields })).id
const somebody = (fields: object = {}) => world.customer({ name: '王芳', email: `fang${++number}@shop.cn`, ...fields })
async function outcome(customerId: string, templateId: string): Promise<string | undefined> {
  const { id } = await world.act(sendMessage, { customerId, templateId })
  while (await sendDue(world.services));
  const row = (await world.ask(listMessages, { customerId })).rows.find((one) => one.id === id)
  return row?.reason?.code ?? row?.state
}
const agree = (id: string, purpose: string, fields: object = {}) =>
  world.act(recordConsent, { id, purpose, channels: ['email'], state: 'given', how: 'spoken', ...fields })
const pathOf = (url: string | undefined) => new URL(url ?? '').pathname

test('a template asks for the consent of its own purpose', async () => {
  const survey = await template({ kind: 'service', purpose: 'surveys' })
  const id = await somebody({ emailConsent: 'granted' })
  expect(await outcome(id, survey)).toBe('consent-missing')
  await agree(id, 'surveys')
  expect(await outcome(id, survey)).toBe('sent')
  await world.act(updateTemplate, { id: survey, name: '调查', subject: '您好', body: '您好', kind: 'service' })
  await agree(id, 'surveys', { state: 'withdrawn' })
  expect(await outcome(id, survey), 'a purpose that is not named stays').toBe('consent-withdrawn')
  await expect(template({ purpose: 'nothing-such' })).rejects.toMatchObject({ code: 'template.unknown-purpose' })
})

test('service notices go to whoever stopped marketing, until they refuse those too', async () => {
  const [service, marketing] = [await template({ kind: 'service' }), await template()]
  const id = await somebody({ emailConsent: 'granted' })
  expect(await outcome(id, marketing)).toBe('sent')
  const app = await world.http()
  await app.inject({ method: 'POST', url: pathOf(world.mailer.sent.at(-1)?.unsubscribeUrl) })
  expect([await outcome(id, marketing), await outcome(id, service)]).toEqual(['consent-withdrawn', 'sent'])
  await app.inject({ method: 'POST', url: pathOf(world.mailer.sent.at(-1)?.unsubscribeUrl) })
  expect(await outcome(id, service)).toBe('consent-withdrawn')
})

test('who stops notices, having stopped marketing before, is not sent the notice planned for tomorrow, and sees it at once', async () => {
  const [service, marketing] = [await template({ kind: 'service' }), await template()]
  const id = await somebody({ emailConsent: 'granted' })
  expect(await outcome(id, marketing)).toBe('sent')
  const app = await world.http()
  await app.inject({ method: 'POST', url: pathOf(world.mailer.sent.at(-1)?.unsubscribeUrl) })
  expect(await outcome(id, service)).toBe('sent')
  const url = pathOf(world.mailer.sent.at(-1)?.unsubscribeUrl)
  const planned = await world.act(sendMessage, { customerId: id, templateId: service, dueAt: '2026-06-16T03:00:00Z' })
  await world.settle()
  await app.inject({ method: 'POST', url })
  await world.settle()
  while (await sendDue(world.services));
  const { rows } = await world.ask(listMessages, { customerId: id })
  expect(rows.find((row) => row.id === planned.id)).toMatchObject({ state: 'skipped', reason: { code: 'consent-withdrawn' } })
})

test('a no that comes in a file is seen at once too, and what the others are to get keeps its time', async () => {
  const marketing = await template()
  const [refuses, agrees] = [`no${++number}@shop.cn`, `yes${++number}@shop.cn`]
  const planned: string[] = []
  for (const email of [refuses, agrees]) {
    const customerId = await somebody({ email, emailConsent: 'granted' })
    planned.push((await world.act(sendMessage, { customerId, templateId: marketing, dueAt: '2026-06-16T03:00:00Z' })).id)
  }
  await world.settle()
  const uploaded = await (await world.http()).inject({
    method: 'POST',
    url: '/api/imports/files?name=consent.csv',
    headers: { 'x-test-role': 'manager', 'content-type': 'text/csv' },
    payload: `邮箱,接收邮件\n${refuses},否\n${agrees},是\n`,
  })
  await world.act(startImport, { id: uploaded.json().id })
  while (await runImports(world.services));
  await world.settle()
  while (await sendDue(world.services));
  const { rows } = await world.ask(listMessages)
  expect(planned.map((id) => rows.find((row) => row.id === id)?.state)).toEqual(['skipped', 'queued'])
})

test('one click in a mail program is told from the button on the page, with where it came from; again it adds nothing', async () => {
  const marketing = await template()
  const id = await somebody({ emailConsent: 'granted' })
  await outcome(id, marketing)
  const url = pathOf(world.mailer.sent.at(-1)?.unsubscribeUrl)
  const app = await world.http()
  const boundary = 'x'
  const multipart = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'user-agent': 'Mail/1' }
  expect((await app.inject({ method: 'POST', url, payload: multipart, headers })).statusCode).toBe(200)
  await app.inject({ method: 'POST', url })
  const { records } = await world.ask(readConsents, { id })
  expect(records.map(({ how, state }) => [how, state])).toEqual([
    ['one-click', 'withdrawn'],
    ['app', 'given'],
  ])
  expect(records[0]).toMatchObject({ ip: '127.0.0.1', agent: 'Mail/1', channel: 'email', address: '' })
})

test('every mail carries the way to the page of preferences, and it works', async () => {
  const id = await somebody({ emailConsent: 'granted' })
  await outcome(id, await template())
  const mail = world.mailer.sent.at(-1)
  const [link] = /http:\/\/regulars\.test\/preferences\/[\w-]+\?lang=zh/.exec(mail?.html ?? '') ?? []
  expect(mail?.text).toContain(link)
  const { pathname, search } = new URL(link ?? '')
  expect((await (await world.http()).inject({ url: pathname + search })).body).toContain('您想收到什么')
})

test('a wording that asks anew, a term that is over and a birthday that comes to light hold at once, whatever the list says', async () => {
  const marketing = await template()
  const term = await somebody()
  await agree(term, 'marketing', { validUntil: '2026-06-16T04:00:00Z' })
  expect(await outcome(term, marketing)).toBe('sent')
  world.setTime('2026-06-16T04:00:01Z')
  expect(await outcome(term, marketing)).toBe('consent-missing')
  const child = await somebody({ emailConsent: 'granted' })
  await world.act(updateCustomer, { id: child, birthday: '2018-01-01' })
  expect(await outcome(child, marketing)).toBe('consent-missing')
  const anew = await somebody()
  await agree(anew, 'marketing')
  await world.act(publishWording, { code: 'marketing', zh: '新', en: 'new', changes: ['purpose'] })
  expect(await outcome(anew, marketing)).toBe('consent-missing')
})

test('whoever refuses personalisation is told nothing that was worked out about them', async () => {
  const personal = await template({ body: '{{name}}{% if stage %}，阶段：{{stage}}{% endif %}，消费 {{spend | default: "—"}}' })
  const plain = await somebody({ emailConsent: 'granted' })
  const refuses = await somebody({ emailConsent: 'granted', noPersonalisation: true })
  await world.settle()
  await outcome(plain, personal)
  await outcome(refuses, personal)
  const [first, second] = world.mailer.sent.map((mail) => mail.text)
  expect(first).toContain('阶段：')
  expect(second).toContain('王芳，消费 —')
  expect(second).not.toContain('阶段：')
})

test('personalisation that is refused between filling in and sending is obeyed', async () => {
  const personal = await template({ body: '{{name}}{% if stage %}，阶段：{{stage}}{% endif %}' })
  const id = await somebody({ emailConsent: 'granted' })
  await world.settle()
  await world.act(sendMessage, { customerId: id, templateId: personal })
  let asked = false
  const at = async (point: string) => {
    if (point !== 'claimed' || asked) return
    asked = true
    await world.act(updateCustomer, { id, noPersonalisation: true })
  }
  await sendDue(world.services, { at })
  expect(world.mailer.sent).toEqual([])
  while (await sendDue(world.services));
  expect(world.mailer.sent[0]?.text).not.toContain('阶段：')
})
