import { z } from 'zod'
import type { Source } from './block-kind.ts'
import { defineBlock } from './block-kind.ts'
import { addressText, blockId, lineText } from './block-parts.ts'

const schema = z.strictObject({
  id: blockId,
  kind: z.literal('product'),
  by: z.enum(['recommended', 'code']).default('recommended'),
  code: z.string().trim().max(200).default(''),
  count: z.int().min(1).max(4).default(2),
  /** New things, what they bought before, or both; as the settings of recommendations say. */
  items: z.enum(['usual', 'new', 'repeat', 'both']).default('usual'),
  /** What is shown to whom nothing is recommended. */
  instead: z.enum(['popular', 'nothing']).default('popular'),
  price: z.boolean().default(true),
  /** With `product.code` and the like in them. */
  picture: addressText.default(''),
  address: addressText.default(''),
  button: lineText.default(''),
})
type ProductBlock = z.output<typeof schema>

const productsOf = ({ by, count }: ProductBlock): number[] => Array.from({ length: by === 'code' ? 1 : count }, (_, i) => i)

const sourcesOfOne = (block: ProductBlock, i: number): Source[] => {
  const at = (name: string, label: Source['label'], source: string, as: Source['as']): Source[] =>
    source === '' ? [] : [{ name: `${name}${i}`, label, source, as, product: i }]
  return [
    ...at('name', { zh: '商品名称', en: 'product’s name' }, '{{ product.name }}', 'line'),
    ...at('price', { zh: '商品价格', en: 'product’s price' }, block.price ? '{{ product.price }}' : '', 'line'),
    ...at('picture', { zh: '商品图片网址', en: 'address of the product’s picture' }, block.picture, 'picture'),
    ...at('address', { zh: '商品链接', en: 'product’s link' }, block.address, 'address'),
    ...at('button', { zh: '按钮文字', en: 'words of the button' }, block.address === '' ? '' : block.button, 'line'),
  ]
}

export const productBlock = defineBlock({
  label: { zh: '商品', en: 'Product' },
  help: { zh: '指定编码的商品，或为每位客户推荐的商品', en: 'One product by its code, or those recommended to each customer' },
  schema,
  empty: {
    kind: 'product',
    by: 'recommended',
    code: '',
    count: 2,
    items: 'usual',
    instead: 'popular',
    price: true,
    picture: '',
    address: '',
    button: '',
  },
  sources: (block) => productsOf(block).flatMap((i) => sourcesOfOne(block, i)),
  toMjml: (block, { slot, region, color, onColor }) =>
    productsOf(block)
      .map((i) => {
        const picture = block.picture
          ? region(`picture${i}`, `<mj-image padding="8px 24px 0" width="220px" src="${slot(`picture${i}`)}" alt="${slot(`name${i}`)}" />`)
          : ''
        const price = block.price ? `<br/><span style="color:${color}">${slot(`price${i}`)}</span>` : ''
        const words = `<mj-text padding="8px 24px" align="center"><strong>${slot(`name${i}`)}</strong>${price}</mj-text>`
        const button =
          block.address && block.button
            ? region(
                `address${i}`,
                `<mj-button padding="0 24px 12px" background-color="${color}" color="${onColor}" href="${slot(`address${i}`)}">${slot(`button${i}`)}</mj-button>`,
              )
            : ''
        return region(`one${i}`, picture + words + button)
      })
      .join(''),
  toText: (block, said) =>
    productsOf(block)
      .filter((i) => said(`name${i}`) !== '')
      .map((i) =>
        [`- ${said(`name${i}`)}`, block.price ? said(`price${i}`) : '', block.address ? said(`address${i}`) : '']
          .filter((part) => part !== '')
          .join(' '),
      )
      .join('\n'),
  hidden: (block, said) => {
    const all = productsOf(block)
    const none = all.filter((i) => said(`name${i}`) === '').map((i) => `one${i}`)
    if (none.length === all.length) return ['']
    return [
      ...none,
      ...all.filter((i) => block.picture && said(`picture${i}`) === '').map((i) => `picture${i}`),
      ...all.filter((i) => block.address && said(`address${i}`) === '').map((i) => `address${i}`),
    ]
  },
  summary: ({ by, code, count }) => (by === 'code' ? code : `× ${count}`),
})
