import type { Words } from '../../core/kit/words.ts'
import type { RequestOf } from '../../core/action/action.ts'
import type { createJourney } from '../../act/journeys/actions.ts'
import { reachable, type StorySegmentName } from './segments.ts'
import type { StoryTemplateName } from './templates.ts'

export type StoryIds = {
  readonly segments: Readonly<Record<StorySegmentName, string>>
  readonly templates: Readonly<Record<StoryTemplateName, string>>
}

type Definition = RequestOf<typeof createJourney>['definition']
type StoryJourney = { readonly name: Words; readonly definition: (ids: StoryIds) => Definition }

const days = (amount: number) => ({ amount, unit: 'days' }) as const

/** The sample shop's journeys, each with people held out. */
export const storyJourneys = {
  wake: {
    name: { zh: '沉睡唤醒（示例，模拟数据）', en: 'Wake the sleeping (sample, simulated)' },
    definition: ({ segments, templates }) => ({
      trigger: { kind: 'segment', segment: segments.sleeping, existing: true },
      // Whoever buys for a company is called, not written to.
      audience: { all: [reachable, { field: 'averagePurchase', op: 'at-most', value: 60_000 }] },
      holdout: 40,
      steps: [
        { id: 'wake', kind: 'send', templateId: templates.wake, next: 'wait' },
        { id: 'wait', kind: 'wait', duration: days(21), next: 'back' },
        { id: 'back', kind: 'branch', rule: { field: 'lastPurchaseAt', op: 'in-the-last', value: days(21) }, yes: 'thanks', no: null },
        { id: 'thanks', kind: 'send', templateId: templates.thanks, next: null },
      ],
    }),
  },
  second: {
    name: { zh: '首购后请再来（示例，模拟数据）', en: 'After the first purchase (sample, simulated)' },
    definition: ({ templates }) => ({
      trigger: { kind: 'stage', stages: ['first'] },
      holdout: 20,
      exit: { field: 'purchaseCount', op: 'at-least', value: 2 },
      steps: [
        { id: 'wait', kind: 'wait', duration: days(14), next: 'send' },
        { id: 'send', kind: 'send', templateId: templates.second, next: null },
      ],
    }),
  },
  birthday: {
    name: { zh: '生日祝福（示例，模拟数据）', en: 'Birthday wishes (sample, simulated)' },
    definition: ({ templates }) => ({
      trigger: { kind: 'date', field: 'birthday', repeat: 'yearly', days: 0, time: '09:30', leapDay: 'feb-28', graceHours: 72 },
      reentry: { after: days(300) },
      holdout: 10,
      steps: [{ id: 'send', kind: 'send', templateId: templates.birthday, next: null }],
    }),
  },
} as const satisfies Record<string, StoryJourney>

export type StoryJourneyName = keyof typeof storyJourneys
