// npm run pictures: starts the product with the sample shop, once in each language, and takes the pictures of docs/pictures.
// `npm run pictures -- zh merge tags` takes only these, in Chinese.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { languages, type Language } from '../src/core/kit/words.ts'
import { samplePurchasesCsv } from '../src/know/sample-shop/write-csv.ts'
import { sampleShop } from '../src/know/sample-shop/make-shop.ts'
import { launchBrowser } from '../test/browser/launch.ts'
import { foresightPages } from './pictures/foresight-pages.ts'
import { attentionPages } from './pictures/attention-pages.ts'
import { channelPages } from './pictures/channel-pages.ts'
import { campaignPages } from './pictures/campaign-pages.ts'
import { journeyPages } from './pictures/journey-pages.ts'
import { resultsPages } from './pictures/results-pages.ts'
import { knowPages } from './pictures/know-pages.ts'
import { makeKnowRecords } from './pictures/know-records.ts'
import { ask, type Look, openContext, startProduct, welcomeOwner } from './pictures/run-product.ts'
import type { Shown } from './pictures/shown.ts'
import { takePicture } from './pictures/take-picture.ts'
import { trustPages } from './pictures/trust-pages.ts'
import { makeTrustRecords } from './pictures/trust-records.ts'
import { valuePages } from './pictures/value-pages.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'pictures')

/** What was asked for on the command line; everything where nothing was. */
const isLanguage = (word: string) => languages.some((language) => language === word)
const asked = process.argv.slice(2)
const chosen = { languages: asked.filter(isLanguage), names: asked.filter((word) => !isLanguage(word)) }
const isChosen = (name: string) => chosen.names.length === 0 || chosen.names.includes(name)

type Row = { readonly id: string }
/** As much of a journey as says which segment and template belong to it. */
type Walked = {
  readonly trigger: { readonly segment?: string }
  readonly steps: readonly { readonly kind: string; readonly templateId?: string }[]
}

/** The pages that are shown. Records are chosen by what they are, since every run makes other ids. */
async function pagesToShow(context: BrowserContext, url: string): Promise<Shown[]> {
  const list = async (what: string) => (await ask<{ rows: readonly Row[] }>(context, `${url}/api/${what}`)).rows[0]?.id ?? ''
  const rule = encodeURIComponent(JSON.stringify({ all: [{ field: 'purchaseCount', op: 'is-between', value: [9, 14] }] }))
  const customer = await list(`customers?limit=1&sort=-lastPurchaseAt&rule=${rule}`)
  const { journeys } = await ask<{ journeys: readonly (Row & { readonly state: string })[] }>(context, `${url}/api/journeys`)
  const { campaigns } = await ask<{ campaigns: readonly (Row & { readonly state: string })[] }>(context, `${url}/api/campaigns`)
  const journey = journeys[0]?.id ?? ''
  const { definition } = await ask<{ definition: Walked }>(context, `${url}/api/journeys/${journey}`)
  const segment = definition.trigger.segment
  const template = definition.steps.find((step) => step.kind === 'send')?.templateId
  return [
    { name: 'home', path: '/', higher: 70 },
    { name: 'customers', path: '/customers?sort=-lastPurchaseAt' },
    { name: 'customer', path: `/customers/${customer}` },
    { name: 'import', path: '/import', prepare: tryImport },
    { name: 'value', path: '/value' },
    { name: 'lifecycle', path: '/lifecycle' },
    ...(await valuePages(context, url)),
    { name: 'segments', path: '/segments' },
    { name: 'segment', path: `/segments/${segment}` },
    { name: 'segment-editor', path: `/segments/${segment}?edit=true` },
    { name: 'journeys', path: '/journeys' },
    { name: 'journey', path: `/journeys/${journey}` },
    { name: 'messages', path: '/messages' },
    { name: 'template', path: `/templates/${template}` },
    ...journeyPages(journey, journeys.find(({ state }) => state === 'draft')?.id ?? ''),
    ...campaignPages(campaigns.find(({ state }) => state === 'done')?.id ?? 'new'),
    ...resultsPages(journey),
    { name: 'settings', path: '/settings' },
    ...attentionPages,
    ...channelPages,
    ...foresightPages(customer),
  ]
}

/** A file of another till, with a day and an amount that do not exist: the dry run says so. */
async function tryImport(page: Page, language: Language): Promise<void> {
  const shop = sampleShop({ seed: 7, now: new Date(), customers: 60 })
  const csv = samplePurchasesCsv(shop, language).replaceAll('SQ', 'WX').replaceAll(/^D/gm, 'WX')
  const [header = '', ...rows] = csv.trimEnd().split('\r\n')
  const broken = rows.map((row, index) => {
    if (index === 20) return row.replace(/\d{4}-\d{2}-\d{2}/, '2026-13-45')
    return index === 33 ? row.replace(/\d+\.\d{2}(?=,"?[^\d"]+"?$)/, '?') : row
  })
  const name = language === 'zh' ? '微信小店订单.csv' : 'online-orders.csv'
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from([header, ...broken].join('\r\n')) })
  await page.getByRole('button', { name: language === 'zh' ? '试运行' : 'Dry run' }).click()
  await page.getByRole('button', { name: language === 'zh' ? '开始导入' : 'Start the import' }).waitFor()
  await page.getByRole('heading', { name: language === 'zh' ? '三、试运行' : '3. Dry run' }).evaluate((heading) => {
    heading.scrollIntoView()
    window.scrollBy(0, -80)
  })
}

const furtherLooks: Readonly<Record<Language, readonly { readonly look: Look; readonly names: readonly string[] }[]>> = {
  zh: [
    { look: { language: 'zh', phone: true }, names: ['home', 'customer', 'journey'] },
    { look: { language: 'zh', dark: true }, names: ['home'] },
  ],
  en: [{ look: { language: 'en', phone: true }, names: [] }],
}

/** Every picture of some pages: wide, then as they look otherwise. What is done on a page may be seen on others, so those come last. */
async function takePages(browser: Browser, context: BrowserContext, url: string, pages: readonly Shown[], language: Language) {
  const shown = pages.filter(({ name }) => isChosen(name))
  for (const one of shown.filter(({ prepare, phoneOnly }) => !prepare && !phoneOnly))
    await takePicture(folder, context, url + one.path, one, { language })
  for (const { look, names } of furtherLooks[language]) {
    const others = shown.filter(({ name, phoneOnly, prepare }) => (names.includes(name) && !prepare) || (phoneOnly && look.phone))
    if (others.length === 0) continue
    const other = await openContext(browser, look)
    await other.addCookies(await context.cookies())
    for (const one of others) await takePicture(folder, other, url + one.path, one, look)
    await other.close()
  }
  for (const one of shown.filter(({ prepare, phoneOnly }) => prepare && !phoneOnly))
    await takePicture(folder, context, url + one.path, one, { language })
}

/** To see from the names alone whether a page of them was asked for. */
const noRecords = { compared: [], parted: '', company: '', logged: '', source: '', hook: '', selfCheck: '' }

async function takeAll(browser: Browser, language: Language): Promise<void> {
  const product = await startProduct()
  try {
    const context = await openContext(browser, { language })
    await welcomeOwner(context, product, language)
    await takePages(browser, context, product.url, await pagesToShow(context, product.url), language)
    // Afterwards, so that home and the lists show the sample shop alone.
    const trusted = await makeTrustRecords(context, product.url, language)
    await takePages(browser, context, product.url, trustPages(trusted), language)
    if (!knowPages(noRecords).some(({ name }) => isChosen(name))) return
    const made = await makeKnowRecords(context, product.url, language)
    await takePages(browser, context, product.url, knowPages(made), language)
  } finally {
    await product.stop()
  }
}

mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()
try {
  for (const language of languages.filter((one) => chosen.languages.length === 0 || chosen.languages.includes(one)))
    await takeAll(browser, language)
} finally {
  await browser.close()
}
