import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, type Look, type OpenedPage, serve, type Served } from './serve.ts'

let served: Served
const id = (answer: unknown): string => String(Object(answer)['id'])
const made = { wang: '', cookie: '', own: '', others: '', role: '' }

beforeAll(async () => {
  served = await serve()
  const invited = await served.api('POST', '/users', { name: '王强', email: 'wang@shop.test', role: 'member', mail: false })
  made.wang = id(invited)
  const token = new URL(String(Object(invited)['link'])).searchParams.get('token')
  const answer = await fetch(`${served.url}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password: 'oolong-in-the-morning-7' }),
  })
  made.cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const chen = id(await served.api('POST', '/users', { name: '陈静', email: 'chen@shop.test', role: 'member', mail: false }))
  made.own = id(await served.api('POST', '/customers', { name: '茶客甲', phone: '+8613812341234', owner: made.wang }))
  made.others = id(await served.api('POST', '/customers', { name: '茶客乙', phone: '+8613987654321', owner: chen }))
}, 180_000)
afterAll(() => served?.end())

/** A page of the member whom roles narrow. */
async function openAsWang(path: string, look: Look = {}): Promise<OpenedPage> {
  const page = await served.open('/sign-in', look)
  const [name = ''] = made.cookie.split('=', 1)
  await page.context().clearCookies()
  await page.context().addCookies([{ name, value: made.cookie.slice(name.length + 1), url: served.url }])
  await page.goto(`${served.url}${path}`)
  return page
}

const sideways = (page: OpenedPage) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
const picture = async (page: OpenedPage, name: string) => {
  const folder = process.env['PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `rights-${name}.png`), fullPage: true })
}

test('a role is made from a template, adapted, and given to somebody', { timeout: 120_000 }, async () => {
  const page = await served.open('/roles')
  await page.getByText('还没有自建角色').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '新建角色' }).click()
  await page.getByRole('menuitem', { name: /^销售/ }).click()
  await page.getByLabel('名称').fill('门店销售')
  await page.getByRole('combobox', { name: '手机号' }).focus()
  for (const key of ['Enter', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  await page.getByText('显示为 138****1234').waitFor()
  await page.getByRole('checkbox', { name: /^查看打码内容/ }).click()
  await page.getByText('客户（我的、共享给我的、公海）：可查看').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '建立角色' }).click()
  await page.getByRole('combobox', { name: '给一位同事' }).click()
  await page.getByTitle('王强').click()
  await page.getByText('已给王强').waitFor()
  made.role = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('checkbox', { name: '客户 · 分配负责人' }).click()
  await page.getByRole('button', { name: '查看改动并保存…' }).click()
  await page.getByText('影响 1 人：王强。下一次操作就生效。').waitFor()
  await page.getByText('客户 · 分配负责人：').waitFor()
  await picture(page, 'save')
  await page.locator('.ant-modal-footer .ant-btn-primary').click()
  await page.getByText('角色已保存').waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('who holds it sees only own customers, a masked phone without order, and reveals it for a reason', { timeout: 120_000 }, async () => {
  const page = await openAsWang('/customers')
  await page.getByText('138****1234').first().waitFor()
  expect(await page.getByText('茶客乙').count()).toBe(0)
  await page.getByRole('columnheader', { name: '手机号' }).click()
  expect(page.url()).not.toContain('sort=')
  expect(await page.getByRole('button', { name: '导出' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: '角色与权限' }).count()).toBe(0)
  await picture(page, 'list')
  expect(await findBarriers(page)).toEqual([])
  await page.goto(`${served.url}/customers/${made.own}`)
  await page.getByRole('button', { name: '查看完整的手机号' }).first().click()
  await page.getByRole('button', { name: '联系客户' }).click()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '查看', exact: true }).click()
  await page.getByText('138 1234 1234').first().waitFor()
  await picture(page, 'customer')
  await page.getByRole('button', { name: '编辑资料' }).click()
  await page.locator('.ant-drawer .rg-form').first().waitFor()
  expect(await page.locator('.ant-drawer').getByLabel('手机号').count()).toBe(0)
  await page.goto(`${served.url}/customers/${made.others}`)
  await page.getByRole('alert').first().waitFor()
  expect(await page.getByText('茶客乙').count()).toBe(0)
  await page.context().close()
})

test('view-as says what is seen, what is not, and which rule says so', { timeout: 120_000 }, async () => {
  const page = await served.open(`/view-as?person=${made.wang}&customer=${made.own}`)
  await page.getByText('看得到', { exact: true }).waitFor()
  await page.getByText('“门店销售”：把这个字段设为打码').first().waitFor()
  await page.getByText('138****1234').first().waitFor()
  expect(await findBarriers(page)).toEqual([])
  await picture(page, 'view-as')
  await page.goto(`${served.url}/view-as?person=${made.wang}&customer=${made.others}`)
  await page.getByText('看不到', { exact: true }).first().waitFor()
  await page.getByRole('combobox', { name: '哪种记录' }).click()
  await page.getByTitle('细分').click()
  await page.getByRole('combobox', { name: '哪一条' }).waitFor()
  await page.getByText('选一个角色或同事，再选一条记录').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a customer is shared until a day, found by who may see them now, and taken back', { timeout: 120_000 }, async () => {
  const page = await served.open(`/customers/${made.others}`)
  await page.getByRole('button', { name: '共享…' }).click()
  await page.getByLabel('共享给').click()
  await page.getByTitle('王强').click()
  await page.locator('.ant-modal .rg-form-foot .ant-btn-primary').click()
  await page.getByText(/到 .* 为止/).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await picture(page, 'shared')
  const wang = await openAsWang('/customers')
  await wang.getByRole('button', { name: '共享给我的（1）' }).click()
  await wang.locator('.ant-drawer').getByRole('link', { name: '茶客乙' }).waitFor()
  await wang.context().close()
  await page.getByRole('button', { name: '收回给王强的共享' }).click()
  await page.getByText('没有共享给别人').waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('roles are legible in both languages, both looks and on a phone', { timeout: 180_000 }, async () => {
  for (const look of [{ phone: true }, { language: 'en', dark: true }] as const) {
    for (const path of ['/roles', `/roles/${made.role}`, `/view-as?role=${made.role}&customer=${made.own}`]) {
      const page = await served.open(path, look)
      await page.locator('.rg-section').first().waitFor()
      expect(await findBarriers(page)).toEqual([])
      expect(await sideways(page)).toBeLessThanOrEqual(0)
      await picture(
        page,
        `${path.split('/')[1]?.split('?')[0]}${path.startsWith('/roles/') ? '-one' : ''}-${'phone' in look ? 'phone' : 'dark'}`,
      )
      expect(page.troubles).toEqual([])
      await page.context().close()
    }
  }
})
