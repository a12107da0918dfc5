import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ImapServer, serveImap } from '../imap-server.ts'
import { findBarriers, pressUntil, serve, type Served } from './serve.ts'

let served: Served
let mails: ImapServer
beforeAll(async () => {
  mails = await serveImap()
  served = await serve()
}, 180_000)
afterAll(async () => {
  await served?.end()
  await mails.end()
})

const mail = (from: string, subject: string, text: string) =>
  mails.put(
    `From: ${from}\r\nTo: hello@shop.test\r\nSubject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`,
    new Date(),
  )

test('an inbox is set and tried; what customers wrote stands in the list, becomes a to-do, and a stranger finds their customer', {
  timeout: 150_000,
}, async () => {
  await served.api('POST', '/customers', { name: '王芳', email: 'wang@tea.test' })
  mail('wang@tea.test', 'tea', '还有货吗？\r\n\r\n在 2026年6月15日，山前茶事写道：\r\n> 新茶')
  mail('stranger@tea.test', 'hello', '<b>我是王芳的先生</b>')
  const page = await served.open('/inbox')
  await page.getByText('还没有设置收信邮箱').waitFor()
  await page.getByRole('link', { name: '设置收信邮箱' }).click()
  await page.getByRole('heading', { name: '收信邮箱（IMAP）' }).waitFor()
  await page.getByLabel('收信服务器').fill('127.0.0.1')
  await page.getByLabel('收信端口').fill(String(mails.port))
  await page.getByRole('switch', { name: 'TLS 直连（993 端口）' }).click()
  await page.getByLabel('收信用户名').fill('hello@shop.test')
  await page.getByLabel('收信密码或授权码').fill('right')
  const form = page.locator('form').filter({ has: page.getByLabel('收信服务器') })
  await form.getByRole('button', { name: /^保\s?存$/ }).click()
  await pressUntil(page.getByRole('button', { name: '测试收信' }), page.getByText(/已打开 127\.0\.0\.1/))
  expect(await findBarriers(page)).toEqual([])

  await page.getByLabel('选择器').fill('shop')
  await page.getByLabel('域名').fill('shop.test')
  const signature = page.locator('form').filter({ has: page.getByLabel('选择器') })
  await signature.getByRole('button', { name: /^保\s?存$/ }).click()
  await expect.poll(() => page.getByLabel('主机记录', { exact: true }).inputValue(), { timeout: 60_000 }).toBe('shop._domainkey.shop.test')
  expect(await page.getByLabel('记录值', { exact: true }).inputValue()).toMatch(/^v=DKIM1; k=rsa; p=/)

  await page.getByRole('link', { name: '来信', exact: true }).first().click()
  await page.getByRole('heading', { name: '客户回了什么？' }).waitFor()
  await expect.poll(() => page.getByText('还有货吗？').count(), { timeout: 60_000 }).toBe(1)
  expect(await page.getByText('写道').count()).toBe(0)
  await page.getByText('<b>我是王芳的先生</b>').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '建待办来答复' }).click()
  await page.getByText('还有货吗？').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: '归到客户' }).click()
  await page.getByLabel('是哪位客户？').fill('王芳')
  await page.getByTitle(/^王芳/).click()
  await page.getByText('不知道是哪位客户', { exact: true }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: '标为已处理' }).click()
  await page.getByText('没有待处理的来信').waitFor()
  expect(page.troubles).toEqual([])
})

test('a call shows on a phone what to say and takes its result with one tap', { timeout: 60_000 }, async () => {
  const { id: customerId } = (await served.api('POST', '/customers', { name: '李娜', phone: '+8613800138000' })) as { id: string }
  await served.api('POST', '/todos', { customerId, title: '收货后回访', script: '您好，春茶收到了吗？', dueAt: '2026-01-01' })
  const page = await served.open('/calls', { phone: true })
  await pressUntil(page.getByRole('button', { name: /收货后回访/ }), page.getByText('您好，春茶收到了吗？'))
  expect(await page.getByRole('link', { name: '+8613800138000' }).getAttribute('href')).toBe('tel:+8613800138000')
  expect(await findBarriers(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await page.getByRole('button', { name: '5', exact: true }).click()
  await page.getByRole('button', { name: '约定再打' }).click()
  await page.getByText(/约定再打，请选好什么时候/).waitFor()
  await page.getByRole('button', { name: /^接\s?通$/ }).click()
  await page.getByText('没有要打的电话', { exact: true }).waitFor()
})
