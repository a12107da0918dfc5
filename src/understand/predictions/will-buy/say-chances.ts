import { sayCount } from '../../../core/kit/say-count.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { CandidateName, Contest } from './contest.ts'

const names: Readonly<Record<CandidateName, Words>> = {
  logistic: { zh: '逻辑回归', en: 'logistic regression' },
  trees: { zh: '提升树', en: 'boosted trees' },
  repeat: { zh: '回购模型', en: 'the model of repeat buying' },
  recency: { zh: '只看最近一次消费', en: 'recency alone' },
}
export const nameOfCandidate = (name: CandidateName): Words => names[name]

/** Who did how well at saying who buys, and who speaks therefore; a sentence for each horizon. */
export function sayChances(contests: readonly Contest[]): Words {
  const said = contests.map(sayContest)
  return { zh: said.map(({ zh }) => zh).join(''), en: said.map(({ en }) => en).join(' ') }
}

function sayContest({ horizon, rows, buyers, competitors, learned, taken }: Contest): Words {
  const figures = (language: 'zh' | 'en') =>
    competitors
      .map(({ name, auc, brier }) => `${names[name][language]} ${auc.toFixed(3)}${language === 'zh' ? '，' : ', '}${brier.toFixed(4)}`)
      .join(language === 'zh' ? '；' : '; ')
  const verdict: Words = taken
    ? {
        zh: `从行为学习的${names[taken].zh}更准，“${horizon} 天内购买的可能”由它给出。`,
        en: `The ${names[taken].en} learned from behaviour is the better one and gives the chance to buy within ${horizon} days.`,
      }
    : sayStay(horizon, learned, competitors)
  return {
    zh: `${horizon} 天内会不会购买：用更早的记录学，拿 ${sayCount(rows)} 位客户后来的实际（${sayCount(buyers)} 位买了）来比（排序 AUC 越高越好，误差越低越好）：${figures('zh')}。${verdict.zh}`,
    en: `Who buys within ${horizon} days, learned from earlier records and held against what ${sayCount(rows)} customers did later (${sayCount(buyers)} bought); ranking (AUC, higher is better) and squared error (lower is better): ${figures('en')}. ${verdict.en}`,
  }
}

function sayStay(horizon: number, learned: CandidateName, competitors: Contest['competitors']): Words {
  const ranking = (name: CandidateName) => competitors.find((one) => one.name === name)?.auc ?? 0
  const isPlainAhead = ranking('recency') > Math.max(ranking(learned), ranking('repeat'))
  const plain: Words = isPlainAhead
    ? { zh: '只排先后的话，按最近一次消费排就够了。', en: 'To put people in order, recency alone would do.' }
    : { zh: '', en: '' }
  return {
    zh: `从行为学习的${names[learned].zh}没有明显更准，“${horizon} 天内购买的可能”仍由回购模型给出。${plain.zh}`,
    en: `The ${names[learned].en} learned from behaviour is not clearly better, so the model of repeat buying goes on giving the chance to buy within ${horizon} days. ${plain.en}`.trim(),
  }
}

/** Why nothing was learned from behaviour. */
export const tooFewToLearn = (fewest: number): Words => ({
  zh: `还不能从行为学习：在两个过去的时点上，之后买了和没买的客户各要有 ${fewest} 位以上。现在由回购模型给出购买的可能。`,
  en: `Nothing can be learned from behaviour yet: at two days in the past, ${fewest} customers each must have bought and not bought afterwards. Until then the model of repeat buying gives the chance to buy.`,
})
