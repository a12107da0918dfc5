import { z } from 'zod'
import { instantOf } from '../../../core/kit/local-time.ts'
import { isLotId } from '../../../core/kit/lot-id.ts'
import { type Heard, vendorZone } from '../heard.ts'

const time = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
const phone = z.string().regex(/^\+?\d{5,20}$/)

/** Alibaba Cloud: “SmsReport 短信状态报告”. */
const receipt = z.object({
  phone_number: phone,
  report_time: time,
  success: z.boolean(),
  err_code: z.string().default(''),
  err_msg: z.string().default(''),
  biz_id: z.string().optional(),
  out_id: z.string().optional(),
})

/** Alibaba Cloud: “SmsUp 上行短信消息”. */
const word = z.object({
  phone_number: phone,
  send_time: time,
  content: z.string(),
  sequence_id: z.union([z.string(), z.number()]).optional(),
})

const list = z.array(z.unknown()).max(1_000)

export function beijingTime(text: string): Date {
  const [date = '', clock = ''] = text.split(' ')
  return new Date(instantOf(date, clock.slice(0, 5), vendorZone).getTime() + Number(clock.slice(6)) * 1_000)
}

/** As people in China write a number: without the country, unless it is another’s. */
export const chinesePhone = (text: string) => {
  const bare = text.replace(/^\+|^00/, '')
  return /^1\d{10}$/.test(bare) ? `+86${bare}` : `+${bare}`
}

/** Of a message that went alone our id came along; of one of many the id of its lot, and the phone tells which. */
function nameOf(phoneNumber: string, bizId: string | undefined, outId: string | undefined) {
  if (outId !== undefined && isLotId(outId)) return { reference: outId, phone: phoneNumber }
  return { ...(bizId === undefined ? {} : { reference: bizId }), ...(outId === undefined ? {} : { messageId: outId }) }
}

/** Receipts and replies come to one address, as lists. @returns null for anything else */
export function readAliyun(value: unknown): Heard[] | null {
  const all = list.safeParse(value)
  if (!all.success) return null
  return all.data.flatMap((one): Heard[] => {
    const said = word.safeParse(one)
    if (said.success) {
      const { phone_number, content, send_time, sequence_id } = said.data
      const address = chinesePhone(phone_number)
      return [
        {
          kind: 'word',
          address,
          said: content,
          at: beijingTime(send_time),
          key: `word:${sequence_id ?? `${address}:${send_time}:${content}`}`,
        },
      ]
    }
    const told = receipt.safeParse(one)
    if (!told.success) return []
    const { biz_id, out_id, success, err_code, err_msg, report_time, phone_number } = told.data
    return [
      {
        kind: 'receipt',
        ...nameOf(phone_number, biz_id, out_id),
        delivered: success,
        code: err_code,
        said: err_msg,
        at: beijingTime(report_time),
        key: `receipt:${biz_id ?? out_id ?? ''}:${phone_number}:${success}`,
      },
    ]
  })
}
