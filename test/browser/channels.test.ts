import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeVendors, fakeVendors, known } from '../fake-vendors.ts'
import { findBarriers, pressUntil, serve, type Served } from './serve.ts'

let served: Served
let vendors: FakeVendors
beforeAll(async () => {
  vendors = await fakeVendors(() => new Date())
  served = await serve({ allowPrivateChannels: true })
}, 180_000)
afterAll(async () => {
  await served?.end()
  await vendors.close()
})

test('an SMS account is set up, checked, tried with a registered text, and hears what customers answer', { timeout: 150_000 }, async () => {
  const page = await served.open('/settings/channels')
  await page.getByText('还没有渠道账号').waitFor()
  await pressUntil(page.getByRole('button', { name: '添加账号' }), page.getByRole('dialog', { name: '添加哪一种账号？' }))
  await page.getByRole('dialog').getByRole('link', { name: '阿里云短信' }).click()
  await page.getByRole('heading', { name: '添加阿里云短信' }).waitFor()
  await page.getByLabel('AccessKey ID').fill(known.aliyun.accessKeyId)
  await page.getByLabel('AccessKey Secret').fill('wrong')
  await page.getByLabel('短信签名').fill(known.aliyun.signName)
  await page.getByLabel('接口地址（可选）').fill(vendors.url)
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: /^保\s?存$/ }).click()

  await page.getByRole('heading', { name: '能用吗？' }).waitFor()
  await page.getByText('待检查').waitFor()
  await page.getByRole('button', { name: /^检\s?查$/ }).click()
  await page.getByText('阿里云短信不认这组密钥').waitFor()
  await page.getByText(/SignatureDoesNotMatch/).waitFor()
  expect(await page.getByLabel('AccessKey Secret').inputValue()).toBe('')
  await page.getByLabel('AccessKey Secret').fill(known.aliyun.accessKeySecret)
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText('待检查').waitFor()
  await page.getByRole('button', { name: /^检\s?查$/ }).click()
  await page.getByText('阿里云短信已接受。').waitFor()

  await page.getByRole('button', { name: '登记一条' }).click()
  const dialog = page.getByRole('dialog', { name: '登记一条文本' })
  await dialog.getByLabel('模板编号').fill('SMS_154950909')
  await dialog.getByLabel('原文').fill('您好${name}，春茶到了，拒收请回复R')
  await dialog.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText('您好${name}，春茶到了，拒收请回复R').waitFor()
  await dialog.waitFor({ state: 'hidden' })

  await page.getByLabel('手机号').fill('13800138000')
  await page.getByLabel('用哪条登记的文本').click()
  await page.getByTitle(/^SMS_154950909/).click()
  vendors.got.length = 0
  await page.getByRole('button', { name: '发送测试' }).click()
  await expect
    .poll(() => vendors.got.map(({ query }) => [query['PhoneNumbers'], query['TemplateParam']]))
    .toEqual([['13800138000', '{"name":"测试"}']])
  expect(await findBarriers(page)).toEqual([])

  const address = (await page.getByText(/\/in\/channel\//).innerText()).trim()
  const { id } = (await served.api('POST', '/customers', { name: '王芳', phone: '+8613900139000' })) as { id: string }
  const body = [{ phone_number: '13900139000', send_time: '2026-06-15 11:59:00', content: '退订', sequence_id: 1 }]
  expect((await fetch(address, { method: 'POST', body: JSON.stringify(body) })).status).toBe(200)
  await page.reload()
  await page.getByText(/最近收到回调：/).waitFor()
  expect(page.troubles).toEqual([])

  await page.goto(`${served.url}/customers/${id}`)
  await page.getByText(/客户通过短信说/).waitFor()
  await page.context().close()
})

test('the list says in a sentence what can send; on a phone, in English and in the dark', { timeout: 60_000 }, async () => {
  const page = await served.open('/settings/channels', { language: 'en', phone: true, dark: true })
  await page.getByRole('link', { name: '阿里云短信' }).waitFor()
  await page.getByText('1 account: 1 can send, 0 cannot.').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('link', { name: '阿里云短信' }).click()
  await page.getByRole('heading', { name: 'Does it work?' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('another system is told of facts, and a follower of whom nobody knew is linked by hand', { timeout: 150_000 }, async () => {
  const secrets = { secret: `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}` }
  const webhook = { channel: 'webhook', vendor: 'webhook', name: 'ERP', settings: { address: `${vendors.url}/hook` }, secrets }
  await served.api('POST', '/channels/accounts', webhook)
  const wecom = { channel: 'wecom', vendor: 'wecom', name: '茶馆企微', settings: {}, isOn: false }
  const { id } = Object(await served.api('POST', '/channels/accounts', wecom))
  await served.change(`insert into channel_followers (account_id, address, name, employee, followed_at, looked_at)
    values ('${id}', 'wm-new', '静静', 'zhangsan', now(), now())`)
  await served.api('POST', '/customers', { name: '李静静', phone: '+8613700137000' })

  const page = await served.open('/settings/channels/subscriptions')
  await page.getByText('还没有订阅').waitFor()
  const dialog = page.getByRole('dialog', { name: '新建订阅' })
  await pressUntil(page.getByRole('button', { name: '新建订阅' }), dialog)
  await dialog.getByLabel('名称').fill('客户同步')
  await dialog.getByLabel('事件').fill('customer.updated')
  await page.getByTitle(/customer\.updated/).click()
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText('客户同步', { exact: true }).waitFor()
  await dialog.waitFor({ state: 'hidden' })
  expect(await findBarriers(page)).toEqual([])

  const small = await served.open(`/settings/channels/${id}/followers`, { language: 'en', phone: true })
  await small.getByText('Not linked yet').first().waitFor()
  await small.getByRole('button', { name: 'Link to a customer' }).click()
  await small.getByRole('combobox', { name: 'Which customer?' }).fill('李静静')
  await small
    .getByText(/李静静/)
    .last()
    .click()
  await small.getByRole('link', { name: '李静静' }).waitFor()
  expect(await findBarriers(small)).toEqual([])
  expect([...page.troubles, ...small.troubles]).toEqual([])
})
