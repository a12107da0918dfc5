import { z } from 'zod'
import { defineAction } from '../../core/action/action.ts'
import { addDays, localDate } from '../../core/kit/local-time.ts'
import { schemeSchema } from './scheme.ts'

const name = z.string().trim().min(1).max(60)

/** What becomes of those whom a new scheme would put lower: the promise of their tier is kept, or they go down at once. */
export const promiseKinds = ['keep', 'at-once'] as const
export const promises = z.enum(promiseKinds)

export const saveTierDraft = defineAction({
  name: 'save-tier-draft',
  label: { zh: '保存分级草稿', en: 'Save a draft of tiers' },
  help: {
    zh: '草稿不影响任何客户。给出 id 与 revision 时修改那份草稿；revision 已旧则拒绝，以免盖掉别人的修改。',
    en: 'A draft concerns nobody. With id and revision it changes that draft; an old revision is refused, so that nobody’s changes are written over.',
  },
  method: 'POST',
  path: '/tiers/drafts',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ id: z.uuid().optional(), revision: z.int().optional(), name, scheme: schemeSchema }),
  output: z.object({ id: z.string(), revision: z.int() }),
})

export const deleteTierDraft = defineAction({
  name: 'delete-tier-draft',
  label: { zh: '删除分级草稿', en: 'Delete a draft of tiers' },
  method: 'DELETE',
  path: '/tiers/drafts/:id',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.object({ id: z.uuid() }),
  output: z.object({ id: z.string() }),
})

export const publishTiers = defineAction({
  name: 'publish-tiers',
  label: { zh: '发布分级方案', en: 'Publish a scheme of tiers' },
  help: {
    zh: '立即按新方案为全部客户定级，旧方案留在历史里。升级立即生效；promises 为 keep 时，会降级的客户按有效期和宽限期保留，at-once 时立即降级。不触发旅程。',
    en: 'Everybody gets their tier by the new scheme at once; the old one stays in the history. Whoever rises does so at once; whoever would fall keeps what was promised (keep) or falls now (at-once). No journey is woken.',
  },
  method: 'POST',
  path: '/tiers/drafts/:id/publish',
  role: 'manager',
  about: 'nothing',
  verb: 'change',
  right: 'settings',
  input: z.object({ id: z.uuid(), revision: z.int(), promises: promises.default('keep') }),
  output: z.object({ version: z.int(), moved: z.int() }),
})

/** As a step of a journey: its end is counted from when somebody comes to it. */
const fixStep = z.strictObject({
  tier: z.string().min(1).max(40).meta({ description: '等级 · Tier', answerOf: 'tier' }),
  days: z.int().min(1).max(730).describe('保持几天 · For so many days'),
  reason: z.string().trim().min(1).max(300).describe('原因 · Reason'),
})

export const fixTier = defineAction({
  name: 'fix-tier',
  label: { zh: '人工指定客户等级', en: 'Fix a customer’s tier' },
  help: {
    zh: '在结束日期（含）之前固定这位客户的等级，不受规则影响；到期后按规则重新定级。可以撤销。',
    en: 'Keeps this customer in a tier to the end of a day, whatever the rules say; then the rules decide again. It can be undone.',
  },
  method: 'POST',
  path: '/customers/:id/tier',
  role: 'manager',
  about: { customer: 'id' },
  verb: 'change',
  fields: ['tier'],
  input: z.object({ id: z.uuid(), tier: z.string().min(1).max(40), until: z.iso.date(), reason: z.string().trim().min(1).max(300) }),
  output: z.object({ tier: z.string() }),
  step: {
    label: { zh: '指定客户等级', en: 'Fix the tier' },
    input: fixStep,
    customer: 'id',
    fill: (input, { now, timeZone }) => {
      const { days, ...rest } = fixStep.parse(input)
      return { ...rest, until: addDays(localDate(now, timeZone), days) }
    },
  },
})

export const releaseTier = defineAction({
  name: 'release-tier',
  label: { zh: '撤销人工指定的等级', en: 'Undo a fixed tier' },
  help: {
    zh: '恢复指定之前的等级与期限，再按规则判定。',
    en: 'The tier and its time are as they were before, and the rules decide again.',
  },
  method: 'DELETE',
  path: '/customers/:id/tier',
  role: 'manager',
  about: { customer: 'id' },
  verb: 'change',
  fields: ['tier'],
  input: z.object({ id: z.uuid() }),
  output: z.object({ tier: z.string() }),
})
