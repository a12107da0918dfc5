import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
const ids: string[] = []
beforeAll(async () => {
  served = await serve()
  const people = [
    {
      name: '王芳',
      phone: '+8613800000001',
      code: 'M-1001',
      province: '浙江省',
      city: '杭州市',
      emailConsent: 'granted',
      email: 'fang@shop.example',
    },
    { name: '王 芳', phone: '+8613800000002', city: '绍兴市', note: '喜欢龙井' },
    { name: '王小芳', code: 'M-2002', emailConsent: 'withdrawn' },
  ]
  for (const person of people) ids.push(idOf(await served.api('POST', '/customers', person)))
  let n = 0
  for (const [customerId, amount] of [
    [ids[0], 32_800],
    [ids[1], 6_000],
    [ids[1], 12_800],
  ] as const)
    await served.api('POST', '/purchases', { customerId, number: `D-${++n}`, amount })
}, 180_000)
afterAll(() => served?.end())

function idOf(answer: unknown): string {
  return String(JSON.parse(JSON.stringify(answer)).id)
}

const count = async () => Number(JSON.parse(JSON.stringify(await served.api('GET', '/customers/count'))).count)

test('customers ticked in the list are compared, merged by what is clicked, and undone at once', { timeout: 120_000 }, async () => {
  const page = await served.open('/customers')
  for (const name of ['王芳', '王 芳', '王小芳']) await page.getByRole('checkbox', { name: `选择 ${name}`, exact: true }).check()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('region', { name: '已选记录' }).getByRole('button', { name: '合并' }).click()
  await page.getByRole('heading', { name: '这些是同一位客户吗？' }).waitFor()
  await page.getByRole('radiogroup', { name: '姓名' }).waitFor()
  expect(await page.getByRole('radiogroup', { name: '保留哪一份档案' }).getByRole('radio', { checked: true }).count()).toBe(1)
  expect(await findBarriers(page)).toEqual([])

  // By the keyboard: the arrow goes from the value that stands to the next.
  await page.getByRole('radiogroup', { name: '城市' }).getByRole('radio', { name: '杭州市' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.getByRole('radiogroup', { name: '城市' }).getByRole('radio', { name: '绍兴市' }).isChecked()).toBe(true)
  await page.getByRole('radiogroup', { name: '姓名' }).getByText('王小芳').last().click()
  expect(await page.getByText('总取较严的').count()).toBe(1)

  await page.getByRole('button', { name: '合并为一位客户' }).click()
  await page.getByText('3 份档案现在是一位客户：王小芳').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await count()).toBe(1)
  await page.getByRole('button', { name: '撤销合并' }).click()
  await page.getByText('已恢复原样').waitFor()
  await page.getByRole('radiogroup', { name: '姓名' }).waitFor()
  expect(await count()).toBe(3)
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a merged customer is parted on its page, and what happened since is given to whom it belongs', { timeout: 120_000 }, async () => {
  const merged = JSON.parse(JSON.stringify(await served.api('POST', '/customers/merge', { ids, into: ids[0] })))
  await served.api('POST', '/purchases', { customerId: ids[0], number: 'D-9', amount: 9_900 })
  await served.api('PATCH', `/customers/${ids[0]}`, { note: '合并后改的' })
  // The old address leads to the customer who is there now.
  const page = await served.open(`/customers/${ids[1]}`)
  await page.waitForURL(`**/customers/${ids[0]}`)
  await page.getByRole('heading', { name: '合并记录' }).waitFor()
  await page.getByRole('button', { name: /^拆分：/ }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('消费 ¥99.00').waitFor()
  await drawer.getByText('备注改为 合并后改的').waitFor()
  expect(await findBarriers(page)).toEqual([])

  await drawer.getByRole('checkbox', { name: /王小芳/ }).uncheck()
  await drawer.getByRole('combobox', { name: '归谁：消费 ¥99.00' }).click()
  // Survivor and part are called alike but for a space: neither is told by the name alone.
  await page.locator('.ant-select-item-option', { hasText: '留给保留的客户' }).last().waitFor()
  await page.locator('.ant-select-item-option', { hasText: '归 王 芳 · 138 0000 0002' }).last().click()
  await drawer.getByRole('button', { name: '拆出 1 份' }).click()
  await page.getByText('已拆出：王 芳', { exact: true }).waitFor()
  expect(await count()).toBe(2)
  const bought = JSON.parse(JSON.stringify(await served.api('GET', `/customers/${ids[1]}/purchases`))).purchases
  expect(bought.map((purchase: { number: string }) => purchase.number).toSorted()).toEqual(['D-2', 'D-3', 'D-9'])
  await served.api('POST', `/merges/${merged.mergeId}/undo`, {})
  expect(await count()).toBe(3)
  await page.context().close()
})

test('on a phone, in English and in the dark, records stand below each other and nothing is cut off', { timeout: 60_000 }, async () => {
  const page = await served.open(`/customers/merge?ids=${ids.join(',')}`, { language: 'en', phone: true, dark: true })
  await page.getByRole('radiogroup', { name: 'Name', exact: true }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await page.goto(`${served.url}/customers/merge`)
  await page.getByText('No customers to compare yet').waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})
