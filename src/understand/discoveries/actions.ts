import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { factsSchema, lookedSchema, muteReasons } from './discovery.ts'

// What is found is counted over all customers, so it is for whoever may see all of them.
const all = { role: 'member', about: { customer: '*' } } as const

export const readDiscoveries = defineQuestion({
  ...all,
  name: 'read-discoveries',
  fields: ['spend'],
  label: { zh: '发现', en: 'Discoveries' },
  help: {
    zh: '一周里值得注意的事，每条附样本数、区间和比较对象；没有的话说明看过哪些。省略 week 为最近一周。',
    en: 'What was worth knowing of a week, each with its sample, interval and what it is compared with; where nothing was, what was looked at. Without `week` the newest.',
  },
  method: 'GET',
  path: '/discoveries',
  input: z.object({ week: z.iso.date().optional() }),
  output: z.object({
    week: z
      .object({
        week: z.string(),
        until: z.string(),
        state: z.enum(['waiting', 'done']),
        looked: z.array(lookedSchema),
        endedAt: z.string().nullable(),
      })
      .nullable()
      .describe('Null before the first looking'),
    weeks: z.array(z.object({ week: z.string(), found: z.int() })),
    found: z.array(
      z.object({
        id: z.uuid(),
        kind: z.string(),
        key: z.string(),
        facts: factsSchema,
        rule: ruleSchema,
        isNew: z.boolean().describe('Not told of in the week before'),
      }),
    ),
    muted: z.array(
      z.object({
        kind: z.string(),
        key: z.string(),
        name: factsSchema.shape.name,
        reason: z.enum(muteReasons),
        note: z.string().nullable(),
        by: z.string().nullable(),
        at: z.string(),
      }),
    ),
  }),
})

export const lookForDiscoveries = defineAction({
  ...all,
  name: 'look-for-discoveries',
  label: { zh: '现在查看', en: 'Look now' },
  help: { zh: '不等下周一，用到此刻为止的 7 天重新查看。', en: 'Looks at the seven days up to now, without waiting for Monday.' },
  method: 'POST',
  path: '/discoveries/look',
  verb: 'read',
  role: 'manager',
  input: z.strictObject({}),
  output: z.object({ week: z.string() }),
})

export const muteDiscovery = defineAction({
  ...all,
  name: 'mute-discovery',
  label: { zh: '不再提示', en: 'Do not tell again' },
  method: 'POST',
  path: '/discoveries/mute',
  verb: 'read',
  role: 'manager',
  input: z.strictObject({ discovery: z.uuid(), reason: z.enum(muteReasons), note: soundText(300).nullable().default(null) }),
  output: z.object({ kind: z.string(), key: z.string() }),
})

export const unmuteDiscovery = defineAction({
  ...all,
  name: 'unmute-discovery',
  label: { zh: '恢复提示', en: 'Tell again' },
  method: 'POST',
  path: '/discoveries/unmute',
  verb: 'read',
  role: 'manager',
  input: z.strictObject({ kind: z.string().max(60), key: z.string().max(300) }),
  output: z.object({}),
})
