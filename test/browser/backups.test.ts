import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readKey } from '../../src/platform/backup/backup-key.ts'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served

beforeAll(async () => {
  served = await serve()
  for (const name of ['林小雨', '周正', '王芳']) await served.api('POST', '/customers', { name })
}, 180_000)
afterAll(() => served?.end())

const read = async (): Promise<{ copies: unknown[]; runs: { kind: string; state: string; drill: { isGood: boolean } | null }[] }> =>
  Object(await served.api('GET', '/backups'))

test('a backup is made, its key taken away, a restore tried, and the page says so', { timeout: 150_000 }, async () => {
  const page = await served.open('/backups')
  await page.getByRole('heading', { name: '数据丢了，能找回来吗？' }).waitFor()
  await page.getByText('还没有备份。现在做一个').waitFor()
  expect(await findBarriers(page)).toEqual([])

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载备份密钥' }).click()
  const file = await (await saved).path()
  expect(readKey(readFileSync(file, 'utf8'))).toHaveLength(32)
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByText('已于').waitFor()

  await page.getByRole('button', { name: '立即备份' }).click()
  await vi.waitFor(async () => expect(await read()).toMatchObject({ copies: [{}] }), 30_000)
  await page.getByText('最近一次备份在').waitFor()
  await page.getByRole('button', { name: '的内容' }).click()
  await page.getByText('customers', { exact: true }).waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('button', { name: '现在演练' }).click()
  await vi.waitFor(async () => expect((await read()).runs.find((run) => run.kind === 'drill')?.drill?.isGood).toBe(true), 60_000)
  await page.getByText('全部对得上').or(page.getByText('通过')).first().waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a second place is added and gets the next backup', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-second-'))
  const page = await served.open('/backups')
  await page.getByRole('button', { name: '添加位置' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '名称' }).fill('办公室 NAS')
  await dialog.getByRole('textbox', { name: '完整路径' }).fill('relative/path')
  expect(await findBarriers(page)).toEqual([])
  await dialog.getByRole('button', { name: /保\s?存/ }).click()
  await page.getByText('请填写完整路径').waitFor()
  await dialog.getByRole('textbox', { name: '完整路径' }).fill(folder)
  await dialog.getByRole('button', { name: /保\s?存/ }).click()
  await page.getByText('办公室 NAS').waitFor()
  await page.getByRole('button', { name: '立即备份' }).click()
  await vi.waitFor(async () => expect(JSON.stringify(await read())).toContain('"办公室 NAS"]'), 30_000)
  await page.context().close()
})

test('backups and the doctor are drawn for a phone, in the dark and in English', { timeout: 120_000 }, async () => {
  for (const look of [{ phone: true }, { language: 'en', dark: true }] as const) {
    for (const [path, zh, en] of [
      ['/backups', '数据丢了，能找回来吗？', 'Could we get everything back?'],
      ['/doctor', '系统健康吗？', 'Is the system well?'],
    ] as const) {
      const page = await served.open(path, look)
      await page.getByRole('heading', { name: 'language' in look ? en : zh }).waitFor()
      await page.locator('.rg-section').first().waitFor()
      expect(await findBarriers(page)).toEqual([])
      expect(page.troubles).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(overflow).toBeLessThanOrEqual(0)
      if (process.env['PICTURES'])
        await page.screenshot({
          path: join(process.env['PICTURES'], `${path.slice(1)}-${'phone' in look ? 'phone' : 'dark'}.png`),
          fullPage: true,
        })
      await page.context().close()
    }
  }
  if (process.env['PICTURES']) {
    const page = await served.open('/backups')
    await page.locator('.rg-section').first().waitFor()
    await page.screenshot({ path: join(process.env['PICTURES'], 'backups.png'), fullPage: true })
    await page.context().close()
  }
})
