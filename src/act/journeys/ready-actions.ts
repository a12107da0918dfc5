import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'

export const listReadyJourneys = defineQuestion({
  name: 'list-ready-journeys',
  label: { zh: '现成的旅程', en: 'Ready journeys' },
  help: {
    zh: '每个现成旅程需要什么，这里有没有。',
    en: 'What each ready journey needs, and whether it is there.',
  },
  method: 'GET',
  path: '/ready-journeys',
  role: 'member',
  about: { journey: null },
  input: z.object({}),
  output: z.object({
    journeys: z.array(
      z.object({
        key: z.string(),
        needs: z.array(
          z.object({
            met: z.boolean().nullable().describe('null：您的角色看不到 · Null, as the count: hidden from the reader’s role'),
            count: z
              .int()
              .nullable()
              .describe(
                '近 90 天的行为数、已填写的客户数或已同意的客户数，数到 1000 为止 · Facts of 90 days, customers with the field or who agreed; 1000 at most',
              ),
          }),
        ),
        instead: z.boolean().describe('需要的还没有，会用另一种做法 · Made the other way for now'),
      }),
    ),
  }),
})

export const createReadyJourney = defineAction({
  name: 'create-ready-journey',
  label: { zh: '照现成的建旅程', en: 'Make a ready journey' },
  help: {
    zh: '同时建好它的消息模板，都是草稿，可以再改；启动前什么都不会发生。',
    en: 'Its templates are made too. All are drafts to be changed; nothing happens before it is started.',
  },
  method: 'POST',
  path: '/ready-journeys',
  role: 'manager',
  about: { journey: null, template: null },
  input: z.strictObject({
    key: z.string().max(40),
    language: z.enum(['zh', 'en']).default('zh'),
    name: z.string().trim().min(1).max(100).optional(),
  }),
  output: z.object({ id: z.uuid(), templates: z.array(z.uuid()) }),
})

const checkStates = ['fine', 'attention', 'missing'] as const

export const checkJourney = defineQuestion({
  name: 'check-journey',
  label: { zh: '启动前检查', en: 'Check a journey before the start' },
  help: {
    zh: '缺什么、会不会和别的旅程互相触发或争抢同一批客户。',
    en: 'What is missing, and whether it sets off other journeys or wants the same customers.',
  },
  method: 'GET',
  path: '/journeys/:id/checks',
  role: 'member',
  about: { journey: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({
    checks: z.array(z.object({ code: z.string(), state: z.enum(checkStates), words, link: z.string().nullable() })),
    loops: z.array(z.object({ names: z.array(z.string()) })),
    overlaps: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        inside: z.int(),
        why: z.enum(['intent', 'trigger']).describe('同一意图，或由同一件事触发 · The same intent, or set off by the same'),
        goesBefore: z.boolean().describe('它的优先级更高 · It has the higher priority'),
      }),
    ),
  }),
})
