import { z } from 'zod'
import { defineBlock } from './block-kind.ts'
import { addressText, blockId, lineText } from './block-parts.ts'

const schema = z.strictObject({ id: blockId, kind: z.literal('qr'), content: addressText, caption: lineText.default('') })

export const qrBlock = defineBlock({
  label: { zh: '二维码', en: 'QR code' },
  help: { zh: '扫码打开的网址或要出示的编号，可含变量', en: 'The address it opens or a number to show; variables may stand in it' },
  schema,
  empty: { kind: 'qr', content: '', caption: '' },
  sources: ({ content, caption }) => [
    { name: 'content', label: { zh: '二维码内容', en: 'what the code says' }, source: content, as: 'qr' },
    { name: 'caption', label: { zh: '二维码说明', en: 'words beside the code' }, source: caption, as: 'line' },
  ],
  toMjml: (_, { slot }) =>
    `<mj-image padding="8px 24px 0" width="180px" src="${slot('content')}" alt="${slot('caption')}" /><mj-text padding="4px 24px 8px" align="center" font-size="13px">${slot('caption')}</mj-text>`,
  toText: (_, said) => (said('content') === '' ? '' : [said('caption'), said('content')].filter((part) => part !== '').join(': ')),
  hidden: (_, said) => (said('content') === '' ? [''] : []),
  summary: ({ content, caption }) => caption || content,
})
