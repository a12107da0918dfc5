import { z } from 'zod'
import { defineBlock } from './block-kind.ts'
import { blockId, lineText } from './block-parts.ts'

const schema = z.strictObject({
  id: blockId,
  kind: z.literal('coupon'),
  title: lineText,
  /** The same for everybody, or what brought the message about hands it in: `{{ context.coupon }}`. */
  code: lineText,
  note: lineText.default(''),
})

export const couponBlock = defineBlock({
  label: { zh: '优惠券', en: 'Coupon' },
  help: {
    zh: '写一个大家通用的券码，或用 {{ context.coupon }} 取触发消息时带来的券码；没有券码的客户看不到这一块。系统目前不发放、不核销优惠券。',
    en: 'A code that is the same for all, or {{ context.coupon }} for one handed in with the message; without a code the block is left out. The system does not yet issue or redeem coupons.',
  },
  schema,
  empty: { kind: 'coupon', title: '', code: '', note: '' },
  sources: ({ title, code, note }) => [
    { name: 'title', label: { zh: '优惠内容', en: 'what it gives' }, source: title, as: 'line' },
    { name: 'code', label: { zh: '券码', en: 'code' }, source: code, as: 'line' },
    { name: 'note', label: { zh: '使用说明', en: 'terms' }, source: note, as: 'line' },
  ],
  toMjml: (_, { slot, color }) =>
    `<mj-text padding="8px 24px" align="center"><div style="border:2px dashed ${color};border-radius:8px;padding:16px"><div style="font-size:18px;font-weight:600">${slot('title')}</div><div style="font-size:22px;letter-spacing:2px;color:${color}">${slot('code')}</div><div style="font-size:13px;color:#4b5563">${slot('note')}</div></div></mj-text>`,
  toText: (_, said) =>
    said('code') === '' ? '' : [`${said('title')} ${said('code')}`.trim(), said('note')].filter((line) => line !== '').join('\n'),
  hidden: (_, said) => (said('code') === '' ? [''] : []),
  summary: ({ title, code }) => `${title} ${code}`.trim(),
})
