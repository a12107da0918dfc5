// The pages of leaving, predictions, cohorts, discoveries and recommendations, as the guide shows them. The sample shop fills all of them.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Language, Words } from '../../src/core/kit/words.ts'
import { ask, send } from './run-product.ts'
import type { Shown } from './shown.ts'

/** In the order of the guide. @param customer who bought often enough to be predicted */
export function foresightPages(customer: string): Shown[] {
  return [
    { name: 'churn', path: '/churn?who=everyone', higher: 120 },
    { name: 'churn-rate', path: '/churn?tab=rate', higher: 200 },
    { name: 'won-back', path: '/churn?tab=won' },
    { name: 'churn-settings', path: '/churn?tab=settings', higher: 300 },
    { name: 'predictions', path: '/predictions', higher: 400 },
    { name: 'prediction', path: `/customers/${customer}`, prepare: scrollToPrediction },
    { name: 'cohorts', path: '/cohorts', higher: 60 },
    { name: 'funnel', path: '/cohorts?tab=funnel', higher: 60 },
    { name: 'repurchase', path: '/cohorts?tab=repurchase' },
    { name: 'discoveries', path: '/discoveries', prepare: lookNow, higher: 200 },
    { name: 'products', path: '/products' },
    { name: 'recommendations', path: '/recommendations', higher: 300 },
  ]
}

async function scrollToPrediction(page: Page, language: Language): Promise<void> {
  const title: Words = { zh: '预测', en: 'Prediction' }
  await page.getByRole('heading', { name: title[language], exact: true }).evaluate((heading) => {
    heading.scrollIntoView()
    window.scrollBy(0, -90)
  })
}

/** What the week shows with the sample's last days in it: the first looking may have come before they were played. */
async function lookNow(page: Page): Promise<void> {
  const [context, { origin }] = [page.context(), new URL(page.url())]
  const isOver = async () => {
    const { week } = await ask<{ week: { state: string } | null }>(context, `${origin}/api/discoveries`)
    return week?.state !== 'waiting'
  }
  for (let second = 0; second < 120 && !(await isOver()); second++) await pause(1_000)
  await send(context, 'POST', `${origin}/api/discoveries/look`, {})
  for (let second = 0; second < 120 && !(await isOver()); second++) await pause(1_000)
  await page.reload()
}
