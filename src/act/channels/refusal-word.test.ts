import { expect, test } from 'vitest'
import { wantsNoMore } from './refusal-word.ts'

test.each([
  'TD',
  'td',
  'T',
  't',
  '退订',
  'Ｔ',
  'ＴＤ',
  ' T D ',
  '“退订”',
  '退 订。',
  'N',
  'n！',
  'R',
  '回复TD',
  '拒收',
  '　退订　',
  'STOP',
  'T\u200b',
])('an SMS that says %j takes consent back', (text) => {
  expect(wantsNoMore(text, 'sms')).toBe(true)
})

test.each(['', '好的', '谢谢', 'TDD', '怎么退订?', '我想退货', 'Tea', 'NO1', '退订了吗', '不退订', '请'.repeat(100)])(
  'an SMS that says %j does not',
  (text) => {
    expect(wantsNoMore(text, 'sms')).toBe(false)
  },
)

test('in a chat single letters mean nothing, the words do', () => {
  expect(['T', 'N', 'R', 'TD', '退订'].map((text) => wantsNoMore(text, 'wechat'))).toEqual([false, false, false, true, true])
})
