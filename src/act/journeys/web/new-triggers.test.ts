import { expect, test } from 'vitest'
import { newTriggers, type Trigger, withUsualReentry } from './new-triggers.ts'

const trigger = (kind: string): Trigger => newTriggers[kind] ?? { kind }
const birthday = trigger('date')
const purchase: Trigger = { kind: 'event', event: 'purchase.made' }
const yearly = { after: { amount: 300, unit: 'days' } } as const

test('a birthday lets people in again each year, and a purchase once, as long as nobody chose otherwise', () => {
  expect(withUsualReentry({ trigger: purchase, reentry: 'once' }, { trigger: birthday })).toEqual({ trigger: birthday, reentry: yearly })
  expect(withUsualReentry({ trigger: birthday, reentry: yearly }, { trigger: purchase })).toEqual({ trigger: purchase, reentry: 'once' })
  expect(withUsualReentry({ trigger: birthday, reentry: yearly }, { trigger: trigger('festival') })).toMatchObject({
    reentry: { after: { amount: 20, unit: 'days' } },
  })
})

test('what comes round every day lets in again after less than a day, since nobody enters at the very second', () => {
  expect(withUsualReentry({ trigger: purchase, reentry: 'once' }, { trigger: trigger('schedule') })).toMatchObject({
    reentry: { after: { amount: 12, unit: 'hours' } },
  })
})

test('what was chosen by hand stays, and so does everything where the kind of trigger does', () => {
  const chosen = { after: { amount: 90, unit: 'days' } } as const
  expect(withUsualReentry({ trigger: purchase, reentry: chosen }, { trigger: birthday })).toEqual({ trigger: birthday })
  expect(withUsualReentry({ trigger: birthday, reentry: 'once' }, { trigger: { ...birthday, days: -3 } })).toEqual({
    trigger: { ...birthday, days: -3 },
  })
  expect(withUsualReentry({ trigger: purchase, reentry: 'once' }, { reentry: chosen })).toEqual({ reentry: chosen })
})
