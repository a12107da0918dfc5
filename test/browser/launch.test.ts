import { afterAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from './launch.ts'
import { findBarriers } from './serve.ts'

let browser: Browser | undefined
afterAll(() => browser?.close())

test('the browser draws Chinese, each character its own shape', { timeout: 120_000 }, async () => {
  browser = await launchBrowser()
  const page = await browser.newPage()
  await page.setContent('<canvas width="40" height="40"></canvas>')
  // Characters without a font are all drawn as the same empty box, or as nothing.
  const drawn = await page.evaluate(() => {
    const canvas = document.querySelector('canvas')
    const context = canvas?.getContext('2d', { willReadFrequently: true })
    if (!canvas || !context) return []
    return [...'常客户龘'].map((character) => {
      context.clearRect(0, 0, 40, 40)
      context.font = '32px "PingFang SC", "Microsoft YaHei", sans-serif'
      context.fillText(character, 2, 34)
      return canvas.toDataURL()
    })
  })
  expect(drawn).toHaveLength(4)
  expect(new Set(drawn).size).toBe(4)
})

test('a page that leaves somebody out is found, with the rule and the place', { timeout: 120_000 }, async () => {
  browser ??= await launchBrowser()
  const page = await browser.newPage()
  const ground = (body: string) => `<html lang="zh"><title>茶</title><main><h1>茶</h1>${body}</main></html>`
  await page.setContent(ground('<p style="color: #ccc; background: #fff">看不清</p><img src="data:,"><button></button>'))
  const found = await findBarriers(page)
  expect(found.map((line) => line.split(':')[0] ?? '').toSorted()).toEqual(['button-name', 'color-contrast', 'image-alt'])
  expect(found.find((line) => line.startsWith('image-alt'))).toContain('<img src="data:,">')
  await page.setContent(ground('<p>看得清</p>'))
  expect(await findBarriers(page)).toEqual([])
})
