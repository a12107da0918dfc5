import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const byApiTrigger = defineTrigger({
  kind: 'api',
  label: { zh: '由其他系统触发', en: 'By another system' },
  help: {
    zh: '由网店、收银或您自己的程序让客户进入，并可带上供模板使用的内容',
    en: 'Your shop, your till or a program of your own lets customers in, with what the templates may use if it likes',
  },
  schema: z.strictObject({ kind: z.literal('api') }),
  open: () => ({ listensTo: null }),
})
