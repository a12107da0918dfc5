import { sayCount } from '../../core/kit/say-count.ts'
import type { Words } from '../../core/kit/words.ts'
import type { Grade } from './grade.ts'

const times = (value: number | null): string => (value === null ? '—' : value.toFixed(2))

/** Why the model may not speak. */
export function sayWithdrawal({ purchases, customers }: Grade, horizon: number): Words {
  return {
    zh: `最近一次评分（${horizon} 天，${sayCount(customers)} 位客户）里，模型平均每位客户差 ${times(purchases.model.mae)} 次，比“照过去的频率”（差 ${times(purchases.rate.mae)} 次）更不准，已撤下。现在显示的是照过去的频率推算的次数和金额；这个模型的其他预测留空。模型仍在后台记录，再次评得更好时会自动恢复。`,
    en: `In the last grading (${horizon} days, ${sayCount(customers)} customers) the model was off by ${times(purchases.model.mae)} purchases a customer, worse than going on at the past rate (${times(purchases.rate.mae)}); it is withdrawn. What is shown now is the past rate going on; all else that the model foretold is empty. The model is still recorded in the background and comes back when it grades better.`,
  }
}

/** The model in a manager's words. */
export function nameOfModel(model: string): Words {
  return modelNames[model] ?? { zh: model, en: model }
}

const modelNames: Readonly<Record<string, Words>> = {
  nbd: { zh: '稳定回购（NBD）', en: 'steady buying (NBD)' },
  'bg-nbd': { zh: '回购与离开（BG/NBD）', en: 'buying and leaving (BG/NBD)' },
  'mbg-nbd': { zh: '回购与离开（MBG/NBD）', en: 'buying and leaving (MBG/NBD)' },
  'pareto-nbd': { zh: '回购与离开（Pareto/NBD）', en: 'buying and leaving (Pareto/NBD)' },
  plain: { zh: '照过去的频率', en: 'the past rate' },
  none: { zh: '暂无模型', en: 'no model yet' },
}

/** Which of them ranks buyers best, said plainly where it is not the model. */
export function sayRanking({ ranking, rankedBy, verdict }: Grade): Words {
  const figure = (value: number | null) => (value === null ? '—' : value.toFixed(3))
  const all = {
    zh: `模型 ${figure(ranking.model)}，过去的频率 ${figure(ranking.rate)}，RFM 总分 ${figure(ranking.rfm)}`,
    en: `model ${figure(ranking.model)}, past rate ${figure(ranking.rate)}, RFM sum ${figure(ranking.rfm)}`,
  }
  // Where it was worse at amounts too, nobody is sent to it for them.
  const amounts: Words = verdict === 'worse' ? { zh: '', en: '' } : { zh: '，算金额时用模型', en: ', for amounts use the model' }
  const said: Readonly<Record<Grade['rankedBy'], Words>> = {
    model: {
      zh: `排“谁会来”的先后，模型最好（${all.zh}；0.5 为瞎猜）。`,
      en: `At ordering who comes, the model is best (${all.en}; 0.5 is chance).`,
    },
    rfm: {
      zh: `排“谁会来”的先后，简单的 RFM 总分更好（${all.zh}；0.5 为瞎猜）：挑人时可以直接按 RFM 排${amounts.zh}。`,
      en: `At ordering who comes, the plain RFM sum is better (${all.en}; 0.5 is chance): to pick people sort by RFM${amounts.en}.`,
    },
    rate: {
      zh: `排“谁会来”的先后，简单的过去频率更好（${all.zh}；0.5 为瞎猜）：挑人时可以直接按消费频率排${amounts.zh}。`,
      en: `At ordering who comes, the plain past rate is better (${all.en}; 0.5 is chance): to pick people sort by how often they came${amounts.en}.`,
    },
    none: {
      zh: `排“谁会来”的先后，三种办法分不出高下（${all.zh}；0.5 为瞎猜）。`,
      en: `At ordering who comes, the three are about alike (${all.en}; 0.5 is chance).`,
    },
  }
  return said[rankedBy]
}

/** In which sums, and in which order of spending, a plain way came nearer than the model did; null where it was nowhere. */
export function sayPlainNearer({ purchases, spend, worth }: Grade): Words | null {
  const signed = (bias: number) => {
    const rounded = Math.round(1_000 * bias) / 10
    return `${rounded > 0 ? '+' : ''}${(rounded || 0).toFixed(1)}%`
  }
  const sum = (of: Grade['purchases'], zh: string, en: string): Words[] => {
    const [model, rate] = [of.model.bias, of.rate.bias]
    if (model === null || rate === null || Math.abs(rate) >= Math.abs(model)) return []
    return [
      {
        zh: `${zh}，照过去的频率差 ${signed(rate)}（模型 ${signed(model)}）`,
        en: `${en}, past rate ${signed(rate)} (model ${signed(model)})`,
      },
    ]
  }
  const plain = Math.max(worth.rate ?? -1, worth.rfm ?? -1)
  const name: Words = plain === worth.rfm ? { zh: 'RFM 总分', en: 'RFM sum' } : { zh: '过去的频率', en: 'past rate' }
  const order: Words[] =
    worth.model !== null && plain > worth.model
      ? [
          {
            zh: `谁花得多的先后，${name.zh} ${plain.toFixed(3)}（模型 ${worth.model.toFixed(3)}）`,
            en: `who spends more, ${name.en} ${plain.toFixed(3)} (model ${worth.model.toFixed(3)})`,
          },
        ]
      : []
  const all = [...sum(purchases, '总次数', 'sum of purchases'), ...sum(spend, '总金额', 'sum of spend'), ...order]
  if (all.length === 0) return null
  return {
    zh: `这一次，简单办法在这里更接近：${all.map(({ zh }) => zh).join('；')}。`,
    en: `This time a plain way came nearer in: ${all.map(({ en }) => en).join('; ')}.`,
  }
}
