import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'
import { consents, pointKinds, verifications } from './contact-point.ts'

const kind = z.enum(pointKinds)
const value = soundText(500).describe('As people write it; it is brought into its normal form')
const label = soundText(40).nullable()
const one = { id: z.uuid().describe('The customer'), kind, value }
const done = z.object({ kind, value: z.string() })

export const point = z.object({
  kind,
  value: z.string(),
  primary: z.boolean(),
  id: z.guid().nullable().describe('Null where nothing but the value is known'),
  label: z.string().nullable(),
  verifiedAt: z.string().nullable(),
  verifiedHow: z.string().nullable(),
  consent: z.enum(consents),
  consentAt: z.string().nullable(),
  consentHow: z.string().nullable(),
  shared: z.boolean().describe('A household’s, so that it identifies nobody alone'),
})

export const listContactPoints = defineQuestion({
  name: 'list-contact-points',
  label: { zh: '客户的联系方式', en: 'Ways to reach a customer' },
  method: 'GET',
  path: '/customers/:id/contact-points',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({ points: z.array(point) }),
})

export const addContactPoint = defineAction({
  name: 'add-contact-point',
  label: { zh: '添加联系方式', en: 'Add a way to reach a customer' },
  help: { zh: '第一个电话、邮箱、微信号或地址自动成为主要的。', en: 'The first of its kind becomes the primary one.' },
  method: 'POST',
  path: '/customers/:id/contact-points',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject({
    ...one,
    label: label.default(null),
    consent: z.enum(consents).default('unknown'),
    primary: z.boolean().default(false),
  }),
  output: done,
})

export const changeContactPoint = defineAction({
  name: 'change-contact-point',
  label: { zh: '修改联系方式', en: 'Change a way to reach a customer' },
  help: { zh: '换成另一个值时，验证与许可重新开始。', en: 'Another value begins anew: not verified, and nothing said about consent.' },
  method: 'POST',
  path: '/customers/:id/contact-points/change',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject({ ...one, to: value.optional(), label: label.optional() }),
  output: done,
})

export const removeContactPoint = defineAction({
  name: 'remove-contact-point',
  label: { zh: '删除联系方式', en: 'Remove a way to reach a customer' },
  help: { zh: '删除主要的一个时，同类中最早的一个成为主要。', en: 'When the primary one goes, the oldest of its kind takes its place.' },
  method: 'POST',
  path: '/customers/:id/contact-points/remove',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject(one),
  output: done,
})

export const makePointPrimary = defineAction({
  name: 'make-point-primary',
  label: { zh: '设为主要联系方式', en: 'Make this the primary one' },
  method: 'POST',
  path: '/customers/:id/contact-points/make-primary',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject(one),
  output: done,
})

export const verifyContactPoint = defineAction({
  name: 'verify-contact-point',
  label: { zh: '标记为已验证', en: 'Mark as verified' },
  method: 'POST',
  path: '/customers/:id/contact-points/verify',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject({
    ...one,
    how: z.enum(verifications).default('other'),
    verified: z.boolean().default(true).describe('False takes it back'),
  }),
  output: done,
})

export const setPointConsent = defineAction({
  name: 'set-point-consent',
  label: { zh: '设置联系许可', en: 'Set the consent' },
  help: { zh: '主要邮箱的许可就是邮件许可。', en: 'That of the primary e-mail is the customer’s e-mail consent.' },
  method: 'POST',
  path: '/customers/:id/contact-points/consent',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject({
    ...one,
    consent: z.enum(consents),
    how: soundText(100).optional().describe('How they said so, e.g. on the phone'),
  }),
  output: done,
})
