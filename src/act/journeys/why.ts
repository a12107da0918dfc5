import type { Option } from '../../core/entity/field.ts'
import { fill, type Words } from '../../core/kit/words.ts'
import type { Why } from './steps/step.ts'

const words: Readonly<Record<string, Words>> = {
  triggered: { zh: '触发：{event}', en: 'Triggered by {event}' },
  'by-hand': { zh: '手动加入', en: 'Added by hand' },
  'held-out': { zh: '被随机分到对照组，不接受任何动作，只用于比较效果', en: 'Drawn into the holdout: gets nothing and is measured' },
  waits: { zh: '等到 {until}', en: 'Waits until {until}' },
  woke: { zh: '等待结束', en: 'The wait is over' },
  finished: { zh: '到达终点', en: 'Came to the end' },
  'rule-holds': { zh: '条件成立：{rule}', en: 'The rule holds: {rule}' },
  'rule-fails': { zh: '条件不成立：{rule}', en: 'The rule does not hold: {rule}' },
  queued: { zh: '消息已交给发件箱', en: 'The message was handed to the outbox' },
  completed: { zh: '走完了全部步骤', en: 'All steps were done' },
  'exit-rule': { zh: '符合退出条件：{rule}', en: 'The exit rule holds: {rule}' },
  deleted: { zh: '旅程被删除', en: 'The journey was deleted' },
  merged: { zh: '与另一位客户合并，只保留其中一次旅程', en: 'Merged with a customer who is in this journey too; one run goes on' },
  'no-personalisation': { zh: '客户不接受个性化推荐', en: 'The customer refuses personalisation' },
  'step-missing': { zh: '步骤已不存在', en: 'The step no longer exists' },
}

const labels: Readonly<Record<string, Words>> = {
  triggered: { zh: '被触发', en: 'Triggered' },
  waits: { zh: '等待', en: 'Waits' },
  'rule-holds': { zh: '条件成立', en: 'The rule holds' },
  'rule-fails': { zh: '条件不成立', en: 'The rule does not hold' },
  'exit-rule': { zh: '符合退出条件', en: 'The exit rule holds' },
  merged: { zh: '与另一位客户合并', en: 'Merged with another customer' },
}

export const whyOptions: readonly Option[] = Object.entries(words).map(([value, said]) => ({ value, label: labels[value] ?? said }))

export function sayWhy(why: Why): Words {
  const said = words[why.code] ?? { zh: why.code, en: why.code }
  return { zh: fill(said, 'zh', why.details), en: fill(said, 'en', why.details) }
}
