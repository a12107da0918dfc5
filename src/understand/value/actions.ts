import { z } from 'zod'
import { defineAction } from '../../core/action/action.ts'
import { profitSettings } from './profit-settings.ts'
import { rfmSettings } from './scoring.ts'

export const publishRfm = defineAction({
  name: 'publish-rfm',
  label: { zh: '启用 RFM 评分方式', en: 'Put an RFM scoring in force' },
  help: {
    zh: '每次启用是一个新版本，对所有客户同时生效；过去各月的格子随后按新的方式重算。由此引起的变化不触发旅程。',
    en: 'Each time is a new version and takes effect for everybody at once; the cells of past months are worked out by it soon after. What changes because of it wakes no journey.',
  },
  method: 'PUT',
  path: '/value/rfm-settings',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({
    settings: rfmSettings,
    version: z.int().min(0).optional().describe('The version that was looked at; refused if another is in force · 看到的版本，已变则拒绝'),
  }),
  output: z.object({ version: z.int(), moved: z.int().describe('Customers whose scores changed') }),
})

export const saveProfitSettings = defineAction({
  name: 'save-profit-settings',
  label: { zh: '保存利润设置', en: 'Save the profit settings' },
  help: { zh: '所有客户的利润随后逐步重算。', en: 'Everybody’s profit is worked out anew soon after.' },
  method: 'PUT',
  path: '/value/profit-settings',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ settings: profitSettings }),
  output: z.object({ saved: z.boolean() }),
})
