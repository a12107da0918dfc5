import { expect, test } from 'vitest'
import { type Advance, advance, rulesAhead } from './advance.ts'
import { journeyDefinition, openJourney } from './definition.ts'
import type { RunState } from './journey.ts'
import type { Moment } from './steps/step.ts'

const template = '00000000-0000-7000-8000-000000000001'
const rich = { field: 'spend', op: 'more-than', value: 100 }
const gone = { field: 'city', op: 'is', value: '杭州' }
const journey = openJourney(
  journeyDefinition.parse({
    trigger: { kind: 'event', event: 'purchase.made' },
    steps: [
      { id: 'hello', kind: 'send', templateId: template, next: 'week' },
      { id: 'week', kind: 'wait', duration: { amount: 7, unit: 'days' }, next: 'again' },
      { id: 'again', kind: 'branch', rule: rich, yes: 'thanks', no: 'week' },
      { id: 'thanks', kind: 'send', templateId: template, next: 'bye' },
      { id: 'bye', kind: 'end' },
    ],
  }),
)
const leaving = openJourney(journeyDefinition.parse({ ...journey.definition, exit: gone }))
const now = new Date('2026-06-15T04:00:00Z')
const moment = (...holding: unknown[]): Moment => ({
  now,
  timeZone: 'Asia/Shanghai',
  holds: (rule) => holding.some((one) => JSON.stringify(one) === JSON.stringify(rule)),
})

test.each<[string, { step: string; state: RunState }, Moment, Partial<Advance> & { whats: string[] }]>([
  [
    'from the start to the first wait',
    { step: 'hello', state: 'ready' },
    moment(),
    { step: 'week', state: 'waiting', wakeAt: new Date('2026-06-22T04:00:00Z'), whats: ['queued', 'waiting'] },
  ],
  ['arriving at a wait begins it', { step: 'week', state: 'ready' }, moment(rich), { step: 'week', state: 'waiting', whats: ['waiting'] }],
  [
    'waking, the rule holds: to the end',
    { step: 'week', state: 'waiting' },
    moment(rich),
    { step: 'bye', state: 'ended', outcome: 'completed', whats: ['woke', 'yes', 'queued', 'finished', 'ended'] },
  ],
  [
    'waking, the rule does not hold: round again',
    { step: 'week', state: 'waiting' },
    moment(),
    { step: 'week', state: 'waiting', whats: ['woke', 'no', 'waiting'] },
  ],
  [
    'a step that is gone ends the run',
    { step: 'lost', state: 'ready' },
    moment(),
    { state: 'ended', outcome: 'step-missing', whats: ['ended'] },
  ],
])('%s', (_, place, at, { whats, ...wanted }) => {
  const answer = advance(place, journey, at)
  expect(answer).toMatchObject(wanted)
  expect(answer.trail.map((line) => line.what)).toEqual(whats)
  expect(answer.sends).toHaveLength(whats.filter((what) => what === 'queued').length)
})

test('the exit rule is asked before anything is done', () => {
  const answer = advance({ step: 'hello', state: 'ready' }, leaving, moment(gone))
  expect(answer).toMatchObject({ state: 'ended', outcome: 'exit-rule', sends: [] })
})

test('only the rules before the next wait are asked', () => {
  expect(rulesAhead({ step: 'hello', state: 'ready' }, journey)).toEqual([])
  expect(rulesAhead({ step: 'week', state: 'ready' }, journey)).toEqual([])
  expect(rulesAhead({ step: 'week', state: 'waiting' }, journey)).toEqual([rich])
  expect(rulesAhead({ step: 'hello', state: 'ready' }, leaving)).toEqual([gone])
})

test.each([
  [{ time: '20:00' }, '2026-06-15T12:00:00.000Z'],
  [{ time: '09:00' }, '2026-06-16T01:00:00.000Z'],
  [{ time: '12:00' }, '2026-06-16T04:00:00.000Z'],
  [{ time: '10:00', weekdays: [6] }, '2026-06-20T02:00:00.000Z'],
  [{ time: '10:00', weekdays: [1] }, '2026-06-22T02:00:00.000Z'],
])('a wait until %o ends by the shop’s clock', (until, at) => {
  const waiting = openJourney(journeyDefinition.parse({ trigger: { kind: 'by-hand' }, steps: [{ id: 'w', kind: 'wait', until }] }))
  expect(advance({ step: 'w', state: 'ready' }, waiting, moment()).wakeAt?.toISOString()).toBe(at)
})
