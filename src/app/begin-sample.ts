import type { Words } from '../core/kit/words.ts'
import { Problem } from '../core/kit/problem.ts'
import { loadSampleShop, sampleProblems } from '../know/sample-shop/actions.ts'
import { runAction } from '../platform/actions/run-action.ts'
import { type Services, systemActor } from '../platform/actions/services.ts'

const loading: Words = {
  zh: '正在放入示例店铺：几秒后即可看到客户，随后约一分钟模拟最近九十天。',
  en: 'The sample shop is being loaded: its customers appear within seconds, then its last ninety days are played, about a minute.',
}

/** Lets the sample shop come in, unless there is data already: then it says so, and the start goes on. */
export async function beginSample(services: Services, say: (words: Words) => void): Promise<void> {
  try {
    await runAction(services, { actor: systemActor('sample-shop'), source: 'engine' }, loadSampleShop, {})
    say(loading)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'sample-shop.not-empty') throw error
    say(sampleProblems['sample-shop.not-empty'].words)
  }
}
