import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import { refusal, soundText } from '../../fields/sound-text.ts'

/** What a stage's target may be measured by. `moved-on` is a share of those who entered, within so many days. */
export const targetMeasures = ['customers', 'share', 'moved-on'] as const
export type TargetMeasure = (typeof targetMeasures)[number]
export const targetSenses = ['at-least', 'at-most'] as const

const stageKey = z.string().min(1).max(40)

/** `value` is a number of customers, or per cent from 0 to 100. */
export const stageTarget = z
  .strictObject({
    measure: z.enum(targetMeasures),
    sense: z.enum(targetSenses),
    value: z.number().min(0).max(1e9),
    to: stageKey.optional().describe('moved-on: the stage that is to be reached'),
    days: z.int().min(1).max(3_650).optional().describe('moved-on: within so many days'),
  })
  .refine(({ measure, to, days }) => measure !== 'moved-on' || (to !== undefined && days !== undefined), { path: ['to'] })
  .refine(({ measure, value }) => measure === 'customers' || value <= 100, { path: ['value'] })
export type StageTarget = z.output<typeof stageTarget>

/** A page of the product itself, never another site's. */
const address = z
  .string()
  .max(500)
  .refine(
    (text) => /^\/(?![/\\])/.test(text),
    refusal({ zh: '应以一个 / 开头，是本系统里的一页', en: 'must begin with one /, as pages of this system do' }),
  )

export const stagePlay = z.strictObject({ text: soundText(200), address: address.nullable().default(null) })
export type StagePlay = z.output<typeof stagePlay>

export const stagePlan = z.strictObject({
  stage: stageKey,
  ownerId: z.string().max(100).nullable(),
  plays: z.array(stagePlay).max(10),
  target: stageTarget.nullable(),
})
export type StagePlan = z.output<typeof stagePlan>

export const measureWords: Readonly<Record<TargetMeasure, Words>> = {
  customers: { zh: '这个阶段的人数', en: 'Customers in it' },
  share: { zh: '占全部客户的比例', en: 'Share of all customers' },
  'moved-on': { zh: '走到另一阶段的比例', en: 'Share that goes on' },
}

/** What a target says; `{value}` is said as its measure is, `{to}` is the stage’s name. */
export const targetSentences: Readonly<Record<TargetMeasure, Readonly<Record<(typeof targetSenses)[number], Words>>>> = {
  customers: {
    'at-least': { zh: '至少 {value} 位', en: 'At least {value}' },
    'at-most': { zh: '最多 {value} 位', en: 'At most {value}' },
  },
  share: {
    'at-least': { zh: '至少占 {value}', en: 'At least {value} of all' },
    'at-most': { zh: '最多占 {value}', en: 'At most {value} of all' },
  },
  'moved-on': {
    'at-least': { zh: '{days} 天内至少 {value} 走到“{to}”', en: 'At least {value} reach {to} within {days} days' },
    'at-most': { zh: '{days} 天内最多 {value} 走到“{to}”', en: 'At most {value} reach {to} within {days} days' },
  },
}

/** Null while there is nothing to measure yet. `actual` is in the target’s own unit. */
export function isMet({ sense, value }: StageTarget, actual: number | null): boolean | null {
  if (actual === null) return null
  return sense === 'at-least' ? actual >= value : actual <= value
}
