import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'

const targets = z
  .record(z.string().max(40), z.string().max(40).nullable())
  .default({})
  .describe('旧步骤 → 新步骤；null 为离开旅程。同名的步骤不必写 · From step to step; null leaves. Steps of the same name need none')

export const previewMove = defineQuestion({
  name: 'preview-journey-move',
  label: { zh: '预览改走新版本', en: 'Preview a move to the new version' },
  help: {
    zh: '还在旧版本里的客户各停在哪一步，移到新版本后在哪一步。',
    en: 'At which steps those inside older versions stand, and where each would go.',
  },
  method: 'POST',
  path: '/journeys/:id/move/preview',
  role: 'member',
  about: { journey: 'id' },
  input: z.strictObject({ id: z.uuid(), targets }),
  output: z.object({
    version: z.int(),
    people: z.int(),
    steps: z.array(
      z.object({
        version: z.int(),
        step: z.string(),
        kind: z.string().nullable(),
        written: z
          .looseObject({})
          .nullable()
          .describe('旧版本里这一步的写法，读不出来时为空 · The step as the older version has it; null where it cannot be read'),
        people: z.int(),
        to: z.string().nullable().describe('null：离开，或还没有选 · leaves, or is not chosen yet'),
        needsTarget: z.boolean(),
        keepsWaiting: z.boolean().describe('同一个等待，接着等 · The same wait goes on'),
      }),
    ),
  }),
})

export const moveRuns = defineAction({
  name: 'move-journey-runs',
  label: { zh: '让旧版本里的客户改走新版本', en: 'Move those inside to the new version' },
  help: {
    zh: '一批一批进行；还停在同名步骤的客户接着等，步骤已取消的按指定的去处走。',
    en: 'A portion at a time. Whoever stands at a step of the same name goes on waiting; those of steps that are gone go where it is said.',
  },
  method: 'POST',
  path: '/journeys/:id/move',
  role: 'manager',
  about: { journey: 'id' },
  input: z.strictObject({ id: z.uuid(), targets }),
  output: z.object({ moved: z.int(), more: z.boolean() }),
})
