import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { workStates } from '../../core/kit/work-state.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { recommenderKinds } from '../models/recommend/recommenders.ts'
import { listModes, settingsShape } from './settings.ts'

const id = z.uuid()
const settingsRight = { role: 'manager', about: 'nothing', right: 'settings' } as const
const code = soundText(100).describe('Product code · 商品编码')

export const makeRecommendations = defineAction({
  name: 'make-recommendations',
  label: { zh: '重新推荐', en: 'Make recommendations anew' },
  help: {
    zh: '在后台检验各种方法并为每位客户列出商品；可以离开页面，也可以停止。完成之前沿用现有的推荐。',
    en: 'Tries the methods and makes everybody’s list in the background; the page may be left, and it can be stopped. Until it is done the present lists stay.',
  },
  method: 'POST',
  path: '/recommendations/make',
  ...settingsRight,
  input: z.strictObject({}),
  output: z.object({ id }),
})

export const stopRecommendations = defineAction({
  name: 'stop-recommendations',
  label: { zh: '停止推荐', en: 'Stop making recommendations' },
  help: { zh: '已算的部分作废，现有的推荐不变。', en: 'What was worked out so far is dropped; the present lists stay.' },
  method: 'POST',
  path: '/recommendations/stop',
  ...settingsRight,
  input: z.strictObject({}),
  output: z.object({ id }),
})

export const saveRecommendationSettings = defineAction({
  name: 'save-recommendation-settings',
  label: { zh: '保存推荐设置', en: 'Save recommendation settings' },
  help: { zh: '保存后自动重新推荐。', en: 'Lists are made anew afterwards.' },
  method: 'PUT',
  path: '/recommendations/settings',
  ...settingsRight,
  input: settingsShape,
  output: z.object({ saved: z.boolean() }),
})

export const addExclusion = defineAction({
  name: 'add-recommendation-exclusion',
  label: { zh: '规定不推荐', en: 'Exclude from recommendations' },
  help: {
    zh: '某商品或某类目，不推荐给某细分的客户，或买过另一商品的客户。下次推荐时生效。',
    en: 'A product or a category is kept from a segment, or from whoever bought another product. It holds from the next making on.',
  },
  method: 'POST',
  path: '/recommendation-exclusions',
  ...settingsRight,
  input: z.strictObject({
    product: code.nullable().optional(),
    category: soundText(100).nullable().optional(),
    segmentId: id.nullable().optional(),
    withProduct: code.nullable().optional(),
    note: soundText(500).nullable().optional(),
  }),
  output: z.object({ id }),
})

export const removeExclusion = defineAction({
  name: 'remove-recommendation-exclusion',
  label: { zh: '取消不推荐的规定', en: 'Remove an exclusion' },
  method: 'DELETE',
  path: '/recommendation-exclusions/:id',
  ...settingsRight,
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

const ofCustomer = { method: 'POST', role: 'member', about: { customer: 'id' }, verb: 'change' } as const

export const refuseRecommendation = defineAction({
  name: 'refuse-recommendation',
  label: { zh: '不感兴趣', en: 'Not interested' },
  help: {
    zh: '以后不再向这位客户推荐这个商品；可以恢复。',
    en: 'This product is not recommended to this customer any more; it can be undone.',
  },
  ...ofCustomer,
  path: '/customers/:id/recommendations/refuse',
  input: z.strictObject({ id, product: code }),
  output: z.object({ id, changed: z.boolean() }),
})

export const allowRecommendation = defineAction({
  name: 'allow-recommendation',
  label: { zh: '恢复推荐', en: 'Recommend again' },
  ...ofCustomer,
  path: '/customers/:id/recommendations/allow',
  input: z.strictObject({ id, product: code }),
  output: z.object({ id, changed: z.boolean() }),
})

const reason = z.object({
  kind: z.enum(['together', 'popular', 'had']),
  words,
  product: z.string().nullable().describe('The product of theirs that speaks for it'),
  together: z.int().nullable().describe('Customers who bought both'),
  buyers: z.int().describe('Customers who bought that product; of a popular one, who bought it'),
})
const recommended = z.object({
  code: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  price: z.number().nullable(),
  stock: z.number().nullable(),
  reason,
})

export const readCustomerRecommendations = defineQuestion({
  name: 'read-customer-recommendations',
  label: { zh: '客户可能想买', en: 'What a customer is likely to want next' },
  help: {
    zh: '每个商品都写明理由和人数；可以只要没买过的、只要买过的，或都要。拒绝个性化的客户没有推荐。',
    en: 'Each with its reason and the counts behind it; new things, repeats, or both. Whoever refuses personalisation gets none.',
  },
  method: 'GET',
  path: '/customers/:id/recommendations',
  role: 'member',
  about: { customer: 'id' },
  fields: ['likelyProducts', 'likelyCodes'],
  input: z.object({
    id,
    items: z.enum(listModes).optional().describe('new: not bought yet. repeat: bought before. Left out: as the settings say'),
  }),
  output: z.object({
    asOf: z.string().nullable(),
    state: z.enum(['listed', 'not-made', 'no-personalisation', 'restricted', 'nothing-left']),
    words: words.nullable().describe('Why there is nothing, where there is nothing'),
    method: z.enum([...recommenderKinds, 'none']).nullable(),
    mode: z.enum(listModes),
    products: z.array(recommended),
    refused: z.array(z.object({ code: z.string(), name: z.string(), at: z.string(), by: z.string() })),
  }),
})

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() })
const ranking = z.object({
  recall10: z.number(),
  recall20: z.number(),
  ndcg10: z.number(),
  ndcg20: z.number(),
  mrr20: z.number(),
  hit10: z.number(),
  coverage10: z.number(),
  customers: z.int(),
})

export const readRecommendations = defineQuestion({
  name: 'read-recommendations',
  label: { zh: '推荐的现状', en: 'State of recommendations' },
  method: 'GET',
  path: '/recommendations',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    work: z
      .object({
        id,
        state: z.enum(workStates),
        phase: z.string().nullable(),
        share: z.number(),
        failure: z.string().nullable(),
      })
      .nullable(),
    settings: settingsShape,
    exclusions: z.array(
      z.object({
        id,
        product: z.string().nullable(),
        productName: z.string().nullable(),
        category: z.string().nullable(),
        segmentId: id.nullable(),
        segmentName: z.string().nullable(),
        withProduct: z.string().nullable(),
        withProductName: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
    set: z
      .object({
        madeAt: z.string(),
        verdict: z.string(),
        words,
        method: z.enum([...recommenderKinds, 'none']),
        lambda: z.number().nullable(),
        mode: z.enum(listModes),
        minBuyers: z.int(),
        trial: z.object({ day: z.string(), days: z.int(), customers: z.int(), of: z.int() }).nullable(),
        trials: z.array(
          z.object({ kind: z.enum(recommenderKinds), label: words, lambda: z.number().nullable(), ranking, lead: interval.nullable() }),
        ),
        customers: z.int().describe('Customers with a list'),
        buyers: z.int(),
        withoutPersonal: z.int(),
        learnt: z.int(),
        offered: z.int(),
        shown: z.number(),
        leftOut: z.object({
          notRecommended: z.int(),
          offSale: z.int(),
          outOfStock: z.int(),
          noPrice: z.int(),
          rare: z.int(),
          beyond: z.int(),
        }),
      })
      .nullable(),
  }),
})

export const listRecommendedProducts = defineQuestion({
  name: 'list-recommended-products',
  label: { zh: '每个商品推荐给多少客户', en: 'How many customers each product is recommended to' },
  method: 'GET',
  path: '/recommendations/products',
  role: 'member',
  about: { customer: null },
  fields: ['likelyProducts', 'likelyCodes'],
  input: z.object({
    search: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(20),
    offset: z.coerce.number().int().min(0).max(200_000).default(0),
  }),
  output: z.object({
    total: z.int(),
    customers: z.int().describe('Customers with a list'),
    products: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        category: z.string().nullable(),
        price: z.number().nullable(),
        listed: z.int(),
        buyers: z.int(),
      }),
    ),
  }),
})

export const readBoughtTogether = defineQuestion({
  name: 'read-bought-together',
  label: { zh: '常一起买的商品', en: 'Often bought together' },
  help: {
    zh: '买过这个商品的客户中，有多少也买了别的；区间为 95%（Wilson）。',
    en: 'Of the buyers of this product, how many bought each other one too; intervals are 95% (Wilson).',
  },
  method: 'GET',
  path: '/recommendations/together',
  role: 'member',
  about: 'nothing',
  input: z.object({ code }),
  output: z.object({
    asOf: z.string().nullable(),
    code: z.string(),
    name: z.string(),
    buyers: z.int(),
    others: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        together: z.int(),
        share: interval,
        usual: z.number().describe('Share of all buyers who bought it'),
        lift: z.number().describe('How many times as often as among all'),
      }),
    ),
  }),
})

export const listLikelyBuyers = defineQuestion({
  name: 'list-likely-buyers',
  label: { zh: '这个商品适合推荐给谁', en: 'Whom to offer a product' },
  method: 'GET',
  path: '/recommendations/customers',
  role: 'member',
  about: { customer: null },
  fields: ['likelyProducts', 'likelyCodes'],
  people: 'customers',
  input: z.object({ code, limit: z.coerce.number().int().min(1).max(200).default(20) }),
  output: z.object({
    total: z.int(),
    customers: z.array(z.object({ id, name: z.string().nullable(), place: z.int(), words })),
  }),
})
