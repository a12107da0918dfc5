import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const byApiTrigger = defineTrigger({
  kind: 'api',
  label: { zh: '由其他系统触发', en: 'By another system' },
  help: {
    zh: '其他系统调用 POST /api/journeys/{id}/enter，并可带上供模板使用的内容',
    en: 'Another system calls POST /api/journeys/{id}/enter, with what the templates may use if it likes',
  },
  schema: z.strictObject({ kind: z.literal('api') }),
  open: () => ({ listensTo: null }),
})
