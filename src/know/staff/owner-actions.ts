import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { soundText } from '../../fields/sound-text.ts'

const id = z.uuid()
const byId = z.strictObject({ id })
const customerIds = z.array(id).min(1).max(5_000)
const reason = soundText(200)
const to = z
  .array(id)
  .max(50)
  .describe('Whom they go to, one after the other in turn; empty: into the public pool · 依次轮流分给；空则退回公海')
const changed = z.object({ changed: z.int().describe('How many have another owner now') })

export const assignOwner = defineAction({
  name: 'assign-owner',
  label: { zh: '指派负责人', en: 'Assign an owner' },
  help: {
    zh: '自己负责的和公海里的客户可以交给任何同事；别人负责的由经理改派。',
    en: 'Anybody may give away what is theirs or in the public pool; what is a colleague’s is given by a manager.',
  },
  method: 'POST',
  path: '/customers/owner',
  role: 'member',
  about: { customer: 'customerIds' },
  verb: 'assign',
  input: z.strictObject({ customerIds, to, reason: reason.nullable().optional() }),
  output: changed,
})

export const assignByRule = defineAction({
  name: 'assign-by-rule',
  label: { zh: '为符合条件的客户指派负责人', en: 'Assign an owner to everybody who fits' },
  help: {
    zh: '在后台一批一批进行，可以离开页面，也可以停止。',
    en: 'Goes on in the background, a portion at a time; it can be left, and stopped.',
  },
  method: 'POST',
  path: '/customers/owner/rounds',
  role: 'manager',
  about: { customer: '*' },
  verb: 'assign',
  input: z.strictObject({ rule: ruleSchema, search: z.string().max(100).optional(), to, reason: reason.nullable().optional() }),
  output: z.object({ id, of: z.int().describe('How many fit now') }),
})

export const stopOwnerRound = defineAction({
  name: 'stop-owner-round',
  label: { zh: '停止批量指派', en: 'Stop assigning' },
  method: 'POST',
  path: '/owner-rounds/:id/stop',
  role: 'manager',
  about: { customer: '*' },
  verb: 'assign',
  input: byId,
  output: z.object({ id }),
})

export const listOwnerRounds = defineQuestion({
  name: 'list-owner-rounds',
  label: { zh: '批量指派的进度', en: 'Progress of assigning' },
  help: { zh: '正在进行的和最近结束的。', en: 'Those under way, and the last that ended.' },
  method: 'GET',
  path: '/owner-rounds',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({}),
  output: z.object({
    rounds: z.array(
      z.object({
        id,
        state: z.enum(['running', 'done', 'stopped']),
        to: z.array(z.string()).describe('Names; empty: into the public pool'),
        seen: z.int(),
        changed: z.int(),
        of: z.int(),
        byName: z.string(),
        createdAt: z.string(),
      }),
    ),
  }),
})

export const claimFromPool = defineAction({
  name: 'claim-from-pool',
  label: { zh: '从公海领取', en: 'Claim from the public pool' },
  help: {
    zh: '把没有负责人的客户归到自己名下；两人同时领取时，先到者得。',
    en: 'Takes customers whom nobody looks after; of two who claim at once, one gets them.',
  },
  method: 'POST',
  path: '/customers/claim',
  role: 'member',
  about: { customer: 'customerIds' },
  verb: 'assign',
  input: z.strictObject({ customerIds }),
  output: z.object({ claimed: z.int(), taken: z.int().describe('Already somebody’s') }),
})

export const returnToPool = defineAction({
  name: 'return-to-pool',
  label: { zh: '退回公海', en: 'Return to the public pool' },
  help: { zh: '写明原因，之后谁都可以领取。', en: 'With a reason; then anybody may claim them.' },
  method: 'POST',
  path: '/customers/return',
  role: 'member',
  about: { customer: 'customerIds' },
  verb: 'assign',
  input: z.strictObject({ customerIds, reason }),
  output: changed,
})
