import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'

const words = z.object({ zh: z.string(), en: z.string() })

export const listStepActions = defineQuestion({
  name: 'list-step-actions',
  label: { zh: '可作为旅程步骤的动作', en: 'Actions that may be steps of journeys' },
  help: {
    zh: '名称、说明与设置的 JSON Schema；客户由程序填入。',
    en: 'Name, words and the JSON Schema of the settings; the customer is put in by the program.',
  },
  method: 'GET',
  path: '/journeys/step-actions',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    actions: z.array(z.object({ name: z.string(), label: words, help: words.nullable(), schema: z.record(z.string(), z.unknown()) })),
  }),
})
