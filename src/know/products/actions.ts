import { z } from 'zod'
import { defineAction } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'

const amount = z.int().min(0).max(1_000_000_000_000).nullable().describe('Minor units of the shop’s currency · 以分为单位')
const written = {
  category: soundText(100).nullable().optional(),
  price: amount.optional(),
  cost: amount.optional(),
  stock: z.number().min(0).max(1_000_000_000).nullable().optional().describe('null: not kept · null 表示不管库存'),
  onSale: z.boolean().optional(),
  recommended: z.boolean().optional(),
  note: soundText(2_000).nullable().optional(),
}
const state = z.object({ id: z.uuid(), version: z.int() })

export const createProduct = defineAction({
  name: 'create-product',
  label: { zh: '新建商品', en: 'Create a product' },
  help: { zh: '卖出过的商品会自动出现，不必新建。', en: 'What was sold appears by itself; this is for what was not yet.' },
  method: 'POST',
  path: '/products',
  role: 'manager',
  about: { product: null },
  input: z.strictObject({ code: soundText(100), name: soundText(200).optional(), ...written }),
  example: { code: 'LJ-250', name: '明前龙井 250 克' },
  output: state,
})

export const updateProduct = defineAction({
  name: 'update-product',
  label: { zh: '修改商品', en: 'Change a product' },
  help: {
    zh: '只改动传入的字段；改过的字段以后不再被消费明细覆盖。',
    en: 'Changes only what is sent; what was changed is not written over by sales any more.',
  },
  method: 'PATCH',
  path: '/products/:id',
  role: 'manager',
  about: { product: 'id' },
  input: z.strictObject({ id: z.uuid(), name: soundText(200).optional(), ...written, version: z.int().optional() }),
  output: state,
})

export const removeProduct = defineAction({
  name: 'remove-product',
  label: { zh: '删除商品', en: 'Remove a product' },
  help: { zh: '只能删除从未卖出的商品。', en: 'Only one that was never sold.' },
  method: 'DELETE',
  path: '/products/:id',
  role: 'manager',
  about: { product: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ id: z.uuid() }),
})
