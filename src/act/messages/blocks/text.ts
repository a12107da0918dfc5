import { z } from 'zod'
import { defineBlock } from './block-kind.ts'
import { blockId } from './block-parts.ts'

const schema = z.strictObject({ id: blockId, kind: z.literal('text'), text: z.string().max(20_000) })

export const textBlock = defineBlock({
  label: { zh: '文字', en: 'Text' },
  help: {
    zh: '空行分段；**加粗**；- 列表；[文字](https://网址)',
    en: 'A blank line begins a paragraph; **bold**; - list; [text](https://address)',
  },
  schema,
  empty: { kind: 'text', text: '' },
  sources: ({ text }) => [{ name: 'text', label: { zh: '文字', en: 'text' }, source: text, as: 'markup' }],
  toMjml: (_, { slot }) => `<mj-text padding="4px 24px">${slot('text')}</mj-text>`,
  toText: (_, said) => said('text'),
  summary: ({ text }) => text.replace(/\s+/g, ' ').trim(),
})
