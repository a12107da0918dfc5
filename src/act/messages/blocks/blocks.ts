import { type ZodType, z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import type { BlockKind, Drawing, Said, Source } from './block-kind.ts'
import { blockId } from './block-parts.ts'
import { buttonBlock } from './button.ts'
import { couponBlock } from './coupon.ts'
import { dividerBlock } from './divider.ts'
import { headingBlock } from './heading.ts'
import { pictureBlock } from './picture.ts'
import { productBlock } from './product.ts'
import { qrBlock } from './qr.ts'
import { textBlock } from './text.ts'

/** The kinds that stand by themselves or in a column, in the order in which they are offered. */
export const simpleKinds = {
  text: textBlock,
  heading: headingBlock,
  picture: pictureBlock,
  button: buttonBlock,
  product: productBlock,
  coupon: couponBlock,
  qr: qrBlock,
  divider: dividerBlock,
} as const
export type SimpleKind = keyof typeof simpleKinds

export const simpleBlock = z.discriminatedUnion('kind', [
  textBlock.schema,
  headingBlock.schema,
  pictureBlock.schema,
  buttonBlock.schema,
  productBlock.schema,
  couponBlock.schema,
  qrBlock.schema,
  dividerBlock.schema,
])
export type SimpleBlock = z.output<typeof simpleBlock>

export const columnsWords: { readonly label: Words; readonly help: Words } = {
  label: { zh: '两栏', en: 'Two columns' },
  help: { zh: '左右并排，手机上自动变成上下', en: 'Side by side; one above the other on a phone' },
}

/** Two columns of simple blocks. */
export const columnsBlock = z.strictObject({
  id: blockId,
  kind: z.literal('columns'),
  left: z.array(simpleBlock).max(10),
  right: z.array(simpleBlock).max(10),
})
export const contentBlock = z.discriminatedUnion('kind', [...simpleBlock.options, columnsBlock])
export type ContentBlock = z.output<typeof contentBlock>
export type BlockKindName = ContentBlock['kind']

/** A block together with what its kind knows of it. */
export type BoundBlock = {
  readonly id: string
  readonly label: Words
  readonly summary: string
  readonly sources: readonly Source[]
  readonly toMjml: (drawing: Drawing) => string
  readonly toText: (said: Said) => string
  readonly hidden: (said: Said) => readonly string[]
}

function bind<S extends ZodType<{ id: string }>>(kind: BlockKind<S>, block: z.output<S>): BoundBlock {
  return {
    id: block.id,
    label: kind.label,
    summary: kind.summary(block),
    sources: kind.sources(block),
    toMjml: (drawing) => kind.toMjml(block, drawing),
    toText: (said) => kind.toText(block, said),
    hidden: (said) => kind.hidden?.(block, said) ?? [],
  }
}

export function boundBlock(block: SimpleBlock): BoundBlock {
  switch (block.kind) {
    case 'text':
      return bind(textBlock, block)
    case 'heading':
      return bind(headingBlock, block)
    case 'picture':
      return bind(pictureBlock, block)
    case 'button':
      return bind(buttonBlock, block)
    case 'product':
      return bind(productBlock, block)
    case 'coupon':
      return bind(couponBlock, block)
    case 'qr':
      return bind(qrBlock, block)
    case 'divider':
      return bind(dividerBlock, block)
  }
}

/** All blocks that hold something, those in columns too, in reading order. */
export function simpleBlocks(blocks: readonly ContentBlock[]): SimpleBlock[] {
  return blocks.flatMap((block) => (block.kind === 'columns' ? [...block.left, ...block.right] : [block]))
}

export const blockLabel = (kind: BlockKindName): Words => (kind === 'columns' ? columnsWords.label : simpleKinds[kind].label)
