import type { Fields } from '../../core/entity/field.ts'
import { defineEvent } from '../../core/event/event.ts'
import { memberArms } from './campaign.ts'
import { memberReasonOptions } from './why-member.ts'

const payload = {
  campaign: { type: 'text', to: 'campaign', label: { zh: '哪个营销活动', en: 'Which campaign' } },
  name: { type: 'text', label: { zh: '活动名称', en: 'Name of the campaign' } },
  edition: { type: 'number', label: { zh: '第几期', en: 'Edition' } },
  reason: { type: 'choice', label: { zh: '原因', en: 'Reason' }, options: memberReasonOptions },
} satisfies Fields

export const campaignEntered = defineEvent({
  name: 'campaign.entered',
  label: { zh: '进入营销活动', en: 'Campaign entered' },
  sentence: { zh: '进入营销活动“{name}”（{arm}）', en: 'Entered the campaign “{name}” ({arm})' },
  payload: {
    ...payload,
    arm: { type: 'choice', label: { zh: '分组', en: 'Arm' }, options: memberArms },
    variant: { type: 'text', label: { zh: '内容版本', en: 'Variant' } },
  },
  tone: 'purple',
})

export const campaignEnded = defineEvent({
  name: 'campaign.ended',
  label: { zh: '退出营销活动', en: 'Taken out of a campaign' },
  sentence: { zh: '没有收到营销活动“{name}”：{reason}', en: 'Did not get the campaign “{name}”: {reason}' },
  payload,
})
