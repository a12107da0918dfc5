import { expect, test } from 'vitest'
import { type Advance, advance, lookAhead } from './advance.ts'
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
  heard: () => false,
  share: () => 0,
  winner: () => null,
  bestHour: null,
  until: null,
  busy: null,
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
  expect(answer?.trail.map((line) => line.what)).toEqual(whats)
  expect(answer?.sends).toHaveLength(whats.filter((what) => what === 'queued').length)
})

test('the exit rule is asked before anything is done', () => {
  const answer = advance({ step: 'hello', state: 'ready' }, leaving, moment(gone))
  expect(answer).toMatchObject({ state: 'ended', outcome: 'exit-rule', sends: [] })
})

const ahead = (...asked: Parameters<typeof lookAhead>) => lookAhead(...asked).rules

test('only the rules before the next wait are asked', () => {
  expect(ahead({ step: 'hello', state: 'ready' }, journey)).toEqual([])
  expect(ahead({ step: 'week', state: 'ready' }, journey)).toEqual([])
  expect(ahead({ step: 'week', state: 'waiting' }, journey)).toEqual([rich])
  expect(ahead({ step: 'hello', state: 'ready' }, leaving)).toEqual([gone])
})

test.each([
  [{ time: '20:00' }, '2026-06-15T12:00:00.000Z'],
  [{ time: '09:00' }, '2026-06-16T01:00:00.000Z'],
  [{ time: '12:00' }, '2026-06-16T04:00:00.000Z'],
  [{ time: '10:00', weekdays: [6] }, '2026-06-20T02:00:00.000Z'],
  [{ time: '10:00', weekdays: [1] }, '2026-06-22T02:00:00.000Z'],
])('a wait until %o ends by the shop’s clock', (until, at) => {
  const waiting = openJourney(journeyDefinition.parse({ trigger: { kind: 'by-hand' }, steps: [{ id: 'w', kind: 'wait', until }] }))
  expect(advance({ step: 'w', state: 'ready' }, waiting, moment())?.wakeAt?.toISOString()).toBe(at)
})

const open = (...steps: object[]) => openJourney(journeyDefinition.parse({ trigger: { kind: 'by-hand' }, steps }))
const later = new Date('2026-06-15T05:00:00Z')
const send = (id: string, next: string | null = null) => ({ id, kind: 'send', templateId: template, next })

test('a fact that is waited for leads one way, its absence another, and before the time is up nothing happens', () => {
  const paying = open(
    { id: 'pay', kind: 'await-fact', event: 'purchase.made', most: { amount: 1, unit: 'hours' }, happened: 'paid', late: 'remind' },
    send('paid'),
    send('remind'),
  )
  const at = { step: 'pay', state: 'waiting' as const }
  expect(advance({ step: 'pay', state: 'ready' }, paying, moment())).toMatchObject({ wakeAt: later, listens: true })
  expect(advance(at, paying, { ...moment(), until: later })).toBe(null)
  expect(advance(at, paying, { ...moment(), until: later, heard: () => true })?.sends[0]?.step).toBe('paid')
  expect(advance(at, paying, { ...moment(), until: now })?.sends[0]?.step).toBe('remind')
  expect(advance({ step: 'pay', state: 'ready' }, paying, { ...moment(), heard: () => true })?.sends[0]?.step).toBe('paid')
})

test('a fact counts for the place where it was waited for and for none after', () => {
  const hour = { amount: 1, unit: 'hours' }
  const twice = open(
    { id: 'one', kind: 'await-fact', event: 'purchase.made', most: hour, happened: 'two', late: null },
    { id: 'two', kind: 'await-fact', event: 'purchase.made', most: hour, happened: 'thanks', late: null },
    send('thanks'),
  )
  expect(advance({ step: 'one', state: 'waiting' }, twice, { ...moment(), heard: () => true })).toMatchObject({
    step: 'two',
    state: 'waiting',
    sends: [],
  })
})

test('the goal comes before the exit rule, and a goal by fact is heard in the middle of a wait', () => {
  const aimed = (goal: object, exit?: object) =>
    openJourney(journeyDefinition.parse({ ...journey.definition, goal, ...(exit ? { exit } : {}) }))
  const waiting = { step: 'week', state: 'waiting' as const }
  expect(advance(waiting, aimed({ rule: gone }, gone), { ...moment(gone), until: later })?.outcome).toBe('converted')
  expect(
    advance(waiting, aimed({ event: 'purchase.made' }), { ...moment(), until: later, heard: ({ since }) => since === 'entry' })?.outcome,
  ).toBe('converted')
  expect(advance(waiting, aimed({ event: 'purchase.made' }), { ...moment(), until: later })).toBe(null)
})

test('of several ways the first rule that holds decides', () => {
  const ways = open(
    {
      id: 'c',
      kind: 'choose',
      cases: [
        { way: 'a', rule: rich },
        { way: 'b', rule: gone },
      ],
      to: { a: 'x', b: 'y' },
    },
    send('x'),
    send('y'),
  )
  const went = (at: Moment) => advance({ step: 'c', state: 'ready' }, ways, at)?.trail[0]?.what
  expect([went(moment(rich, gone)), went(moment(gone)), went(moment())]).toEqual(['way:a', 'way:b', 'way:otherwise'])
})

test('a split gives each way its share, and a decided test everybody to the winner', () => {
  const split = open({
    id: 's',
    kind: 'split',
    shares: [
      { way: 'a', share: 1 },
      { way: 'b', share: 3 },
    ],
    to: {},
  })
  const test = open({ id: 't', kind: 'ab-test', variants: [{ way: 'a' }, { way: 'b' }], to: { a: 'm', b: 'm' } }, send('m'))
  const drawn = (of: typeof split, step: string, share: number, winner: string | null = null) =>
    advance({ step, state: 'ready' }, of, { ...moment(), share: () => share, winner: () => winner })
  expect([0, 2_499, 2_500, 9_999].map((n) => drawn(split, 's', n)?.trail[0]?.what)).toEqual(['way:a', 'way:a', 'way:b', 'way:b'])
  expect(drawn(test, 't', 9_999)).toMatchObject({ variant: 't:b', sends: [{ variant: 't:b' }] })
  expect(drawn(test, 't', 9_999, 'a')).toMatchObject({ variant: 't:a', trail: [{ what: 'won:a' }, {}, {}] })
})

test('behind a higher journey of the same intent a message is passed over, or waits where the journey says so', () => {
  const busy = { ...moment(), busy: '挽回' }
  expect(advance({ step: 'hello', state: 'ready' }, journey, busy)).toMatchObject({
    step: 'week',
    sends: [],
    trail: [{ what: 'skipped' }, {}],
  })
  const patient = openJourney({ ...journey.definition, whenBusy: 'wait' })
  expect(advance({ step: 'hello', state: 'ready' }, patient, busy)).toMatchObject({
    step: 'hello',
    wakeAt: later,
    trail: [{ what: 'held-back' }],
  })
  expect(advance({ step: 'hello', state: 'waiting' }, patient, busy)).toMatchObject({ wakeAt: later, trail: [] })
  expect(advance({ step: 'hello', state: 'waiting' }, patient, moment())?.sends).toHaveLength(1)
})

test('who was let in ahead of the day is asked again on the day', () => {
  const picky = openJourney({ ...journey.definition, audience: rich })
  const place = { step: 'hello', state: 'ready' as const, asksAudience: true }
  expect(advance(place, picky, { ...moment(), until: later })).toBe(null)
  expect(advance(place, picky, { ...moment(), until: now })?.outcome).toBe('audience-fails')
  expect(advance(place, picky, { ...moment(rich), until: now })?.sends).toHaveLength(1)
})
