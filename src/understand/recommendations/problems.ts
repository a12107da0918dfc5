import { defineProblems } from '../../core/kit/problem.ts'

export const recommendationProblems = defineProblems({
  'recommendation.under-way': {
    sort: 'conflict',
    words: { zh: '正在重新推荐，请等它完成或先停止。', en: 'Recommendations are being made; wait for the end, or stop that first.' },
  },
  'recommendation.nothing-to-stop': {
    sort: 'conflict',
    words: { zh: '没有正在进行的推荐。请刷新页面。', en: 'Nothing is under way. Reload the page.' },
  },
  'recommendation.stopped': { sort: 'conflict', words: { zh: '推荐已停止。', en: 'Recommendations were stopped.' } },
  'recommendation.unknown-product': {
    sort: 'missing',
    words: { zh: '没有编码为“{code}”的商品。请核对编码。', en: 'There is no product with the code “{code}”. Check the code.' },
  },
  'recommendation.exclusion-empty': {
    sort: 'invalid',
    words: {
      zh: '请说明不推荐什么（商品或类目），以及对谁（细分，或买过某商品的客户）。',
      en: 'Say what is not recommended (a product or a category) and to whom (a segment, or who bought some product).',
    },
  },
  'recommendation.exclusion-missing': {
    sort: 'missing',
    words: { zh: '这条规定已不存在。请刷新页面。', en: 'This line no longer exists. Reload the page.' },
  },
  'recommendation.too-many-exclusions': {
    sort: 'conflict',
    words: {
      zh: '最多 {most} 条规定、{segments} 个不同的细分。请先删除不用的。',
      en: 'There can be {most} lines over {segments} segments. Remove some first.',
    },
  },
})
