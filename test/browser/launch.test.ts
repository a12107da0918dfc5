import { expect, test } from 'vitest'
import { launchBrowser } from './launch.ts'

test('the browser draws Chinese, each character its own shape', { timeout: 120_000 }, async () => {
  const browser = await launchBrowser()
  try {
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
  } finally {
    await browser.close()
  }
})
