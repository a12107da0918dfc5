import type { Words } from '../../core/kit/words.ts'
import { type Choice, fewestItems, fewestTried, sayMethod } from './choose-method.ts'

const percent = (share: number) => `${(share * 100).toFixed(1)}%`

/** Why this method, to whoever runs the shop. */
export function sayVerdict({ verdict, chosen, trials, tried }: Choice): Words {
  const plain = trials.find(({ kind }) => kind === 'popularity')
  const best = trials.filter(({ kind }) => kind !== 'popularity').toSorted((a, b) => b.ranking.ndcg10 - a.ranking.ndcg10)[0]
  if (verdict === 'nothing')
    return { zh: '还没有卖出过商品，没有可推荐的。', en: 'Nothing was sold yet, so there is nothing to recommend.' }
  if (verdict === 'too-few')
    return {
      zh: `买过的客户不足 ${fewestTried} 位或商品不足 ${fewestItems} 种，看不出谁喜欢什么，先推荐卖得最好的。`,
      en: `With fewer than ${fewestTried} buyers or ${fewestItems} products nobody can tell who likes what; what sells best is recommended for now.`,
    }
  if (verdict === 'too-little-history' || !plain || !best)
    return {
      zh: `历史还短，没有足够的客户（至少 ${fewestTried} 位）可以拿过去检验，先推荐卖得最好的。`,
      en: `History is too short to try methods on at least ${fewestTried} customers of the past; what sells best is recommended for now.`,
    }
  const [won, floor] = [percent(best.ranking.hit10), percent(plain.ranking.hit10)]
  if (verdict === 'popularity-better')
    return {
      zh: `拿过去检验（${tried} 位客户），按个人推荐并不比畅销榜好：前 10 个里至少猜中一个的客户，畅销榜 ${floor}，${sayMethod(best.kind).zh} ${won}。所以现在用畅销榜。`,
      en: `Tried on the past (${tried} customers), personal lists rank no better than popularity: one of the first ten was right for ${floor} by popularity and ${won} by ${sayMethod(best.kind).en}. So popularity is used.`,
    }
  const doubt = best.lead && best.lead.low <= 0
  return {
    zh: `拿过去检验（${tried} 位客户），${sayMethod(chosen.kind).zh}最好：前 10 个里至少猜中一个的客户占 ${won}，畅销榜是 ${floor}。${doubt ? '两者之差还在误差之内。' : ''}`,
    en: `Tried on the past (${tried} customers), ${sayMethod(chosen.kind).en} ranks best: one of the first ten was right for ${won}, by popularity for ${floor}.${doubt ? ' The difference is within the error still.' : ''}`,
  }
}
