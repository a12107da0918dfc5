import type { Option } from '../../core/entity/field.ts'
import { fillBoth, type Words } from '../../core/kit/words.ts'
import type { Why } from './steps/step.ts'

const words: Readonly<Record<string, Words>> = {
  triggered: { zh: '触发：{event}', en: 'Triggered by {event}' },
  'by-hand': { zh: '手动加入', en: 'Added by hand' },
  'by-api': { zh: '由其他系统加入', en: 'Put in by another system' },
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
  'global-holdout': {
    zh: '属于全局对照组，不接受任何营销，只用于比较效果',
    en: 'In the global holdout: gets no marketing at all and is measured',
  },
  awaits: { zh: '等待“{event}”，最晚到 {until}', en: 'Waits for “{event}”, until {until} at most' },
  happened: { zh: '“{event}”发生了', en: '“{event}” happened' },
  late: { zh: '等到最后也没有发生“{event}”', en: '“{event}” did not happen in time' },
  'best-hour-person': { zh: '等到本人最活跃的钟点：{until}', en: 'Waits for the hour at which this person usually acts: {until}' },
  'best-hour-firm': {
    zh: '本人的记录太少，等到全店客户最活跃的钟点：{until}',
    en: 'Too little is known of this person; waits for the hour at which the firm’s customers usually act: {until}',
  },
  'best-hour-usual': {
    zh: '还没有足够的记录，等到上午 10 点：{until}',
    en: 'Too little is known yet; waits for ten in the morning: {until}',
  },
  'case-holds': { zh: '走“{label}”，条件成立：{rule}', en: 'Goes “{label}”, its rule holds: {rule}' },
  'no-case': { zh: '没有条件成立，走“其他”', en: 'No rule holds; goes the other way' },
  drawn: { zh: '随机分到“{label}”', en: 'Drawn into “{label}”' },
  winner: { zh: '测试已有结果，都走胜出的“{label}”', en: 'The test is decided; everybody goes the winning way “{label}”' },
  did: { zh: '已执行：{action}', en: 'Done: {action}' },
  refused: { zh: '没有做成：{action}，{problem}', en: 'Not done: {action}. {problem}' },
  busy: {
    zh: '正在同一意图、优先级更高的旅程“{journey}”里',
    en: 'In the journey “{journey}” of the same intent, which goes before this one',
  },
  converted: { zh: '达成目标：{goal}', en: 'The goal is reached: {goal}' },
  'audience-fails': { zh: '到了那天已不符合进入条件：{rule}', en: 'When the day came the rule for entering held no longer: {rule}' },
  inside: { zh: '已经在旅程里（{since} 进入）', en: 'Is in the journey already (entered {since})' },
  'entered-once': {
    zh: '每人只进入一次，{since} 已经进入过',
    en: 'Everybody enters once, and this customer did on {since}',
  },
  'entered-lately': {
    zh: '上次是 {since} 进入的，再次进入要隔 {after}',
    en: 'Entered last on {since}, and may enter again {after} after that',
  },
  'does-not-fit': { zh: '不符合进入条件：{rule}', en: 'The rule for entering does not hold: {rule}' },
  restricted: {
    zh: '客户的信息已限制处理，不进入任何旅程',
    en: 'The customer’s data are restricted: they enter no journey',
  },
  'too-late': {
    zh: '原定 {due}，当时没有运行，已超过允许迟到的时间',
    en: 'Was due {due}, when nothing was running; by now it is later than allowed',
  },
  'too-often': {
    zh: '24 小时内已进入本旅程 {times} 次，像是旅程之间在互相触发，不再进入',
    en: 'Entered this journey {times} times within 24 hours, as if journeys set each other off; not let in again',
  },
  calendar: { zh: '到了日子：{day}', en: 'Its day has come: {day}' },
  festival: { zh: '节日：{name}（{day}）', en: 'Festival: {name} ({day})' },
  existing: { zh: '旅程启动时已符合', en: 'Was already one of them when the journey was started' },
  moved: {
    zh: '旅程改版，从第 {from} 版移到第 {to} 版',
    en: 'The journey was changed: moved from version {from} to version {to}',
  },
  'moved-out': { zh: '旅程改版，所在的步骤已取消', en: 'The journey was changed and its step is no longer there' },
  'message-refused': { zh: '消息没有发出：{reason}', en: 'The message was not sent: {reason}' },
  'step-missing': { zh: '步骤已不存在', en: 'The step no longer exists' },
}

const labels: Readonly<Record<string, Words>> = {
  triggered: { zh: '被触发', en: 'Triggered' },
  waits: { zh: '等待', en: 'Waits' },
  'rule-holds': { zh: '条件成立', en: 'The rule holds' },
  'rule-fails': { zh: '条件不成立', en: 'The rule does not hold' },
  'exit-rule': { zh: '符合退出条件', en: 'The exit rule holds' },
  calendar: { zh: '到了日子', en: 'Its day has come' },
  festival: { zh: '节日', en: 'A festival' },
  converted: { zh: '达成目标', en: 'The goal is reached' },
  busy: { zh: '正在更高优先级的旅程里', en: 'In a journey that goes before it' },
  'audience-fails': { zh: '已不符合进入条件', en: 'The rule for entering held no longer' },
  'too-often': { zh: '进入太频繁', en: 'Entered too often' },
  'too-late': { zh: '超过允许迟到的时间', en: 'Later than allowed' },
  merged: { zh: '与另一位客户合并', en: 'Merged with another customer' },
  inside: { zh: '已经在旅程里', en: 'In the journey already' },
  'entered-once': { zh: '已经进入过，每人只进入一次', en: 'Entered before; everybody enters once' },
  'entered-lately': { zh: '离上次进入的时间还不够长', en: 'Too soon after the last time' },
  'does-not-fit': { zh: '不符合进入条件', en: 'The rule for entering does not hold' },
  restricted: { zh: '已限制处理', en: 'The customer’s data are restricted' },
  unknown: { zh: '没有这位客户，可能已合并或删除', en: 'No such customer; merged or deleted, perhaps' },
  repeated: { zh: '同一次触发已经进入过', en: 'Entered before for the same cause' },
}

export const whyOptions: readonly Option[] = Object.entries(words).map(([value, said]) => ({ value, label: labels[value] ?? said }))

/** In short, without the particulars. */
export const labelOfWhy = (code: string): Words => labels[code] ?? words[code] ?? { zh: code, en: code }

export function sayWhy(why: Why): Words {
  const said = words[why.code] ?? { zh: why.code, en: why.code }
  return fillBoth(said, why.details)
}
