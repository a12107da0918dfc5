import { sayCount } from '../../../core/kit/say-count.ts'
import type { Words } from '../../../core/kit/words.ts'

export type ChoiceVerdict = 'leaving-identified' | 'leaving-not-identified' | 'too-few' | 'all-once' | 'too-short' | 'nobody'

type About = { readonly customers: number; readonly label?: Words }

/** What the numbers allow to be said of customers leaving, in words for whoever reads the forecasts. */
export function sayChoice(verdict: ChoiceVerdict, about: About): Words {
  return verdicts[verdict](about)
}

const verdicts: Readonly<Record<ChoiceVerdict, (about: About) => Words>> = {
  'leaving-identified': ({ customers, label }) => ({
    zh: `这些购买记录能看出有客户在离开。预测采用 ${label?.zh ?? ''}，依据 ${sayCount(customers)} 位客户。`,
    en: `These purchases show that customers leave. The forecasts use ${label?.en ?? ''} and rest on ${sayCount(customers)} customers.`,
  }),
  'leaving-not-identified': ({ customers }) => ({
    zh: `这段时间的购买记录看不出有客户离开，因此预测把 ${sayCount(customers)} 位客户都当作仍会购买，不给出“仍是客户的可能”。`,
    en: `These months show no sign of customers leaving: the forecasts take all ${sayCount(customers)} of them to be still active, and no chance of being gone is given.`,
  }),
  'too-few': ({ customers }) => ({
    zh: `只有 ${sayCount(customers)} 位客户有购买记录，至少 20 位才能开始预测。`,
    en: `There are purchases of ${sayCount(customers)} customers only; forecasts begin at 20.`,
  }),
  'all-once': ({ customers }) => ({
    zh: `${sayCount(customers)} 位客户都只买过一次，还看不出复购的节奏；有人再来时就开始预测。`,
    en: `All ${sayCount(customers)} customers bought just once, so nothing shows yet how often people come again; forecasts begin when somebody does.`,
  }),
  'too-short': () => ({
    zh: '所有购买都在同一天，时间太短，还看不出复购的节奏。',
    en: 'All purchases are of one day: too short a time to show how often people come again.',
  }),
  nobody: () => ({
    zh: '还没有购买记录，因此没有预测。',
    en: 'There are no purchases yet, so there is nothing to forecast from.',
  }),
}
