import { z } from 'zod'
import { defineBlock } from './block-kind.ts'
import { blockId, lineText } from './block-parts.ts'

const schema = z.strictObject({
  id: blockId,
  kind: z.literal('heading'),
  text: lineText,
  size: z.enum(['large', 'small']).default('large'),
})

export const headingBlock = defineBlock({
  label: { zh: '标题', en: 'Heading' },
  help: { zh: '一行醒目的字', en: 'One line that stands out' },
  schema,
  empty: { kind: 'heading', text: '', size: 'large' },
  sources: ({ text }) => [{ name: 'text', label: { zh: '标题', en: 'heading' }, source: text, as: 'line' }],
  toMjml: ({ size }, { slot }) =>
    `<mj-text padding="12px 24px 4px"><h2 style="margin:0;font-size:${size === 'large' ? 22 : 17}px;line-height:1.4">${slot('text')}</h2></mj-text>`,
  toText: (_, said) => said('text'),
  summary: ({ text }) => text,
})
