import { expect, test } from 'vitest'
import { sayIssue } from '../../core/kit/say-issue.ts'
import { journeyDefinition } from './definition.ts'
import { saysHowLong } from './steps/wait.ts'

const steps = [{ id: 'a', kind: 'end' }]

test.each([
  [{ trigger: { kind: 'event', event: 'tracked', where: [] }, steps }, 'trigger.where', 'an object is expected'],
  [{ trigger: { kind: 'moon' }, steps }, 'trigger.kind', 'is not one of the choices: '],
  [{ trigger: { kind: 'event' }, steps }, 'trigger.event', 'is required'],
  [
    { trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind: 'wait', duration: { amount: 0, unit: 'days' }, next: null }] },
    'steps.0.duration.amount',
    'has to be at least 1',
  ],
  [{ trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind: 'wait', next: null }] }, 'steps.0.duration', 'is required'],
  [
    { trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind: 'wait', until: { time: '10:00' }, bestHour: true, next: null }] },
    'steps.0',
    'more than one of duration, until and bestHour',
  ],
  [{ trigger: { kind: 'event', event: 'tracked', evnt: 1 }, steps }, 'trigger', 'has unknown fields: evnt'],
])('what is wrong within a trigger or a step is said as of any input (%#)', (definition, path, en) => {
  const issue = journeyDefinition.safeParse(definition).error?.issues[0]
  expect(issue?.path.join('.')).toBe(path)
  expect(issue && sayIssue(issue, definition).en).toContain(en)
})

test.each([
  [{ duration: { amount: 1, unit: 'days' } }, true],
  [{ until: { time: '10:00' } }, true],
  [{ bestHour: true }, true],
  [{ duration: { amount: 0, unit: 'days' } }, false],
  [{}, false],
])('a wait that is being written says how long by a time, a clock or the person’s best hour: %o', (wait, said) => {
  expect(saysHowLong({ id: 'a', kind: 'wait', ...wait })).toBe(said)
})
