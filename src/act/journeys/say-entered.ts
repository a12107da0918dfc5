import type { AnswerOf } from '../../core/action/action.ts'
import type { Words } from '../../core/kit/words.ts'
import type { enterJourney } from './actions.ts'

type Came = AnswerOf<typeof enterJourney>

/** How many came in, and how many did not and why. */
export function sayEntered({ entered, holdout, refused, more }: Came, count: (n: number) => string): Words {
  const n = count(entered)
  const all: Words = more
    ? { zh: `前 ${n} 位客户已进入，其余的正在陆续进入`, en: `The first ${n} customers entered and the others follow` }
    : entered === 0
      ? { zh: '没有客户进入', en: 'Nobody entered' }
      : { zh: `${n} 位客户已进入`, en: `${n} ${entered === 1 ? 'customer' : 'customers'} entered` }
  const held = count(holdout)
  const came =
    holdout > 0
      ? { zh: `${all.zh}，其中 ${held} 位进对照组，什么都不会收到`, en: `${all.en}, ${held} of them held out: they get nothing` }
      : all
  if (refused.length === 0) return came
  const out = refused.reduce((sum, one) => sum + one.count, 0)
  return {
    zh: `${came.zh}。${count(out)} 位没有进入：${refused.map((one) => `${one.words.zh}（${count(one.count)} 位）`).join('、')}`,
    en: `${came.en}. ${count(out)} did not: ${refused.map((one) => `${one.words.en} (${count(one.count)})`).join('; ')}`,
  }
}

/** What starting a journey came to, where somebody stood at its door. */
export function sayStarted(came: Came, count: (n: number) => string): Words {
  if (came.entered === 0 && came.refused.length === 0) return { zh: '已启动', en: 'Started' }
  const { zh, en } = sayEntered(came, count)
  return { zh: `已启动，${zh}`, en: `Started. ${en}` }
}
