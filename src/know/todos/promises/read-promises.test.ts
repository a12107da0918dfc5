import { LunarDay, type SolarDay, SolarTerm } from 'tyme4ts'
import { expect, test } from 'vitest'
import { processorTime } from '../../../../test/processor-time.ts'
import { movingFestivals } from './festival-days.ts'
import { readPromises } from './read-promises.ts'

// A Wednesday, ten in the morning in Shanghai.
const now = new Date('2026-06-17T02:00:00Z')
const read = (text: string, isNextStep = false) => readPromises(text, { now, timeZone: 'Asia/Shanghai', isNextStep })
const shanghai = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`).toISOString()

test.each([
  ['周五前回电', '回电', '2026-06-19', '周五前'],
  ['国庆前发货', '发货', '2026-09-30', '国庆前'],
  ['国庆节后上门维修', '上门维修', '2026-10-08', '国庆节后'],
  ['端午节后再联系', '联系', '2026-06-20', '端午节后'],
  ['中秋前寄礼盒', '寄礼盒', '2026-09-24', '中秋前'],
  ['春节前送一批礼盒', '送一批礼盒', '2027-02-05', '春节前'],
  ['元旦之前付款', '付款', '2026-12-31', '元旦之前'],
  ['过两天再打电话', '打电话', '2026-06-19', '过两天'],
  ['过一周回访', '回访', '2026-06-24', '过一周'],
  ['过几天再联系', '联系', '2026-06-20', '过几天'],
  ['明后天回复', '回复', '2026-06-19', '明后天'],
  ['7/1 前寄出', '寄出', '2026-07-01', '7/1 前'],
  ['6.20前报价', '报价', '2026-06-20', '6.20前'],
  ['明天上午给报价', '给报价', shanghai('2026-06-18', '12:00'), '明天上午'],
  ['下周三拜访', '拜访', '2026-06-24', '下周三'],
  ['3 天内寄样', '寄样', '2026-06-20', '3 天内'],
  ['三天之内寄样品', '寄样品', '2026-06-20', '三天之内'],
  ['两三天内回复', '回复', '2026-06-20', '两三天内'],
  ['今天下班前发合同', '发合同', shanghai('2026-06-17', '18:00'), '今天下班前'],
  ['今晚打电话', '打电话', shanghai('2026-06-17', '21:00'), '今晚'],
  ['后天下午3点半上门', '上门', shanghai('2026-06-19', '15:30'), '后天下午3点半'],
  ['大后天联系', '联系', '2026-06-20', '大后天'],
  ['明早九点电话确认', '电话确认', shanghai('2026-06-18', '09:00'), '明早九点'],
  ['明天３点回电', '回电', shanghai('2026-06-18', '15:00'), '明天3点'],
  ['周三回访', '回访', '2026-06-17', '周三'],
  ['周一送货', '送货', '2026-06-22', '周一'],
  ['星期天之前寄出', '寄出', '2026-06-21', '星期天之前'],
  ['本周五签合同', '签合同', '2026-06-19', '本周五'],
  ['这周内给方案并报价', '给方案并报价', '2026-06-19', '这周内'],
  ['下周联系', '联系', '2026-06-26', '下周'],
  ['下下周一开票', '开票', '2026-06-29', '下下周一'],
  ['月底前付款', '付款', '2026-06-30', '月底前'],
  ['下个月底对账', '对账', '2026-07-31', '下个月底'],
  ['下月5号拜访', '拜访', '2026-07-05', '下月5号'],
  ['20号前发货', '发货', '2026-06-20', '20号前'],
  ['15号发货', '发货', '2026-07-15', '15号'],
  ['8月15日上门维修', '上门维修', '2026-08-15', '8月15日'],
  ['1月3号交货', '交货', '2027-01-03', '1月3号'],
  ['十五号回电', '回电', '2026-07-15', '十五号'],
  ['2026年9月1日续约', '续约', '2026-09-01', '2026年9月1日'],
  ['两小时内回电', '回电', '2026-06-17T04:00:00.000Z', '两小时内'],
  ['半小时后回电', '回电', '2026-06-17T02:30:00.000Z', '半小时后'],
  ['3个工作日内退款', '退款', '2026-06-22', '3个工作日内'],
  ['一周内寄出', '寄出', '2026-06-24', '一周内'],
  ['下午3点开会确认', '开会确认', shanghai('2026-06-17', '15:00'), '下午3点'],
  ['我会在周五前回电', '回电', '2026-06-19', '周五前'],
  ['说好了周五拜访', '拜访', '2026-06-19', '周五'],
  ['明天去了解需求再联系', '去了解需求再联系', '2026-06-18', '明天'],
  ["I'll call back before Christmas", 'call back', '2026-12-24', 'before Christmas'],
  ['send the gifts by Chinese New Year', 'send the gifts', '2027-02-05', 'by Chinese New Year'],
  ['renew the contract by 30/06', 'renew the contract', '2026-06-30', 'by 30/06'],
  ['book a demo for the day after tomorrow', 'book a demo', '2026-06-19', 'the day after tomorrow'],
  ['call back by Friday', 'call back', '2026-06-19', 'by Friday'],
  ['send quote tomorrow', 'send quote', '2026-06-18', 'tomorrow'],
  ['I will send the sample tomorrow morning', 'send the sample', shanghai('2026-06-18', '12:00'), 'tomorrow morning'],
  ['Call him tomorrow at 3:30 pm', 'Call him', shanghai('2026-06-18', '15:30'), 'tomorrow at 3:30 pm'],
  ['Call at 3pm tomorrow', 'Call', shanghai('2026-06-18', '15:00'), 'at 3pm tomorrow'],
  ['visit them next Wednesday', 'visit them', '2026-06-24', 'next Wednesday'],
  ['ship within 3 days', 'ship', '2026-06-20', 'within 3 days'],
  ['follow up in two weeks', 'follow up', '2026-07-01', 'in two weeks'],
  ['get back to her by the end of the month', 'get back to her', '2026-06-30', 'by the end of the month'],
  ['reply by EOD', 'reply', shanghai('2026-06-17', '18:00'), 'by EOD'],
  ['meet on 15 August', 'meet', '2026-08-15', 'on 15 August'],
  ['send the invoice by July 3rd', 'send the invoice', '2026-07-03', 'by July 3rd'],
  ['call on the 20th', 'call', '2026-06-20', 'on the 20th'],
  ['confirm within 2 business days', 'confirm', '2026-06-19', 'within 2 business days'],
])('%s', (text, title, dueAt, words) => {
  expect(read(text)).toEqual([{ title, dueAt, words }])
})

test.each([
  '上周五寄了样品',
  '昨天回电了',
  '周五寄了样品，已签收',
  '明天下雨',
  '客户住在5号楼，电话没人接',
  '今天上午九点回电',
  '便宜一点再联系',
  '等了3天没有回复',
  '每周五回访',
  '两点建议已发',
  '2026-02-30 回电',
  '回电',
  '去五一路店取货',
  '价格谈到 3/4，再联系',
  'reply by 05/06',
  'sent the quote last Friday',
  'I met Sun at the market',
  'he has called today',
  '',
])('no promise: %s', (text) => {
  expect(read(text)).toEqual([])
})

test('several promises of one note are read one by one', () => {
  expect(read('接通。王总要求明天上午给报价，周五前寄样！下周三再拜访')).toEqual([
    { title: '王总要求给报价', dueAt: shanghai('2026-06-18', '12:00'), words: '明天上午' },
    { title: '寄样', dueAt: '2026-06-19', words: '周五前' },
    { title: '拜访', dueAt: '2026-06-24', words: '下周三' },
  ])
  expect(read('明天上午给报价周五前寄样').map(({ title }) => title)).toEqual(['给报价', '寄样'])
})

test('what is promised of two days is to be done on each', () => {
  expect(read('周四、周五各打一次电话')).toEqual([
    { title: '各打一次电话', dueAt: '2026-06-18', words: '周四' },
    { title: '各打一次电话', dueAt: '2026-06-19', words: '周五' },
  ])
})

test('the table of festivals is the calendar’s', () => {
  const day = (solar: SolarDay) => `${solar.getMonth()}`.padStart(2, '0') + `${solar.getDay()}`.padStart(2, '0')
  for (const line of movingFestivals.trim().split('\n')) {
    const year = Number(line.slice(0, 4))
    const lunar = (month: number, date: number) => day(LunarDay.fromYmd(year, month, date).getSolarDay())
    const clear = day(SolarTerm.fromName(year, '清明').getJulianDay().getSolarDay())
    expect(line).toBe([year, lunar(1, 1), clear, lunar(5, 5), lunar(7, 7), lunar(8, 15), lunar(9, 9)].join(' '))
  }
})

test('a time before the comma belongs to what is said behind it', () => {
  expect(read('明天下午，给他报价')).toEqual([{ title: '给他报价', dueAt: shanghai('2026-06-18', '18:00'), words: '明天下午' }])
})

test('a next step is something to do whatever its verb', () => {
  expect(read('周五前搞定仓库')).toEqual([])
  expect(read('周五前搞定仓库', true)).toEqual([{ title: '搞定仓库', dueAt: '2026-06-19', words: '周五前' }])
})

test('days are those of the shop’s calendar, whatever the hour in Greenwich', () => {
  const late = new Date('2026-06-17T17:00:00Z')
  expect(readPromises('明天回电', { now: late, timeZone: 'Asia/Shanghai' })[0]?.dueAt).toBe('2026-06-19')
  expect(readPromises('明天回电', { now: late, timeZone: 'UTC' })[0]?.dueAt).toBe('2026-06-18')
})

test('the last day of a month that is shorter, and the turn of a year', () => {
  const at = (day: string, text: string) => readPromises(text, { now: new Date(`${day}T02:00:00Z`), timeZone: 'Asia/Shanghai' })[0]?.dueAt
  expect(at('2027-01-31', '一个月后回访')).toBe('2027-02-28')
  expect(at('2026-12-31', '明天回电')).toBe('2027-01-01')
  expect(at('2026-12-30', '下个月底回电')).toBe('2027-01-31')
  expect(at('2026-12-30', '31号回电')).toBe('2026-12-31')
  expect(at('2027-02-10', '31号回电')).toBe('2027-03-31')
  expect(at('2026-06-21', '下周一回电')).toBe('2026-06-22')
})

test('a note of a hundred thousand letters is read in a moment', () => {
  const long = '今天上午和客户聊了很久 1 2 3 by at '.repeat(4_000)
  const began = processorTime()
  expect(read(long)).toEqual([])
  expect(processorTime() - began).toBeLessThan(5_000)
})
