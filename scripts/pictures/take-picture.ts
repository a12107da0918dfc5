import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import type { Look } from './run-product.ts'
import { shrinkPng } from './shrink-png.ts'
import type { Shown } from './shown.ts'

/** Until nothing is on its way: answers, fonts, charts. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  // A page whose scripts did not come is empty, and quiet as well.
  await page.locator('h1, h2').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .ant-spin-spinning, [aria-busy="true"]'))
  await page.evaluate(async () => void (await document.fonts.ready))
  await pause(900)
}

/** Takes a picture of a page as it looks there, into the folder, under its name. */
export async function takePicture(folder: string, context: BrowserContext, address: string, shown: Shown, look: Look): Promise<void> {
  const page = await context.newPage()
  try {
    const size = page.viewportSize()
    if (size && !look.phone) await page.setViewportSize({ ...size, height: size.height + (shown.higher ?? 0) })
    await page.goto(address)
    await settle(page)
    await shown.prepare?.(page, look.language)
    await settle(page)
    const name = [shown.name, look.language, look.phone && 'phone', look.dark && 'dark'].filter(Boolean).join('-')
    const picture = shrinkPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }))
    writeFileSync(join(folder, `${name}.png`), picture)
    console.error(`${name}.png  ${Math.round(picture.length / 1024)} KB`)
  } finally {
    await page.close()
  }
}
