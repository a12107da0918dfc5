import type { Words } from '../core/kit/words.ts'
import type { RaisedAlarm } from '../know/audit/server/watch-reading.ts'
import { mailOwners } from '../know/shop/server/mail-owners.ts'
import type { Services } from '../platform/actions/services.ts'

const mailWords = {
  subject: { zh: '提醒：{name} 一小时内查看了 {records} 条客户资料', en: 'Alarm: {name} read {records} records within an hour' },
  body: {
    zh: '{name} 在一小时内查看了 {records} 条客户资料，平时每小时约 {usual} 条。\n\n请打开 {address} 核实：如果不是本人所为，可以一键结束其全部登录和密钥。',
    en: '{name} read {records} records within an hour; {usual} an hour are usual.\n\nOpen {address} to look into it: if it was not them, end all of their sessions and keys there with one click.',
  },
} satisfies Record<string, Words>

/** Mails the owners that somebody reads far more than they are used to; the home page and the audit tell it anyway. */
export async function tellAlarm(services: Services, { actorName, records, usual }: RaisedAlarm): Promise<void> {
  try {
    await mailOwners(services, mailWords.subject, mailWords.body, {
      name: actorName,
      records,
      usual,
      address: `${services.publicUrl()}/audit`,
    })
  } catch (error) {
    services.log.error({ err: error }, 'the owners could not be mailed about an alarm')
  }
}
