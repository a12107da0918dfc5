// Value, tiers and lifecycle, as the guide shows them; the sample shop fills them.
import type { BrowserContext, Page } from 'playwright-core'
import type { Language, Words } from '../../src/core/kit/words.ts'
import { atRiskRule } from '../../src/understand/tiers/tiers-address.ts'
import { ask } from './run-product.ts'
import type { Shown } from './shown.ts'

/** In the order of the guide. The customer is one who is about to fall from their tier. */
export async function valuePages(context: BrowserContext, url: string): Promise<Shown[]> {
  const falling = `${url}/api/customers?limit=1&sort=-spend&rule=${encodeURIComponent(JSON.stringify(atRiskRule()))}`
  const { rows } = await ask<{ rows: readonly { readonly id: string }[] }>(context, falling)
  return [
    { name: 'rfm', path: '/value?tab=rfm', higher: 260 },
    { name: 'rfm-trial', path: '/value?tab=rfm&scoring=true', prepare: tryScoring, higher: 160 },
    { name: 'profit', path: '/value?tab=profit', higher: 120 },
    { name: 'concentration', path: '/value?tab=concentration', higher: 60 },
    { name: 'lifetime', path: '/value?tab=lifetime', higher: 60 },
    { name: 'tiers', path: '/tiers', higher: 160 },
    { name: 'tiers-trial', path: '/tiers', prepare: tryTiers },
    { name: 'tier-customer', path: `/customers/${rows[0]?.id ?? ''}`, prepare: scrollTo({ zh: '客户等级', en: 'Tier' }) },
    { name: 'lifecycle-rules', path: '/lifecycle?rules=true', prepare: tryLoyal },
    {
      name: 'lifecycle-costs',
      path: '/lifecycle',
      prepare: scrollTo({ zh: '停滞的一步，每月少收多少', en: 'What stalled steps cost each month' }),
    },
    { name: 'stage-plan', path: '/lifecycle', prepare: writePlan },
    {
      name: 'lifecycle-cohorts',
      path: '/lifecycle',
      prepare: scrollTo({ zh: '各月的新客，现在走到哪一步', en: 'Where each month’s new customers are now' }),
    },
  ]
}

const button = (page: Page, words: Words, language: Language) => page.getByRole('button', { name: words[language] })

/** Brings a section of the page up under the page's head. */
function scrollTo(title: Words) {
  return async (page: Page, language: Language) => {
    await page.getByRole('heading', { name: title[language], exact: true }).evaluate((heading) => {
      heading.scrollIntoView()
      window.scrollBy(0, -90)
    })
  }
}

/** Does something that is tried out by itself a moment later, and waits for the answer. */
async function tried(page: Page, path: string, doing: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith(path))
  await doing()
  await answered
}

const showTrial = (page: Page) => page.locator('.rg-trial').evaluate((trial) => trial.scrollIntoView())

async function tryScoring(page: Page, language: Language): Promise<void> {
  const ranks = page.getByRole('dialog').getByRole('radio', { name: { zh: '每档人数相同', en: 'Bands of equal size' }[language] })
  await tried(page, '/value/rfm-settings/preview', () => ranks.check())
  await page.locator('.rg-value-flows').waitFor()
}

/** Counts everything ever bought, so that some rise. */
async function tryTiers(page: Page, language: Language): Promise<void> {
  await button(page, { zh: '调整分级方案', en: 'Change the scheme' }, language).click()
  await page.locator('.rg-trial table').waitFor()
  const ever = page.locator('.ant-segmented-item', { hasText: { zh: '累计全部', en: 'All time' }[language] })
  await tried(page, '/tiers/simulate', () => ever.click())
  await page.locator('.rg-tier-moves').waitFor()
  await showTrial(page)
}

/** Loyal from the third purchase on, so that many move. */
async function tryLoyal(page: Page, language: Language): Promise<void> {
  const loyal = page.getByRole('dialog').getByRole('region', { name: { zh: '忠诚', en: 'Loyal' }[language], exact: true })
  await tried(page, '/stages/simulate', () => loyal.getByRole('spinbutton').fill('3'))
  await page.locator('.rg-stage-moves li').first().waitFor()
  await showTrial(page)
}

async function writePlan(page: Page, language: Language): Promise<void> {
  await button(page, { zh: '添加“流失”的计划', en: 'Add a plan for Churned' }, language).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: { zh: '添加一项', en: 'Add a line' }[language] }).click()
  const line = dialog.getByLabel({ zh: '做什么（第 1 项）', en: 'What is done (1)' }[language])
  await line.fill({ zh: '挽回名单上的客户逐位打电话', en: 'A call to each on the list of whom to win back' }[language])
  await dialog.getByLabel({ zh: '定一个目标', en: 'Set a target' }[language]).check()
}
