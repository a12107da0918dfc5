import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { request } from './request-actions.ts'
import { madeExport } from './export-actions.ts'
import { erasure } from './erasure-actions.ts'
import { privacySettings } from './privacy.ts'

const id = z.uuid()
const right = 'privacy' as const

export const restrictCustomer = defineAction({
  name: 'restrict-customer',
  label: { zh: '限制处理', en: 'Restrict' },
  help: { zh: '只存储，停止其他一切处理：不发消息，不进旅程。', en: 'Only store, stop all else: no messages, no journeys.' },
  method: 'POST',
  path: '/customers/:id/restriction',
  role: 'manager',
  about: { customer: 'id' },
  right,
  input: z.strictObject({ id, requestId: z.uuid().optional(), note: soundText(500).nullable().optional() }),
  output: z.object({ id, since: z.string() }),
})

export const liftRestriction = defineAction({
  name: 'lift-restriction',
  label: { zh: '解除限制', en: 'Lift the restriction' },
  method: 'DELETE',
  path: '/customers/:id/restriction',
  role: 'manager',
  about: { customer: 'id' },
  verb: 'change',
  right,
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

export const liftSuppression = defineAction({
  name: 'lift-suppression',
  label: { zh: '移出不再营销名单', en: 'Take off the no-marketing list' },
  help: { zh: '仅当本人重新同意时；须写明依据。', en: 'Only when the person has agreed anew; say on what ground.' },
  method: 'POST',
  path: '/customers/:id/suppression/lift',
  role: 'manager',
  about: { customer: 'id' },
  right,
  input: z.strictObject({
    id,
    reason: soundText(500)
      .refine((text) => text.trim().length >= 10, {
        params: { words: { zh: '至少写 10 个字', en: 'has to be at least 10 characters long' } },
      })
      .meta({ examples: ['本人 6 月 15 日到店，书面要求恢复营销'] }),
  }),
  output: z.object({ id, lifted: z.int() }),
})

export const readDataMap = defineQuestion({
  name: 'read-data-map',
  label: { zh: '数据地图', en: 'Data map' },
  method: 'GET',
  path: '/privacy/data-map',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    tables: z.array(
      z.object({
        table: z.string(),
        label: words,
        of: z.enum(['customer', 'staff', 'nobody']),
        purpose: words,
        kept: words,
        erasure: z.string(),
        erasureWords: words,
        law: words.nullable(),
        heading: words.nullable(),
        rows: z.int(),
        estimated: z.boolean().describe('By the statistics of the database: large tables are not counted'),
        columns: z.array(z.object({ name: z.string(), class: z.string(), inExport: z.boolean() })),
      }),
    ),
  }),
})

/** How the rights of one customer stand, for their page. */
export const customerPrivacy = defineQuestion({
  name: 'customer-privacy',
  label: { zh: '客户的权利状态', en: 'How a customer’s rights stand' },
  method: 'GET',
  path: '/customers/:id/privacy',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id }),
  output: z.object({
    restriction: z.object({ since: z.string(), reason: z.string(), note: z.string().nullable(), by: z.string() }).nullable(),
    suppressed: z.array(z.string()).describe('Kinds of addresses: phone, email, wechat'),
    requests: z.array(request),
    exports: z.array(madeExport),
    erasure: erasure.nullable(),
  }),
})

export const readPrivacySettings = defineQuestion({
  name: 'read-privacy-settings',
  label: { zh: '隐私设置', en: 'Privacy settings' },
  method: 'GET',
  path: '/privacy/settings',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.object({}),
  output: privacySettings,
})

export const savePrivacySettings = defineAction({
  name: 'save-privacy-settings',
  label: { zh: '保存隐私设置', en: 'Save privacy settings' },
  method: 'PUT',
  path: '/privacy/settings',
  role: 'owner',
  about: 'nothing',
  right,
  input: privacySettings,
  output: privacySettings,
})
