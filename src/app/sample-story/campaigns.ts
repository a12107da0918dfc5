import type { Language, Words } from '../../core/kit/words.ts'
import type { Rule } from '../../core/rule/rule.ts'
import { storyJourneys } from './journeys.ts'
import { reachable } from './segments.ts'

/** The sample shop's campaigns: one that is over by today, and one to come. */
export const storyCampaigns = {
  autumn: {
    name: { zh: '秋茶尝鲜（示例）', en: 'A taste of the autumn tea (sample)' },
    goal: { zh: '让近三个月来过的茶友尝一尝秋茶', en: 'Let those who came in the last three months taste the autumn tea' },
  },
  festive: {
    name: { zh: '年货预告（示例）', en: 'Presents for the New Year (sample)' },
    goal: { zh: '提前一周告诉大家年货礼盒上架', en: 'Tell everybody a week ahead that the gift boxes are here' },
  },
} as const satisfies Record<string, { readonly name: Words; readonly goal: Words }>

export const campaignTemplate = {
  name: { zh: '秋茶到店（示例）', en: 'The autumn tea is in (sample)' },
  subject: { zh: '{{ name | default: "茶友" }}，秋茶到店了', en: '{{ name | default: "Dear friend" }}, the autumn tea is in' },
  body: {
    zh: '{{ name | default: "茶友" }}，您好：\n\n今年的秋铁观音和秋白茶到店了。**凭这封邮件到店，先尝后买**。\n\n{{ shopName }}',
    en: 'Dear {{ name | default: "friend" }},\n\nThis year’s autumn oolong and white tea have come in. **Bring this mail and taste before you buy.**\n\n{{ shopName }}',
  },
} as const satisfies Record<string, Words>

/** Who came lately and is not in the journey that wakes sleepers, whose result must stay its own. */
export const autumnAudience = (language: Language): Rule => ({
  all: [
    ...('all' in reachable ? reachable.all : [reachable]),
    { field: 'lastPurchaseAt', op: 'in-the-last', value: { amount: 90, unit: 'days' } },
    { not: { did: 'journey.entered', where: { field: 'name', op: 'is', value: storyJourneys.wake.name[language] } } },
  ],
})
