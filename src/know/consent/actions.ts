import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { attachedFile } from '../../core/kit/attached-file.ts'
import { consentActs, consentChannels } from '../../core/kit/consent-line.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { agesOfConsent, consentBases, consentKinds, heardHows, wordingChanges } from './consent.ts'

const code = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, { error: 'a-z 0-9 -' })
const channel = z.enum(consentChannels)
const guardian = z.strictObject({
  name: soundText(100).min(1),
  relation: soundText(40).min(1),
  contact: soundText(200).min(1),
  proof: soundText(300).min(1).describe('What was seen: a household book, a birth certificate · 看过什么证明'),
})

const purpose = z.object({
  code,
  name: words,
  help: words,
  channels: z.array(channel),
  kind: z.enum(consentKinds),
  optIn: z.boolean().describe('Nothing is done without a yes · 须先同意'),
  shown: z.boolean(),
  standing: z.boolean(),
  retired: z.boolean(),
  version: z.int(),
  countsFrom: z.int(),
})

const wording = z.object({
  version: z.int(),
  zh: z.string(),
  en: z.string(),
  hash: z.string(),
  changes: z.array(z.enum(wordingChanges)),
  asksAnew: z.boolean(),
  madeBy: z.string().nullable(),
  madeAt: z.string().nullable(),
})

const line = z.object({
  purpose: z.string(),
  channel: z.string(),
  /** The primary address by this channel; null where there is none. */
  address: z.string().nullable(),
  state: z.enum(consentActs).nullable(),
  since: z.string().nullable(),
  how: z.string().nullable(),
  byWhom: z.string().nullable(),
})

const record = z.object({
  id: z.uuid(),
  purpose: z.string(),
  channel: z.string(),
  address: z.string(),
  state: z.enum(consentActs),
  kind: z.string(),
  basis: z.string(),
  how: z.string(),
  at: z.string(),
  recordedAt: z.string(),
  zone: z.string().nullable(),
  place: z.string().nullable(),
  ip: z.string().nullable(),
  agent: z.string().nullable(),
  byWhom: z.string().nullable(),
  version: z.int().nullable(),
  wording: words.nullable(),
  language: z.string().nullable(),
  evidence: z.array(attachedFile),
  guardian: guardian.nullable(),
  jurisdiction: z.string().nullable(),
  validUntil: z.string().nullable(),
  note: z.string().nullable(),
  counts: z.boolean().describe('False for a child’s own yes · 未成年人自己的同意不算数'),
})

export const readConsents = defineQuestion({
  name: 'read-consents',
  label: { zh: '客户的同意', en: 'Consents of a customer' },
  help: { zh: '现在的状态由记录算出；记录只增不改。', en: 'The state is worked out from records, which are only added to.' },
  method: 'GET',
  path: '/customers/:id/consents',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({
    minor: z.boolean(),
    age: z.int(),
    purposes: z.array(purpose),
    lines: z.array(line),
    records: z.array(record).describe('The latest 200 · 最近 200 条'),
    more: z.boolean(),
  }),
})

export const recordConsent = defineAction({
  name: 'record-consent',
  label: { zh: '记录同意或拒绝', en: 'Record a consent or a refusal' },
  help: {
    zh: '只增不改；撤回也是新的一条。不写地址表示这个渠道的全部地址。',
    en: 'Added, never changed: a withdrawal is one more record. Without an address it is about all of that channel.',
  },
  method: 'POST',
  path: '/customers/:id/consents',
  role: 'member',
  about: { customer: 'id' },
  input: z.strictObject({
    id: z.uuid(),
    purpose: code,
    channels: z.array(channel).max(consentChannels.length).default([]).describe('Empty for a purpose that goes by none'),
    address: soundText(500).optional(),
    state: z.enum(['given', 'refused', 'withdrawn']),
    how: z.enum(heardHows),
    at: z.iso.datetime({ offset: true }).optional().describe('When it was said; now where left out'),
    basis: z.enum(consentBases).default('consent'),
    language: z.enum(['zh', 'en']).optional(),
    evidence: z.array(z.uuid()).max(5).default([]).describe('Files uploaded to /api/files'),
    guardian: guardian.optional(),
    jurisdiction: soundText(40).optional(),
    validUntil: z.iso.datetime({ offset: true }).optional(),
    note: soundText(500).optional(),
  }),
  example: { purpose: 'marketing', channels: ['email'], state: 'given', how: 'spoken' },
  output: z.object({ id: z.uuid(), records: z.int() }),
})

export const createPreferenceLink = defineAction({
  name: 'create-preference-link',
  label: { zh: '生成偏好页链接', en: 'Make a link to the page of preferences' },
  help: {
    zh: '客户用它看到并改变自己同意了什么，不用登录。',
    en: 'By it customers see and change what they agreed to, without signing in.',
  },
  method: 'POST',
  path: '/customers/:id/preference-link',
  role: 'member',
  about: { customer: 'id' },
  verb: 'read',
  secret: ['url'],
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ url: z.string() }),
})

export const listPurposes = defineQuestion({
  name: 'list-consent-purposes',
  label: { zh: '同意的用途', en: 'Purposes of consent' },
  method: 'GET',
  path: '/consent/purposes',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({ purposes: z.array(purpose.extend({ wordings: z.array(wording) })) }),
})

const named = z.strictObject({ zh: soundText(60).min(1), en: soundText(60).min(1) })
const help = z.union([z.literal(''), soundText(200)])
const helped = z.strictObject({ zh: help, en: help })
const worded = { zh: soundText(2_000).min(1), en: soundText(2_000).min(1) }

export const createPurpose = defineAction({
  name: 'create-consent-purpose',
  label: { zh: '新建同意用途', en: 'Make a purpose of consent' },
  method: 'POST',
  path: '/consent/purposes',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({
    code,
    name: named,
    help: helped,
    channels: z.array(channel),
    kind: z.enum(consentKinds).default('general'),
    optIn: z.boolean().default(true),
    shown: z.boolean().default(true),
    wording: z.strictObject(worded),
  }),
  output: z.object({ code }),
})

export const changePurpose = defineAction({
  name: 'change-consent-purpose',
  label: { zh: '修改同意用途', en: 'Change a purpose of consent' },
  help: { zh: '措辞另发新版本。', en: 'Its wording is published as a version of its own.' },
  method: 'PATCH',
  path: '/consent/purposes/:code',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({
    code,
    name: named.optional(),
    help: helped.optional(),
    channels: z.array(channel).optional(),
    optIn: z.boolean().optional(),
    shown: z.boolean().optional(),
    retired: z.boolean().optional(),
  }),
  output: z.object({ code }),
})

export const publishWording = defineAction({
  name: 'publish-consent-wording',
  label: { zh: '发布新的措辞', en: 'Publish a new wording' },
  help: {
    zh: '处理目的、方式或信息种类变了，须重新征得同意：此前的同意不再算数。',
    en: 'Where purpose, method or kinds of data change, consent is asked anew: earlier ones count no longer.',
  },
  method: 'POST',
  path: '/consent/purposes/:code/wordings',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({
    code,
    ...worded,
    changes: z.array(z.enum(wordingChanges)).min(1),
    asksAnew: z.boolean().optional().describe('Left out: true unless the words alone changed'),
  }),
  output: z.object({ code, version: z.int(), asksAnew: z.boolean() }),
})

export const readConsentSettings = defineQuestion({
  name: 'read-consent-settings',
  label: { zh: '同意设置', en: 'Settings of consent' },
  method: 'GET',
  path: '/consent/settings',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({ age: z.int() }),
})

export const saveConsentSettings = defineAction({
  name: 'save-consent-settings',
  label: { zh: '保存同意设置', en: 'Save the settings of consent' },
  method: 'PUT',
  path: '/consent/settings',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ age: z.literal(agesOfConsent) }),
  output: z.object({ age: z.int() }),
})

export const consentReach = defineQuestion({
  name: 'consent-reach',
  label: { zh: '可以联系多少客户', en: 'How many may be reached' },
  method: 'GET',
  path: '/consent/reach',
  role: 'member',
  about: { customer: null },
  fields: ['consents'],
  input: z.object({}),
  output: z.object({
    customers: z.int(),
    asOf: z.string(),
    lines: z.array(
      z.object({
        purpose: z.string(),
        channel: z.string(),
        optIn: z.boolean(),
        /** Have an address by this channel. */
        addressed: z.int(),
        agreed: z.int(),
        refused: z.int(),
        /** May be written to now: agreed, or for purposes without opt-in not refused. */
        reachable: z.int(),
      }),
    ),
    weeks: z.array(z.object({ week: z.string(), purpose: z.string(), channel: z.string(), given: z.int(), stopped: z.int() })),
  }),
})
