import type { Option, Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

export const journeyStates = ['draft', 'live', 'paused'] as const
export type JourneyState = (typeof journeyStates)[number]

export const journeyStateWords: Record<JourneyState, { readonly label: Words; readonly tone: Tone }> = {
  draft: { label: { zh: '草稿', en: 'Draft' }, tone: 'neutral' },
  live: { label: { zh: '运行中', en: 'Running' }, tone: 'good' },
  paused: { label: { zh: '已暂停', en: 'Paused' }, tone: 'attention' },
}

/** ready: about to arrive at its step · waiting: paused at its step · holdout: gets nothing, is measured · ended. */
export const runStates = ['ready', 'waiting', 'holdout', 'ended'] as const
export type RunState = (typeof runStates)[number]

export const runStateWords: Record<RunState, Words> = {
  ready: { zh: '即将执行', en: 'About to go on' },
  waiting: { zh: '等待中', en: 'Waiting' },
  holdout: { zh: '对照组', en: 'Held out' },
  ended: { zh: '已结束', en: 'Ended' },
}

/** Chosen by a stable number of the customer for the journey, before anything is done. */
export const arms: readonly Option[] = [
  { value: 'treated', label: { zh: '参与组', en: 'Treated' } },
  { value: 'holdout', label: { zh: '对照组', en: 'Holdout' } },
]
