import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { checkDefinition } from './check-definition.ts'
import { journeyDefinition } from './definition.ts'

const template = '00000000-0000-7000-8000-000000000001'
const text = (zh: string) => ({ type: 'text', label: { zh, en: zh } })
const dictionary: Dictionary = {
  types: fieldTypes,
  fields: new Map([['city', { field: text('城市'), sql: sql.ref('c.city') }]]),
  events: new Map([
    ['tracked', { name: 'tracked', label: { zh: '行为', en: 'Tracked' }, sentence: { zh: '', en: '' }, payload: { event: text('名称') } }],
  ]),
  customerId: sql.ref('c.id'),
  segments: new Map(),
  stages: new Map(),
}
const known = {
  dictionary,
  templates: new Set([template]),
  accounts: {
    channelOf: new Map([
      ['00000000-0000-7000-8000-00000000000a', 'sms'],
      ['00000000-0000-7000-8000-00000000000b', 'wechat'],
    ]),
    writtenFor: new Map([[template, 'sms']]),
  },
}
const send = (id: string, next: string | null = null) => ({ id, kind: 'send', templateId: template, next })
const wait = (id: string, next: string | null = null) => ({ id, kind: 'wait', duration: { amount: 1, unit: 'days' }, next })
const check = (given: object) => () =>
  checkDefinition(journeyDefinition.parse({ trigger: { kind: 'by-hand' }, steps: [send('a')], ...given }), known)
const codeOf = (work: () => unknown) => {
  try {
    work()
    return 'fine'
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : String(error)
  }
}

test.each<[string, object, string]>([
  ['one message', {}, 'fine'],
  ['a circle with a wait', { steps: [send('a', 'w'), wait('w', 'a')] }, 'fine'],
  ['a circle without a wait', { steps: [send('a', 'b'), send('b', 'a')] }, 'journey.circle'],
  ['a step that leads to itself', { steps: [send('a', 'a')] }, 'journey.circle'],
  ['a circle behind a wait', { steps: [wait('w', 'a'), send('a', 'b'), send('b', 'a')] }, 'journey.circle'],
  ['an unknown next step', { steps: [send('a', 'nowhere')] }, 'journey.step-unknown'],
  ['a step nobody reaches', { steps: [send('a'), send('b')] }, 'journey.step-unreachable'],
  ['two steps of one name', { steps: [send('a', 'a'), send('a')] }, 'journey.step-twice'],
  [
    'a template that is gone',
    { steps: [{ id: 'a', kind: 'send', templateId: '00000000-0000-7000-8000-000000000002' }] },
    'journey.template-missing',
  ],
  ['an account of the template’s channel', { steps: [{ ...send('a'), accountId: '00000000-0000-7000-8000-00000000000a' }] }, 'fine'],
  [
    'an account of another channel',
    { steps: [{ ...send('a'), accountId: '00000000-0000-7000-8000-00000000000b' }] },
    'journey.account-missing',
  ],
  [
    'an account of the channel that the step names',
    { steps: [{ ...send('a'), channel: 'wechat', accountId: '00000000-0000-7000-8000-00000000000b' }] },
    'fine',
  ],
  ['an account that is gone', { steps: [{ ...send('a'), accountId: '00000000-0000-7000-8000-00000000000c' }] }, 'journey.account-missing'],
  ['an unknown event', { trigger: { kind: 'event', event: 'moon.rose' } }, 'rule.unknown-event'],
  [
    'an unknown payload field',
    { trigger: { kind: 'event', event: 'tracked', where: { field: 'city', op: 'is', value: 'x' } } },
    'rule.unknown-field',
  ],
  ['a payload condition', { trigger: { kind: 'event', event: 'tracked', where: { field: 'event', op: 'is', value: '看茶' } } }, 'fine'],
  ['an unknown segment', { trigger: { kind: 'segment', segment: template } }, 'rule.unknown-segment'],
  ['an unknown stage', { trigger: { kind: 'stage', stages: ['moon'] } }, 'rule.unknown-stage'],
  [
    'an unknown field in a branch',
    { steps: [{ id: 'a', kind: 'branch', rule: { field: 'moon', op: 'is', value: 1 } }] },
    'rule.unknown-field',
  ],
  ['a channel that is none', { steps: [{ ...send('a'), channel: 'pigeon' }] }, 'journey.channel-unknown'],
  ['a date by a field that is none', { trigger: { kind: 'date', field: 'city' } }, 'journey.no-date'],
  [
    'days after a date that the fact does not name',
    { trigger: { kind: 'after-event', event: 'tracked', days: 3, dateField: 'event' } },
    'journey.no-date',
  ],
  ['an unknown fact as the goal', { goal: { event: 'moon.rose' } }, 'rule.unknown-event'],
  ['an unknown field in the goal', { goal: { rule: { field: 'moon', op: 'is', value: 1 } } }, 'rule.unknown-field'],
  [
    'an unknown fact that is waited for',
    { steps: [{ id: 'a', kind: 'await-fact', event: 'moon.rose', most: { amount: 1, unit: 'hours' } }] },
    'rule.unknown-event',
  ],
  [
    'a way of several that leads nowhere',
    {
      steps: [
        {
          id: 'a',
          kind: 'split',
          shares: [
            { way: 'x', share: 1 },
            { way: 'y', share: 1 },
          ],
          to: { x: 'nowhere' },
        },
      ],
    },
    'journey.step-unknown',
  ],
])('%s: %#', (_, given, code) => {
  expect(codeOf(check(given))).toBe(code)
})

test('a problem in a rule says where in the journey', () => {
  expect(check({ steps: [send('a', 'b'), { id: 'b', kind: 'branch', rule: { all: [{ field: 'moon', op: 'is', value: 1 }] } }] })).toThrow(
    /"steps\.1\.rule\.all\.0\.field"/,
  )
})

test.each([
  [{ steps: [] }, 'steps'],
  [{ holdout: 51 }, 'holdout'],
  [{ trigger: { kind: 'moon' } }, 'trigger.kind'],
  [{ trigger: { kind: 'toString' } }, 'trigger.kind'],
  [{ steps: [{ id: 'a', kind: 'wait' }] }, 'steps.0.duration'],
  [{ steps: [{ id: 'a', kind: 'wait', duration: { amount: 0, unit: 'days' } }] }, 'steps.0.duration.amount'],
  [{ steps: [{ id: 'a', kind: 'dance' }] }, 'steps.0.kind'],
  [{ steps: [{ kind: 'end' }] }, 'steps.0.id'],
  [{ reentry: 'often' }, 'reentry'],
  [{ goal: {} }, 'goal.event'],
  [{ trigger: { kind: 'festival', festivals: ['doomsday'] } }, 'trigger.festivals.0'],
  [{ trigger: { kind: 'date', field: 'birthday', time: '25:00' } }, 'trigger.time'],
  [
    {
      steps: [
        {
          id: 'a',
          kind: 'split',
          shares: [
            { way: 'x', share: 1 },
            { way: 'x', share: 1 },
          ],
        },
      ],
    },
    'steps.0.shares',
  ],
])('what is malformed is refused where it is: %o', (given, path) => {
  const read = journeyDefinition.safeParse({ trigger: { kind: 'by-hand' }, steps: [send('a')], ...given })
  expect(read.error?.issues[0]?.path.join('.')).toBe(path)
})
