import type { Words } from '../../core/kit/words.ts'
import type { GroupMode } from '../rule-tree.ts'

export const modeWords: Record<GroupMode, Words> = {
  all: { zh: '满足全部条件', en: 'All of these hold' },
  any: { zh: '满足任一条件', en: 'Any of these holds' },
  none: { zh: '全都不满足', en: 'None of these holds' },
  'not-all': { zh: '不同时满足', en: 'Not all of these hold' },
}

export const addWords = {
  field: { zh: '资料或指标', en: 'Profile or metric' },
  did: { zh: '做过 / 没做过', en: 'Has done / has not' },
  segment: { zh: '所属细分', en: 'Segment' },
  stage: { zh: '生命周期阶段', en: 'Lifecycle stage' },
  tier: { zh: '客户等级', en: 'Tier' },
  bucket: { zh: '随机比例', en: 'Random share' },
  group: { zh: '一组条件', en: 'Group of conditions' },
} satisfies Record<string, Words>

export type AddKind = keyof typeof addWords

export const timesWords = {
  'at-least': { zh: '至少', en: 'at least' },
  'at-most': { zh: '至多', en: 'at most' },
  exactly: { zh: '正好', en: 'exactly' },
} satisfies Record<string, Words>

export const windowWords = {
  ever: { zh: '任何时候', en: 'ever' },
  last: { zh: '最近', en: 'in the last' },
  between: { zh: '日期之间', en: 'between days' },
} satisfies Record<string, Words>
