// Scripts that somebody left in a text for somebody else to open: EspoCRM CVE-2019-13643 and CVE-2026-105831, Mautic CVE-2020-35124
// and CVE-2021-27909, Krayin CVE-2024-45932, listmonk CVE-2026-21483.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type OpenedPage, serve, type Served } from './serve.ts'

let served: Served
let customer = ''
let company = ''
let template = ''
let segment = ''
let sent = 0

const refusals = /content security policy|refused to/i
const away = 'http://canary.invalid'
const forms = [
  (n: number) => `<img src=x onerror=ran(${n})>`,
  (n: number) => `"><svg/onload=ran(${n})>`,
  (n: number) => `<script>ran(${n})</script>`,
  (n: number) => `'-ran(${n})-'`,
  (n: number) => `<a href=javascript:ran(${n})>`,
  (n: number) => `\${ran(${n})}`,
  (n: number) => `<img src=${away}/${n}>`,
  (n: number) => `</title><svg onload=ran(${n})>`,
  (n: number) => `<style>@import '${away}/${n}'</style>`,
]
/** Another trap each time; short, since many names may not be long. */
function trap(longest = 200): string {
  sent += 1
  const form = forms[sent % forms.length]
  return (form?.(sent) ?? '').slice(0, longest)
}

const made = z.object({ id: z.string() })
const make = async (path: string, body: object) => made.parse(await served.api('POST', path, body)).id

beforeAll(async () => {
  served = await serve()
  customer = await make('/customers', {
    name: trap(),
    city: trap(),
    note: forms.map((form) => form(0)).join('\n'),
    emailConsent: 'granted',
    email: 'lin@tea.example',
  })
  company = await make('/customers', { kind: 'company', name: trap(), shortName: trap() })
  await served.api('POST', '/contacts', { customerId: company, name: trap() })
  const tag = await make('/tags', { name: trap().slice(0, 30), group: trap().slice(0, 30) })
  await served.api('POST', `/tags/${tag}/customers`, { customerIds: [customer] })
  await served.api('POST', '/custom-fields', {
    entity: 'customer',
    name: 'trap',
    type: 'text',
    label: { zh: trap().slice(0, 40), en: trap().slice(0, 40) },
    help: { zh: trap(), en: trap() },
  })
  await served.api('PATCH', `/customers/${customer}`, { trap: trap() })
  await served.api('POST', '/interactions', {
    customerId: customer,
    kind: 'call',
    summary: forms.map((form) => form(1)).join('\n'),
    nextStep: trap(),
    place: trap(),
  })
  await served.api('POST', '/todos', { customerId: customer, title: trap(), note: trap() })
  await served.api('POST', '/purchases', {
    customerId: customer,
    number: trap(),
    amount: 12_00,
    channel: trap(),
    source: 'shop',
    lines: [{ product: trap(), name: trap(), category: trap(), amount: 12_00 }],
  })
  await served.api('POST', '/departments', { name: trap() })
  segment = await make('/segments', { name: trap(), rule: { field: 'name', op: 'contains', value: trap() } })
  template = await make('/templates', { name: trap(), subject: trap(), body: forms.map((form) => form(2)).join('\n\n') })
  await served.api('POST', '/journeys', {
    name: trap(),
    definition: {
      trigger: { kind: 'by-hand', segment },
      steps: [{ id: 'wait', kind: 'wait', duration: { amount: 1, unit: 'days' }, next: null }],
    },
  })
  const source = z.object({ writeKey: z.string() }).parse(await served.api('POST', '/sources', { name: trap() }))
  const answer = await fetch(`${served.url}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      userId: trap(),
      event: trap(),
      properties: { [trap()]: trap(), referrer: `javascript:ran(${sent})`, url: trap() },
      context: { campaign: { name: trap(), source: trap() }, page: { referrer: trap(), title: trap() } },
    }),
  })
  if (answer.status !== 200) throw new Error(`track: ${answer.status}`)
}, 180_000)
afterAll(() => served?.end())

/** What ran in the page, or was fetched by it from elsewhere. */
async function caughtBy(page: OpenedPage, path: string): Promise<string[]> {
  const outside: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(served.url) && !/^(?:data|blob|about):/.test(request.url()))
      outside.push(`${path} asked ${request.url()}`)
  })
  page.on('dialog', (dialog) => void dialog.dismiss())
  await page.goto(served.url + path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // The way out stands on every page.
  await page.getByRole('button', { name: /^(?:账号：|Account: )/ }).waitFor()
  await page.waitForLoadState('networkidle')
  const ran = await page.evaluate(() => [...(Object.getOwnPropertyDescriptor(window, 'caught')?.value ?? [])])
  return [...ran.map((n) => `${path} ran ${n}`), ...outside]
}

test('what anybody wrote anywhere is shown as text: nothing of it runs, and nothing is fetched from elsewhere', {
  timeout: 240_000,
}, async () => {
  const page = await served.open('/')
  await page.addInitScript(() => {
    const caught: number[] = []
    Object.assign(window, { caught, ran: (n: number) => caught.push(n) })
  })
  const caught: string[] = []
  for (const path of [
    '/',
    '/customers',
    `/customers/${customer}`,
    `/customers/${company}`,
    '/contacts',
    '/interactions',
    '/todos',
    '/tags',
    '/fields',
    '/segments',
    `/segments/${segment}`,
    '/templates',
    `/templates/${template}`,
    '/journeys',
    '/sources',
    '/people',
    '/audit',
    '/quality',
    '/products',
    '/value',
    '/lifecycle',
    '/tiers',
    '/churn',
    '/cohorts',
    '/discoveries',
    '/predictions',
    '/recommendations',
  ])
    caught.push(...(await caughtBy(page, path)))
  expect(caught).toEqual([])
  // Nor did the second wall, the content security policy, have anything to stop.
  expect(page.troubles.filter((trouble) => refusals.test(trouble))).toEqual([])
  // The traps are there to be read, and a trap that is let into the page is noticed.
  await page.goto(`${served.url}/customers/${customer}`)
  await page.getByText('ran(0)').first().waitFor()
  await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), `<img src="${away}/0" onerror="ran(0)">`)
  await expect.poll(() => page.troubles.some((trouble) => refusals.test(trouble))).toBe(true)
  // The traps stay in the page.
  await page.close()
})
