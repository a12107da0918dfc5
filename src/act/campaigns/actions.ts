import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { campaignStates, editionStates, memberStates } from './campaign.ts'
import { campaignDefinition } from './definition.ts'

const name = z.string().trim().min(1).max(100)
const goal = z.string().trim().max(500).default('').describe('目标，用一句话说 · What it is for, in words')
const named = z.object({ id: z.uuid() })

export const createCampaign = defineAction({
  name: 'create-campaign',
  label: { zh: '新建营销活动', en: 'Create a campaign' },
  help: { zh: '先保存为草稿，启动后才会发送。', en: 'It is kept as a draft and nothing is sent before it is started.' },
  method: 'POST',
  path: '/campaigns',
  role: 'manager',
  about: { campaign: null },
  input: z.strictObject({ name, goal, definition: campaignDefinition }),
  output: named,
})

export const updateCampaign = defineAction({
  name: 'update-campaign',
  label: { zh: '修改营销活动', en: 'Change a campaign' },
  help: {
    zh: '已经开始的，受众、渠道、内容、对照组和按谁的钟点发不能再改，其余可以。',
    en: 'Once it has begun its audience, channel, content, holdout and whose hours it goes by stay; the rest may change.',
  },
  method: 'PUT',
  path: '/campaigns/:id',
  role: 'manager',
  about: { campaign: 'id' },
  input: z.strictObject({ id: z.uuid(), name, goal, definition: campaignDefinition }),
  output: named,
})

export const copyCampaign = defineAction({
  name: 'copy-campaign',
  label: { zh: '复制营销活动', en: 'Copy a campaign' },
  method: 'POST',
  path: '/campaigns/:id/copy',
  role: 'manager',
  about: { campaign: 'id' },
  verb: 'create',
  input: z.strictObject({ id: z.uuid(), name: name.optional() }),
  output: named,
})

export const startCampaign = defineAction({
  name: 'start-campaign',
  label: { zh: '启动营销活动', en: 'Start a campaign' },
  help: {
    zh: '到了时间就锁定受众、抽对照组、交给发件箱。',
    en: 'At its time the audience is fixed, the holdout drawn, and messages are handed to the outbox.',
  },
  method: 'POST',
  path: '/campaigns/:id/start',
  role: 'manager',
  about: { campaign: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: named.extend({ nextAt: z.string().nullable() }),
})

export const pauseCampaign = defineAction({
  name: 'pause-campaign',
  label: { zh: '暂停营销活动', en: 'Pause a campaign' },
  help: { zh: '没交出去的不再交，发件箱里没发的先不发。', en: 'No more is handed to the outbox, and what waits there stays.' },
  method: 'POST',
  path: '/campaigns/:id/pause',
  role: 'manager',
  about: { campaign: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: named,
})

export const resumeCampaign = defineAction({
  name: 'resume-campaign',
  label: { zh: '继续营销活动', en: 'Resume a campaign' },
  method: 'POST',
  path: '/campaigns/:id/resume',
  role: 'manager',
  about: { campaign: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: named,
})

export const stopCampaign = defineAction({
  name: 'stop-campaign',
  label: { zh: '停止营销活动', en: 'Stop a campaign' },
  help: { zh: '立刻停：没发出的全部撤回，不能再继续。', en: 'At once: all that has not left is taken back. It cannot go on.' },
  method: 'POST',
  path: '/campaigns/:id/stop',
  role: 'manager',
  about: { campaign: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: named,
})

export const sendMissed = defineAction({
  name: 'send-missed-campaign',
  label: { zh: '补发错过的一期', en: 'Send a missed edition now' },
  help: {
    zh: '最近一期错过了时间、没有发送：现在锁定受众、抽对照组并发送。错过满一周的不能再补发。',
    en: 'The newest edition missed its time and was not sent: its audience is fixed, the holdout drawn and it is sent now. For a week after it was missed.',
  },
  method: 'POST',
  path: '/campaigns/:id/send-missed',
  role: 'manager',
  about: { campaign: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: named,
})

export const deleteCampaign = defineAction({
  name: 'delete-campaign',
  label: { zh: '删除营销活动', en: 'Delete a campaign' },
  method: 'DELETE',
  path: '/campaigns/:id',
  role: 'manager',
  about: { campaign: 'id' },
  input: named,
  output: named,
})

const counts = z.object({
  audience: z.int(),
  refused: z.int(),
  holdout: z.int(),
  waiting: z.int(),
  queued: z.int(),
  withdrawn: z.int(),
})

const summary = z.object({
  id: z.uuid(),
  name: z.string(),
  goal: z.string(),
  state: z.enum(campaignStates),
  channel: z.string().nullable().describe('读不出来时为空 · Null where it cannot be read'),
  when: campaignDefinition.shape.when.nullable(),
  holdout: z.number(),
  unreadable: z.string().nullable().describe('保存的内容在这里读不出来，活动已停下 · It cannot be read here and stands still'),
  nextAt: z.string().nullable(),
  missedAt: z
    .string()
    .nullable()
    .describe('最近一期错过的发送时间，可以补发 · When the newest edition was to be sent that missed its time and may be sent now'),
  editions: z.int(),
  owner: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  counts,
  messages: z.record(z.string(), z.int()).describe('各状态的消息数 · Messages by state'),
  cost: z.int().describe('至今的花费，最小货币单位 · Spent so far, minor units'),
})

export const listCampaigns = defineQuestion({
  name: 'list-campaigns',
  label: { zh: '营销活动列表', en: 'Campaigns' },
  method: 'GET',
  path: '/campaigns',
  role: 'member',
  about: { campaign: null },
  input: z.object({}),
  output: z.object({ campaigns: z.array(summary) }),
})

const edition = z.object({
  number: z.int(),
  state: z.enum(editionStates),
  plannedAt: z.string(),
  chosen: z.int(),
  drawn: z.int(),
  queued: z.int(),
  startedAt: z.string(),
  preparedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  failure: words.nullable(),
})

export const readCampaign = defineQuestion({
  name: 'read-campaign',
  label: { zh: '营销活动详情', en: 'One campaign' },
  method: 'GET',
  path: '/campaigns/:id',
  role: 'member',
  about: { campaign: 'id' },
  input: named,
  output: summary.extend({
    definition: campaignDefinition,
    accountName: z.string().nullable().describe('指定的渠道账号；空为默认 · The account it names; null for the default one'),
    audienceWords: words,
    variants: z.array(
      z.object({ key: z.string(), templateId: z.uuid(), templateName: z.string().nullable(), subject: z.string().nullable() }),
    ),
    runs: z.array(edition),
    refusals: z.array(z.object({ code: z.string(), words, count: z.int() })),
    skipped: z.array(z.object({ code: z.string(), words, count: z.int() })),
    budgetUsed: z.number().nullable().describe('已用预算的比例 · Share of the budget that is used'),
  }),
})

const member = z.object({
  id: z.guid(),
  customerId: z.guid(),
  customerName: z.string().nullable(),
  campaignId: z.uuid(),
  edition: z.int(),
  arm: z.enum(['treated', 'holdout']).nullable(),
  variant: z.string().nullable(),
  state: z.enum(memberStates),
  reason: words.nullable(),
  enteredAt: z.string(),
  dueAt: z.string().nullable(),
  message: z
    .object({
      id: z.guid(),
      state: z.string(),
      reason: words.nullable(),
      sentAt: z.string().nullable(),
      deliveredAt: z.string().nullable(),
      clickedAt: z.string().nullable(),
      repliedAt: z.string().nullable(),
    })
    .nullable(),
})

/** What became of members, each of which opens its people. */
export const memberOutcomes = [
  'sent',
  'delivered',
  'clicked',
  'replied',
  'bought',
  'skipped',
  'failed',
  'unsubscribed',
  'bounced',
  'complained',
  'refunded',
] as const

/** Which members of a campaign. */
export const memberFilters = {
  edition: z.coerce.number().int().min(1).optional(),
  state: z.enum(memberStates).optional(),
  reason: z.string().max(60).optional(),
  arm: z.enum(['treated', 'holdout']).optional(),
  variant: z.string().max(1).optional(),
  outcome: z.enum(memberOutcomes).optional(),
  days: z.coerce.number().int().min(1).max(90).optional(),
  by: z.enum(['clicked', 'sent']).optional(),
}

export const listMembers = defineQuestion({
  name: 'list-campaign-members',
  label: { zh: '营销活动的客户', en: 'Customers of a campaign' },
  help: { zh: '谁收到，谁没收到，为什么。', en: 'Who got it, who did not, and why.' },
  method: 'GET',
  path: '/campaigns/:id/members',
  people: 'rows',
  role: 'member',
  about: { campaign: 'id' },
  input: z.object({
    id: z.uuid(),
    ...memberFilters,
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ rows: z.array(member), next: z.string().nullable() }),
})

export const customerCampaigns = defineQuestion({
  name: 'list-customer-campaigns',
  label: { zh: '客户参与的营销活动', en: 'Campaigns of a customer' },
  method: 'GET',
  path: '/customers/:id/campaigns',
  role: 'member',
  about: { campaign: null, customer: 'id' },
  input: named,
  output: z.object({ members: z.array(member.extend({ campaignName: z.string().nullable() })) }),
})

const line = z.object({
  variant: z.string().nullable(),
  people: z.int(),
  sent: z.int(),
  delivered: z.int(),
  clicked: z.int(),
  replied: z.int(),
  bought: z.int(),
  revenue: z.int().describe('归因收入减退款，最小货币单位 · Attributed revenue less refunds, minor units'),
  skipped: z.int(),
  failed: z.int(),
  unsubscribed: z.int(),
  bounced: z.int(),
  complained: z.int(),
  refunded: z.int(),
  cost: z.int(),
})

export const campaignResults = defineQuestion({
  name: 'campaign-results',
  label: { zh: '营销活动的归因结果', en: 'Attributed results of a campaign' },
  help: {
    zh: '在窗口内购买、且这是购买前最后一次营销接触的，记到这个活动名下。不等于活动带来的增量。',
    en: 'What was bought within the window, where this was the last marketing before it. This is not what the campaign caused.',
  },
  method: 'GET',
  path: '/campaigns/:id/results',
  role: 'member',
  about: { campaign: 'id' },
  input: z.object({
    id: z.uuid(),
    edition: z.coerce.number().int().min(1).optional(),
    days: z.coerce.number().int().min(1).max(90).optional(),
    by: z.enum(['clicked', 'sent']).optional(),
  }),
  output: z.object({
    asOf: z.string(),
    days: z.int(),
    by: z.enum(['clicked', 'sent']),
    /** Some whose window is not over yet. */
    open: z.int(),
    whole: line,
    variants: z.array(line),
  }),
})
