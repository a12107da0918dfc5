import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'

export const listProblems = defineQuestion({
  name: 'list-problems',
  label: { zh: '全部出错代码', en: 'All codes of problems' },
  help: {
    zh: '每个 code 的状态码与说明；{花括号} 处填入当时的细节（details）。每个出错回答的 type 指向其中一条。',
    en: 'The status and the words of each `code`; what stands in {braces} is filled in from `details`. The `type` of a refusal leads to its line.',
  },
  method: 'GET',
  path: '/problems',
  role: 'member',
  about: 'nothing',
  input: z.object({ code: z.string().max(100).optional().describe('This one alone · 只要这一个') }),
  output: z.object({ problems: z.array(z.object({ code: z.string(), status: z.int(), words })) }),
})
