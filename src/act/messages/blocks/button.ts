import { z } from 'zod'
import { defineBlock } from './block-kind.ts'
import { addressText, blockId, lineText } from './block-parts.ts'

const schema = z.strictObject({ id: blockId, kind: z.literal('button'), text: lineText, address: addressText })

export const buttonBlock = defineBlock({
  label: { zh: '按钮', en: 'Button' },
  help: { zh: '最想让客户做的一件事', en: 'The one thing a customer should do' },
  schema,
  empty: { kind: 'button', text: '', address: '' },
  sources: ({ text, address }) => [
    { name: 'text', label: { zh: '按钮文字', en: 'words of the button' }, source: text, as: 'line' },
    { name: 'address', label: { zh: '链接', en: 'link' }, source: address, as: 'address' },
  ],
  toMjml: (_, { slot, color, onColor }) =>
    `<mj-button padding="12px 24px" font-size="16px" background-color="${color}" color="${onColor}" border-radius="6px" href="${slot('address')}">${slot('text')}</mj-button>`,
  toText: (_, said) => (said('address') === '' ? '' : `${said('text')}: ${said('address')}`),
  hidden: (_, said) => (said('address') === '' || said('text') === '' ? [''] : []),
  summary: ({ text, address }) => `${text} → ${address}`,
})
