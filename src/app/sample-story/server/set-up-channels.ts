import { addChannelText, createChannelAccount, deleteChannelAccount } from '../../../act/channels/actions.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

type Example = { readonly channel: string; readonly vendor: string; readonly name: Words; readonly cost?: number }

/** One of each, switched off and without keys: to show what there is, and so that nothing can leave by them. */
const examples: readonly Example[] = [
  { channel: 'sms', vendor: 'aliyun-sms', name: { zh: '短信（示例，未启用）', en: 'SMS (sample, switched off)' }, cost: 5 },
  { channel: 'wecom', vendor: 'wecom', name: { zh: '企业微信（示例，未启用）', en: 'WeCom (sample, switched off)' } },
  { channel: 'wechat', vendor: 'wechat-service', name: { zh: '服务号（示例，未启用）', en: 'Service account (sample, switched off)' } },
  {
    channel: 'dingtalk',
    vendor: 'dingtalk-robot',
    name: { zh: '店长群机器人（示例，未启用）', en: 'Robot in the managers’ group (sample, switched off)' },
  },
  { channel: 'webhook', vendor: 'webhook', name: { zh: 'ERP 接口（示例，未启用）', en: 'To the ERP (sample, switched off)' } },
]

export async function setUpChannels(ctx: Ctx, language: Language): Promise<string[]> {
  const ids: string[] = []
  for (const { channel, vendor, name, cost = 0 } of examples) {
    const { id } = await ctx.run(createChannelAccount, { channel, vendor, name: name[language], settings: {}, isOn: false, cost })
    if (channel === 'sms')
      await ctx.run(addChannelText, {
        id,
        code: 'SMS_000000001',
        text: '${name}您好，您订的茶已寄出，单号${number}。',
        purpose: 'service',
      })
    ids.push(id)
  }
  return ids
}

/** What the firm set up and uses meanwhile stays. */
export async function removeChannels(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    try {
      await ctx.run(deleteChannelAccount, { id })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
}
