import { expect, test } from 'vitest'
import { factSentence } from '../../pages/fact-sentence.ts'
import { interactionRecorded } from './events.ts'

const shop = { currency: 'CNY', timeZone: 'Asia/Shanghai' }
const told = (payload: Readonly<Record<string, unknown>>) =>
  (['zh', 'en'] as const).map((language) =>
    factSentence({ seq: 1, kind: interactionRecorded.name, occurredAt: '', payload }, interactionRecorded, { ...shop, language }),
  )

test('an interaction is told by what is known of it, and a call without an outcome by no dash', () => {
  expect(told({ kind: 'call', direction: 'out', outcome: 'connected', summary: '周五来取茶' })).toEqual([
    '电话（我方发起），接通：周五来取茶',
    'Call (Outgoing), Connected: 周五来取茶',
  ])
  expect(told({ kind: 'call', direction: 'out', outcome: null, summary: '占线' })[0]).toBe('电话（我方发起）：占线')
  expect(told({ kind: 'visit', direction: null, outcome: null, summary: '' })).toEqual(['拜访', 'Visit'])
})
