import { parse } from 'csv-parse/sync'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { parseMoney } from '../../core/kit/money.ts'
import { sampleShop } from './make-shop.ts'
import { sampleCustomersCsv, samplePurchasesCsv } from './write-csv.ts'

const shop = sampleShop({ now: new Date('2026-06-30T12:00:00+08:00') })
const rowsOf = (csv: string): string[][] => parse(csv)

it('the export of customers has a line for each, with the headers of a Chinese shop or English ones', () => {
  const [headers, ...rows] = rowsOf(sampleCustomersCsv(shop, 'zh'))
  expect(headers?.join()).toBe('会员号,姓名,手机号,邮箱,性别,生日,省份,城市,注册时间,来源,接收邮件,客户类型')
  expect(rows.map(([number]) => number)).toEqual(shop.customers.map(({ number }) => number))
  const [english, ...others] = rowsOf(sampleCustomersCsv(shop, 'en'))
  expect(english?.join()).toBe('Member number,Name,Mobile,Email,Sex,Birthday,Province,City,Joined at,Source,Accepts email,Customer type')
  expect(others).toHaveLength(3000)
  const beyondNames = others.flatMap((row) => row.slice(4)).join('')
  expect(/\p{Script=Han}/u.test(beyondNames)).toBe(false)
})

it('a telephone number written carelessly can be read, one that lost a digit cannot', () => {
  const careless = shop.customers.filter(({ written }) => written.phone !== undefined)
  expect(careless.length).toBeGreaterThan(30)
  for (const { phone, written } of careless) {
    const read = parsePhoneNumberFromString(written.phone ?? '', 'CN')
    expect([written.phone, read?.isValid() ? read.nationalNumber : null]).toEqual([written.phone, phone])
  }
  expect(careless.filter(({ phone }) => phone === null).length).toBeGreaterThan(0)
})

it('the export of purchases adds up to what was paid less what came back', () => {
  const [headers, ...rows] = rowsOf(samplePurchasesCsv(shop, 'zh'))
  expect(headers?.join()).toBe('订单号,会员号,手机号,下单时间,商品编码,商品名称,类目,数量,单价,实付金额,渠道')
  const lines = shop.orders.flatMap((order) => [...order.lines, ...(order.refund?.lines ?? [])])
  const sum = (amounts: (number | null)[]) => amounts.reduce((total: number, amount) => total + (amount ?? Number.NaN), 0)
  expect(rows).toHaveLength(lines.length)
  expect(sum(rows.map((row) => parseMoney(row[9] ?? '', 2)))).toBe(sum(lines.map(({ paid }) => paid)))
  expect(sum(rows.map((row) => Number(row[7])))).toBe(sum(lines.map(({ quantity }) => quantity)))
})

it('a refund stands under the number of its order, with its own time and negative figures', () => {
  const rows = rowsOf(samplePurchasesCsv(shop, 'en'))
  const order = shop.orders.find(({ refund }) => refund !== null)
  const [bought, back] = [0, 1].map((sign) => rows.filter((row) => row[0] === order?.number && Number(row[7]) < 0 === (sign === 1)))
  expect(bought?.length).toBe(order?.lines.length)
  expect(back?.length).toBe(order?.refund?.lines.length)
  for (const row of back ?? []) {
    expect(Number(row[9])).toBeLessThan(0)
    expect((row[3] ?? '') > (bought?.[0]?.[3] ?? '')).toBe(true)
  }
})

it('every line names its buyer, a few by telephone alone', () => {
  const rows = rowsOf(samplePurchasesCsv(shop, 'zh')).slice(1)
  expect(rows.filter((row) => row[1] === '' && row[2] === '')).toEqual([])
  const unknown = rows.filter((row) => row[1] === '').length
  expect(unknown / rows.length).toBeGreaterThan(0.003)
  expect(unknown / rows.length).toBeLessThan(0.02)
})
