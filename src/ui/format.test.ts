import { describe, expect, it } from 'vitest'
import { makeFormat, threeLetters } from './format.ts'

const shop = { name: '山前茶事', currency: 'CNY', timeZone: 'Asia/Shanghai' }
const now = () => new Date('2026-11-21T12:00:00Z')
const zh = makeFormat('zh', shop, now)
const en = makeFormat('en', shop, now)

describe('amounts', () => {
  it('are minor units written in the currency of the shop', () => {
    expect(zh.money(123450)).toBe('¥1,234.50')
    expect(zh.money(-500)).toBe('-¥5.00')
    expect(zh.money(1000, 'JPY')).toContain('1,000')
  })
  it('are short in ten thousands for Chinese readers and in thousands for English ones', () => {
    expect(zh.shortMoney(12_340_000)).toBe('¥12.3万')
    expect(zh.shortMoney(1_234_000_000_00)).toBe('¥12.3亿')
    expect(en.shortMoney(12_340_000)).toBe('¥123.4K')
  })
  it('too small for that stay as people write them, and below a hundred to the last digit', () => {
    expect([zh.shortMoney(886_740), zh.shortMoney(100_000), zh.shortMoney(-781_972)]).toEqual(['¥8,867', '¥1,000', '-¥7,820'])
    expect([zh.shortMoney(-52), zh.shortMoney(1_999), zh.shortMoney(0)]).toEqual(['-¥0.52', '¥19.99', '¥0'])
    expect([zh.shortMoney(999_950), en.shortMoney(999_950), zh.shortMoney(-999_999)]).toEqual(['¥1万', '¥10K', '-¥1万'])
    expect([zh.shortMoney(999_949), zh.shortMoney(1_000_000), en.shortMoney(270_330)]).toEqual(['¥9,999', '¥1万', '¥2,703'])
  })
  it('that are missing become a dash, never zero', () => {
    expect([zh.money(null), zh.count(undefined), zh.percent(null), zh.date(''), zh.relative('nonsense')]).toEqual(['—', '—', '—', '—', '—'])
    expect(zh.count(0)).toBe('0')
  })
})

describe('shares', () => {
  it('are percent, and changes carry their sign', () => {
    expect(zh.percent(0.1234)).toBe('12.3%')
    expect([zh.percent(0), zh.percent(0.0001), zh.percent(0.0001, 2)]).toEqual(['0%', '<0.1%', '0.01%'])
    expect([zh.percent(1), zh.percent(0.9999), zh.percent(0.9999, 2), zh.percent(0.1 + 0.2 + 0.7)]).toEqual([
      '100%',
      '>99.9%',
      '99.99%',
      '100%',
    ])
    expect([zh.percent(1999 / 2000), zh.percent(0.99949), zh.percent(199 / 200, 0)]).toEqual(['>99.9%', '99.9%', '>99%'])
    expect(en.change(0.05)).toBe('+5%')
    expect(en.change(-0.05)).toBe('-5%')
    expect(en.change(0)).toBe('0%')
  })
  it('of nothing at all are a dash', () => {
    expect(zh.percent(0 / 0)).toBe('—')
  })
})

describe('instants', () => {
  it('are told in the zone of the shop', () => {
    expect(zh.date('2026-11-20T17:00:00Z')).toBe('2026年11月21日')
    expect(zh.time('2026-11-20T16:05:00Z')).toBe('00:05')
    expect(en.dateTime('2026-11-20T17:00:00Z')).toBe('21 Nov 2026, 01:00')
  })
  it('that are plain days or months stay that one in every zone', () => {
    const [west, east] = ['America/Los_Angeles', 'Pacific/Kiritimati'].map((timeZone) => makeFormat('en', { ...shop, timeZone }, now))
    expect(west?.date('1990-01-01')).toBe('1 Jan 1990')
    expect(west?.month('2026-09')).toBe('Sep 2026')
    expect(east?.month('2026-08-31')).toBe('Aug 2026')
  })
  it('name every English month by its first three letters, and leave a word that only begins like one', () => {
    expect(en.date('2026-09-05')).toBe('5 Sep 2026')
    expect(en.month('2026-09-05T00:00:00Z')).toBe('Sep 2026')
    const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date('2026-09-05'))
    expect(threeLetters(long)).toBe('5 September')
  })
  it('are told by how long ago they were', () => {
    expect(zh.relative('2026-11-18T11:00:00Z')).toBe('3天前')
    expect(en.relative('2026-11-18T11:00:00Z')).toBe('3 days ago')
    expect(en.relative('2026-11-21T14:00:00Z')).toBe('in 2 hours')
    expect(zh.relative('2026-11-21T11:59:40Z')).toBe('刚刚')
  })
})
