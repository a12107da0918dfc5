import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, type OpenedPage, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
  await served.api('POST', '/customers', { name: '林小满', email: 'lin@tea.example', emailConsent: 'granted' })
}, 180_000)
afterAll(() => served?.end())

async function addBlock(page: OpenedPage, kind: string): Promise<void> {
  await page.getByRole('button', { name: '添加内容块' }).click()
  await page.getByRole('menuitem', { name: kind, exact: true }).click()
}

test('a mail is written in blocks, looked at, checked, versioned and approved', { timeout: 240_000 }, async () => {
  const page = await served.open('/templates/new')
  await page.getByLabel('模板名称').fill('新茶上市')
  await page.getByLabel('邮件主题').fill('{{ nmae }}，新茶到了')
  await page.getByText('没有变量“nmae”').waitFor()
  await page.getByLabel('邮件主题').fill('{{ name | default: "您" }}，新茶到了')
  await page.getByText('姓名，没有时写“您”').waitFor()
  await page.getByLabel('正文').fill('明前龙井到店了，恭喜您获得试饮。')
  await addBlock(page, '按钮')
  await page.getByLabel('按钮文字').fill('去看看')
  await page.getByLabel('打开的网址').fill('tea.shop')
  await page.getByText(/不是网址：tea\.shop/).waitFor()
  await page.getByLabel('打开的网址').fill('https://tea.shop.example/new')
  await page.getByText(/垃圾信息：恭喜您获得/).waitFor()
  const mail = page.frameLocator('iframe')
  await mail.getByRole('link', { name: '去看看' }).waitFor()
  await mail.getByText('明前龙井').waitFor()
  // By the keys: the button goes up before the text.
  await page.getByRole('button', { name: '移动“按钮”：按上下方向键' }).press('ArrowUp')
  await expect.poll(() => page.locator('.rg-template-block-open strong').allTextContents()).toEqual(['按钮', '文字'])
  await page.getByText('手机', { exact: true }).click()
  await page.getByText('纯文本').click()
  await page.getByText('去看看: https://tea.shop.example/new').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByRole('heading', { name: '新茶上市' }).waitFor()

  await page.getByRole('button', { name: '添加英文' }).click()
  await page.getByLabel('邮件主题').fill('New tea')
  await page.getByLabel('这一版改了什么').fill('加上英文')
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByText('“加上英文”').waitFor()
  await page.getByRole('button', { name: '与当前比较' }).click()
  await page.getByText('新增 英文：主题').waitFor()
  // In the frame nothing runs, axe neither.
  await page.getByText('纯文本').click()
  expect(await findBarriers(page)).toEqual([])

  const { brand } = Object(await served.api('GET', '/templates/settings'))
  await served.api('PUT', '/templates/settings', { brand, content: { approval: 'always', trackLinks: true } })
  await page.getByRole('button', { name: '恢复第 1 版' }).click()
  await page.getByText('在此之前，消息仍按第 2 版发出。').waitFor()
  await page.getByRole('button', { name: '提交审批' }).click()
  await page.getByText('这一版是您写的，须由另一位同事审批。').waitFor()

  await page.getByRole('link', { name: '全部模板' }).click()
  await page.getByRole('heading', { name: '我们对客户说什么？' }).waitFor()
  await page.getByRole('listitem').filter({ hasText: '待审批' }).waitFor()
  await page.getByLabel('搜索模板').fill('没有这个')
  await page.getByText('没有符合条件的模板').waitFor()
  await page.getByLabel('搜索模板').fill('龙井')
  await page.getByRole('link', { name: '新茶上市' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  // The variable that does not exist was refused.
  expect(page.troubles.filter((said) => !said.includes('400'))).toEqual([])
})
