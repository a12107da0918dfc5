import { expect, test } from 'vitest'
import { type SendingAccount, sendingChoices } from './say-sending-account.ts'

const said = { language: 'zh' as const, money: (minor: number) => `¥${minor / 100}` }
const account = (id: string, patch: Partial<SendingAccount> = {}): SendingAccount => ({
  id,
  channel: 'sms',
  name: id,
  isOn: true,
  isDefault: false,
  cost: 0,
  ...patch,
})

test('of one account nothing is to be chosen; of several each with its price, the default one first', () => {
  expect(sendingChoices([account('主账号')], undefined, said)).toEqual([])
  expect(sendingChoices([account('主账号', { isDefault: true, cost: 5 }), account('备用', { isOn: false })], undefined, said)).toEqual([
    { value: '', label: '默认账号（主账号）' },
    { value: '主账号', disabled: false, label: '主账号 · 每条 ¥0.05' },
    { value: '备用', disabled: true, label: '备用 · 已停用' },
  ])
})

test('an account that was chosen and is gone stays in sight', () => {
  expect(sendingChoices([account('主账号')], 'gone', said).at(-1)).toEqual({ value: 'gone', disabled: true, label: '已经没有的账号' })
})
