import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../world.ts'
import { launchBrowser } from './launch.ts'

let world: World
let browser: Browser
let address: string
beforeAll(async () => {
  world = await makeWorld()
  browser = await launchBrowser()
  address = await (await world.http()).listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await browser?.close()
  await world.end()
})

test('the page that describes the API draws, and nothing on it breaks the content policy', { timeout: 60_000 }, async () => {
  const page = await browser.newPage({ extraHTTPHeaders: { 'x-test-role': 'member' } })
  const troubles: string[] = []
  page.on('console', (message) => void (['error', 'warning'].includes(message.type()) && troubles.push(message.text())))
  page.on('pageerror', (error) => void troubles.push(error.message))
  await page.goto(`${address}/api/docs`)
  await page.click('#operations-tag-customers')
  await page.waitForSelector('#operations-customers-create-customer')
  expect(await page.title()).toContain('常客')
  // What the page draws from is in older words; the document for programs is the one that is named.
  expect(await page.innerText('.info')).toContain('OpenAPI 3.1')
  expect(await page.innerText('.info')).not.toContain('OAS 3.0')
  await page.click('#operations-customers-create-customer .opblock-summary-control')
  await page.waitForSelector('#operations-customers-create-customer .opblock-body')
  const said = await page.textContent('#operations-customers-create-customer')
  expect(said).toContain('新建客户')
  expect(said).toContain('Idempotency-Key')
  expect(troubles).toEqual([])
  await page.close()
})
