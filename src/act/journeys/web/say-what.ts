import type { Words } from '../../../core/kit/words.ts'
import { type Block, stepsOf } from '../flow.ts'
import { sayWay, sayWon } from './say-journey.ts'
import { both, type Known } from './say-rule.ts'

/** What happened at a step, by the name it has in the log. */
export const whatWords: Readonly<Record<string, Words>> = {
  entered: { zh: '进入', en: 'entered' },
  'held-out': { zh: '进对照组', en: 'held out' },
  waiting: { zh: '开始等', en: 'began to wait' },
  woke: { zh: '等到了', en: 'waited to the end' },
  yes: { zh: '走“是”', en: 'took yes' },
  no: { zh: '走“否”', en: 'took no' },
  happened: { zh: '等到了要等的事', en: 'what was waited for happened' },
  late: { zh: '没有等到', en: 'it did not happen in time' },
  queued: { zh: '消息交给发件箱', en: 'message handed to the outbox' },
  capped: { zh: '被频次上限拦下', en: 'refused by the cap' },
  did: { zh: '动作做了', en: 'done' },
  refused: { zh: '动作没有做成', en: 'could not be done' },
  skipped: { zh: '跳过', en: 'skipped' },
  'held-back': { zh: '等更高的旅程', en: 'waits for a higher journey' },
  finished: { zh: '走完', en: 'arrived at the end' },
  ended: { zh: '离开', en: 'left' },
  moved: { zh: '移到新版本', en: 'moved to the new version' },
}

/** The same with the ways of forks by their names. */
export function sayWhat(what: string, stepId: string, flow: readonly Block[], known: Known): Words {
  const way = /^(?:way|won):(.+)$/.exec(what)?.[1]
  const step = way === undefined ? undefined : stepsOf(flow).find(({ id }) => id === stepId)
  if (way === undefined || !step) return whatWords[what] ?? both(what)
  if (what.startsWith('won:')) return sayWon(step, way)
  const name = sayWay(step, way, known)
  return { zh: `走“${name.zh}”`, en: `took “${name.en}”` }
}
