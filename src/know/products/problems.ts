import { defineProblems } from '../../core/kit/problem.ts'

export const productProblems = defineProblems({
  'product.code-taken': {
    sort: 'conflict',
    words: {
      zh: '商品编码“{code}”已有：{name}。请直接修改那个商品。',
      en: 'There is a product with the code “{code}” already: {name}. Change that one.',
    },
  },
  'product.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '“{name}”刚刚被别人改过。请刷新后再改。',
      en: '“{name}” was changed by somebody else just now. Reload, then change it.',
    },
  },
  'product.was-sold': {
    sort: 'conflict',
    words: {
      zh: '“{name}”卖出过，不能删除。不再卖了请改为不在售。',
      en: '“{name}” was sold before and cannot be removed. Take it off sale instead.',
    },
  },
  'product.too-many': {
    sort: 'conflict',
    words: { zh: '商品最多 {most} 个。请先删除没有卖过的。', en: 'There can be {most} products. Remove some that were never sold.' },
  },
})
