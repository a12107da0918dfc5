import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeAt, counterAt, fromBase32 } from '../../src/platform/access/totp.ts'
import { startProvider } from '../fake-provider.ts'
import { findBarriers, serve, type Served } from './serve.ts'

const owner = { email: 'owner@shop.example', password: 'tea-mountain-2026' }
const client = { id: 'regulars', secret: 'a-client-secret' }
let served: Served
let provider: Awaited<ReturnType<typeof startProvider>>
let codes: string[] = []

beforeAll(async () => {
  served = await serve({ allowPrivateSignIn: true })
  provider = await startProvider(client)
}, 180_000)
afterAll(async () => {
  await served?.end()
  await provider?.end()
})

const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
const codeNow = (secret: string, steps = 0) => codeAt(fromBase32(secret), counterAt(new Date()) + steps)

async function signIn(page: Page, email = owner.email): Promise<void> {
  await page.locator('.rg-entrance input[type=email]').fill(email)
  await page.locator('.rg-entrance input[type=password]').fill(owner.password)
  await page.locator('.rg-entrance button[type=submit]').click()
}

/** The session that was opened last has not proved anything for an hour. */
async function makeStale(): Promise<void> {
  await served.change(
    `update auth.sessions set fresh_at = fresh_at - interval '1 hour' where id = (select id from auth.sessions order by created_at desc limit 1)`,
  )
  // What is remembered of a session holds for a second.
  await new Promise((done) => setTimeout(done, 1_100))
}

/** A device with a fingerprint reader, in software. */
async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('what was begun is still there for who comes back after their session ended, and for nobody else', { timeout: 180_000 }, async () => {
  const page = await served.open('/customers?new=true')
  await page.context().clearCookies()
  await page.goto(`${served.url}/sign-in?next=${encodeURIComponent('/customers?new=true')}`)
  await signIn(page)
  const form = page.getByRole('dialog')
  const typed = async () => await form.getByLabel('姓名', { exact: true }).inputValue()
  await form.getByLabel('姓名', { exact: true }).fill('写到一半')
  const endSession = async () => {
    await page.request.post(`${served.url}/api/auth/sign-out`, { data: {} })
    // The page may notice by itself, and stand behind the door already.
    await form.locator('button[type=submit]').dispatchEvent('click')
    await page.getByText('您的登录已结束').waitFor()
  }
  await endSession()
  await form.waitFor({ state: 'hidden' })
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.type(owner.email)
  expect(await page.locator('.rg-entrance input[type=email]').inputValue()).toBe(owner.email)
  await signIn(page)
  await form.waitFor()
  expect(await page.title()).toBe('我们的客户是谁？ · 常客')
  expect(await typed()).toBe('写到一半')

  await endSession()
  const other = await page.context().newPage()
  await other.goto(`${served.url}/sign-in`)
  await signIn(other)
  await other.locator('#content h1').waitFor()
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await form.waitFor()
  expect(await typed()).toBe('写到一半')
  await other.close()

  const { link } = Object(await served.api('POST', '/users', { name: '陈静', email: 'chen@shop.test', role: 'manager', mail: false }))
  const token = new URL(String(link)).searchParams.get('token')
  await fetch(`${served.url}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password: owner.password }),
  })
  await endSession()
  await signIn(page, 'chen@shop.test')
  await form.waitFor()
  expect(await typed()).toBe('')
  await page.context().close()
})

test('somebody sets up a second factor, and comes in by password and code, or by a recovery code', { timeout: 180_000 }, async () => {
  const page = await served.open('/settings?tab=me')
  await page.getByRole('button', { name: '设置验证器' }).click()
  await page.getByRole('img', { name: '给验证器应用扫描的二维码' }).waitFor()
  const secret = ((await page.locator('.rg-scan-secret').textContent()) ?? '').replace(/[^A-Z2-7]/g, '')
  expect(secret).toHaveLength(32)
  expect(await findBarriers(page)).toEqual([])
  await page.getByLabel('验证码').fill('000000')
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByText('设置尚未生效').waitFor()
  await page.getByLabel('验证码').fill(codeNow(secret))
  await page.getByRole('button', { name: '确认' }).click()
  await page.locator('.rg-codes').waitFor()
  codes = await page.locator('.rg-codes code').allTextContents()
  expect(codes).toHaveLength(10)
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '我已记下' }).click()
  await page.getByText('还剩 10 个恢复码').waitFor()

  await page.context().clearCookies()
  await page.goto(`${served.url}/customers`)
  await signIn(page)
  await page.getByRole('heading', { name: '还差一步' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByLabel('验证码').fill('123456')
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByText('验证码不对').waitFor()
  await page.getByLabel('验证码').fill(codes[0] ?? '')
  await page.getByRole('button', { name: '继续' }).click()
  await page.waitForURL((url) => url.pathname === '/customers')

  await page.context().clearCookies()
  await page.goto(`${served.url}/`)
  await signIn(page)
  await page.getByLabel('验证码').fill(codeNow(secret, 1))
  await page.getByRole('button', { name: '继续' }).click()
  await page.waitForURL(`${served.url}/`)
  expect(page.troubles.filter((one) => !/status of 40[01]/.test(one))).toEqual([])
  await page.context().close()
})

test('somebody adds a passkey, signs in with it alone, proves by it who they are, and removes it', { timeout: 180_000 }, async () => {
  const page = await served.open('/settings?tab=me')
  await addAuthenticator(page)
  await page.getByRole('button', { name: '添加通行密钥' }).click()
  await page.getByRole('dialog').getByLabel('名称').fill('办公室的电脑')
  await page.getByRole('dialog').getByRole('button', { name: '继续' }).click()
  await page.getByText('办公室的电脑').waitFor()
  await page.getByText('还没用过').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '给通行密钥 办公室的电脑 改名' }).click()
  await page.getByRole('dialog').getByLabel('名称').fill('前台的电脑')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s?存/ })
    .click()
  await page.getByRole('button', { name: '移除通行密钥 前台的电脑' }).waitFor()

  await page.context().clearCookies()
  await page.goto(`${served.url}/settings?tab=me`)
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await page.getByText('就是这里').waitFor()
  await page.getByText('用通行密钥登录', { exact: false }).first().waitFor()

  await makeStale()
  await page.getByRole('button', { name: '移除通行密钥 前台的电脑' }).click()
  await page
    .getByRole('button', { name: /^移\s?除$/ })
    .last()
    .click()
  await page.getByText('请确认是您本人').waitFor()
  await page.getByRole('button', { name: '用通行密钥确认' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '用通行密钥确认' }).click()
  await page.getByText('还没有通行密钥').waitFor()
  // The next one has no such device.
  await page.close()
})

test('an owner makes a key for reading alone after proving who they are', { timeout: 120_000 }, async () => {
  const page = await served.open('/settings?tab=keys')
  await page.context().clearCookies()
  await page.goto(`${served.url}/settings?tab=keys`)
  await signIn(page)
  await page.getByLabel('验证码').fill(codes[1] ?? '')
  await page.getByRole('button', { name: '继续' }).click()
  await page.waitForURL((url) => url.pathname === '/settings')
  await makeStale()
  await page.getByRole('button', { name: '新建密钥' }).first().click()
  await page.getByLabel('给哪个程序用').fill('报表')
  await page.getByLabel('只读').check()
  await page.getByLabel('只限某些部分').check()
  await page.getByLabel('哪些部分').click()
  await page.getByTitle('消费记录').click()
  await page.getByLabel('给哪个程序用').click()
  expect(await findBarriers(page)).toEqual([])
  await page.locator('.ant-modal-footer .ant-btn-primary').click()
  await page.getByText('请确认是您本人').waitFor()
  await page.locator('.ant-modal-container, .ant-modal-content').last().locator('input[type=password]').fill(owner.password)
  await page.getByRole('button', { name: /^确\s?认$/ }).click()
  expect(await page.locator('.rg-to-copy input').inputValue()).toMatch(/^rk_/)
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByText('只读').first().waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.context().close()
})

test('an owner connects a provider, and a colleague comes in by it', { timeout: 180_000 }, async () => {
  const page = await served.open('/settings?tab=security')
  await page.getByText('怎样才能登录').waitFor()
  await page.getByRole('button', { name: /添\s?加/ }).click()
  await page.getByLabel('按钮上的名字').fill('公司账号')
  await page.getByLabel('颁发者网址').fill(provider.state.origin)
  await page.getByLabel('客户端 ID').fill(client.id)
  await page.getByLabel('客户端密钥').fill(client.secret)
  await page.getByLabel('让还没有用户的同事也能进来').check()
  await page.getByLabel('允许的邮箱域名').fill('firm.example')
  await page.getByLabel('允许的邮箱域名').press('Enter')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '验证并保存' }).click()
  await page.getByText(/firm\.example 的新人以“成员”进来/).waitFor()

  provider.state.person = { sub: 'chen', email: 'chen@firm.example', email_verified: true, name: '小陈' }
  await page.context().clearCookies()
  await page.goto(`${served.url}/todos`)
  await page.getByRole('button', { name: '用 公司账号 登录' }).click()
  await page.waitForURL((url) => url.pathname === '/todos')
  await page.getByRole('button', { name: '账号：小陈' }).waitFor()

  provider.state.person = { sub: 'stranger', email: 'x@elsewhere.example', email_verified: true }
  await page.context().clearCookies()
  await page.goto(`${served.url}/`)
  await page.getByRole('button', { name: '用 公司账号 登录' }).click()
  await page.getByText('这个账号在这里没有对应的用户').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.context().close()
})

test('an owner limits where the program connects to what is in use, and what is taken out is refused in words', {
  timeout: 120_000,
}, async () => {
  const smtp = { host: 'smtp.shop.example', port: 465, secure: true, user: '', from: 'a@shop.example' }
  await served.api('PUT', '/settings/smtp', smtp)
  const page = await served.open('/settings?tab=security', { phone: true })
  const form = page.locator('form#outgoing')
  const listed = form.locator('.ant-select [title="smtp.shop.example"]')
  await form.locator('.rg-account-line', { hasText: 'smtp.shop.example' }).waitFor()
  await form.getByRole('switch').click()
  await listed.waitFor()
  await form.getByText('在清单里', { exact: true }).first().waitFor()
  expect(await form.getByText('不在清单里').count()).toBe(0)
  await listed.locator('[class*=remove]').click()
  await form.getByText('保存后不再连接：smtp.shop.example').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  await form.getByRole('button', { name: '保存' }).click()
  await page.getByText('允许连接的外部地址已保存').waitFor()
  expect(await served.api('POST', '/settings/smtp/test', { to: 'a@shop.example' })).toMatchObject({
    sent: false,
    words: { zh: expect.stringContaining('smtp.shop.example 不在允许连接的外部地址里') },
  })
  await form.getByRole('button', { name: '都加进清单' }).click()
  await form.getByRole('switch').click()
  await form.getByRole('button', { name: '保存' }).click()
  await page.getByText('允许连接的外部地址已保存').nth(1).waitFor()
  expect(await served.api('GET', '/settings/outgoing')).toMatchObject({ enabled: false })
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('who needs a second factor and has none is led to set it up before anything else', { timeout: 120_000 }, async () => {
  const page = await served.open('/settings?tab=security', { phone: true })
  await page.getByLabel(/^成员/).check()
  await page
    .getByRole('button', { name: /^保\s?存$/ })
    .first()
    .click()
  await page.getByText('安全设置已保存').waitFor()
  provider.state.person = { sub: 'chen' }
  await page.context().clearCookies()
  await page.goto(`${served.url}/todos`)
  await page.getByRole('button', { name: '用 公司账号 登录' }).click()
  await page.getByRole('heading', { name: '这里要求两步验证' }).waitFor()
  await page.getByRole('button', { name: '设置验证器' }).click()
  await page.locator('.rg-scan-secret').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  const secret = ((await page.locator('.rg-scan-secret').textContent()) ?? '').replace(/[^A-Z2-7]/g, '')
  await page.getByLabel('验证码').fill(codeNow(secret))
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByRole('button', { name: '我已记下' }).click()
  await page.getByRole('heading', { name: '这里要求两步验证' }).waitFor({ state: 'detached' })
  await page.waitForURL((url) => url.pathname === '/todos')
  await page.context().close()
})

test('the account, the security settings and the door are legible in both languages, both looks, on a phone', {
  timeout: 120_000,
}, async () => {
  for (const look of [
    { language: 'zh', phone: true, dark: true },
    { language: 'en', phone: true },
  ] as const) {
    const page = await served.open('/settings?tab=me', look)
    for (const tab of ['me', 'security', 'keys']) {
      if (tab !== 'me') await page.goto(`${served.url}/settings?tab=${tab}`)
      await page.locator('.rg-section').first().waitFor()
      await page.locator('.rg-account-line, table, .ant-form').first().waitFor()
      expect(await findBarriers(page), tab).toEqual([])
      expect(await sideways(page), tab).toBeLessThanOrEqual(0)
    }
    expect(page.troubles).toEqual([])
    await page.context().clearCookies()
    await page.goto(`${served.url}/sign-in`)
    await page.locator('.rg-entrance-ways button').nth(1).waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(await sideways(page)).toBeLessThanOrEqual(0)
    await page.context().close()
  }
})
