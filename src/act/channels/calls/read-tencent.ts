import { z } from 'zod'
import type { Heard } from '../heard.ts'
import { beijingTime } from './read-aliyun.ts'

/** Tencent Cloud: “短信下发状态通知”. */
const receipts = z
  .array(
    z.object({
      user_receive_time: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
      report_status: z.enum(['SUCCESS', 'FAIL']),
      errmsg: z.string().default(''),
      description: z.string().default(''),
      sid: z.string().min(1),
    }),
  )
  .max(1_000)

/** Tencent Cloud: “短信回复通知”. */
const reply = z.object({
  mobile: z.string().regex(/^\d{5,20}$/),
  nationcode: z.string().regex(/^\d{1,4}$/),
  text: z.string(),
  time: z.number().int().positive(),
})

/** @returns null for anything else than its two calls */
export function readTencent(value: unknown): Heard[] | null {
  const said = reply.safeParse(value)
  if (said.success) {
    const { mobile, nationcode, text, time } = said.data
    const address = `+${nationcode}${mobile}`
    return [{ kind: 'word', address, said: text, at: new Date(time * 1_000), key: `word:${address}:${time}:${text}` }]
  }
  const told = receipts.safeParse(value)
  if (!told.success) return null
  return told.data.map(({ sid, report_status, errmsg, description, user_receive_time }) => ({
    kind: 'receipt',
    reference: sid,
    delivered: report_status === 'SUCCESS',
    code: errmsg,
    said: description,
    at: beijingTime(user_receive_time),
    key: `receipt:${sid}:${report_status}`,
  }))
}
