import { defineExtension } from '../../core/entity/entity.ts'

const firstHelp = {
  zh: '最早一次带投放标记（utm）的访问或行为',
  en: 'Of the earliest visit or event that came by a marked link (utm)',
}
const lastHelp = {
  zh: '最近一笔消费之前、最后一次带投放标记（utm）的访问或行为；还没有消费的，取最近一次',
  en: 'Of the last visit or event by a marked link (utm) before the newest purchase; of the newest one where nothing was bought yet',
}

/** By which campaign somebody first came to us, and by which they last came before they bought. */
export const campaignTouch = defineExtension({
  of: 'customer',
  table: 'campaign_touches',
  key: 'customer_id',
  fields: {
    firstTouchSource: { type: 'text', label: { zh: '首次触达来源', en: 'First touch: source' }, help: firstHelp, computed: true },
    firstTouchMedium: { type: 'text', label: { zh: '首次触达媒介', en: 'First touch: medium' }, help: firstHelp, computed: true },
    firstTouchCampaign: { type: 'text', label: { zh: '首次触达活动', en: 'First touch: campaign' }, help: firstHelp, computed: true },
    firstTouchAt: { type: 'time', label: { zh: '首次触达时间', en: 'First touch: when' }, help: firstHelp, computed: true },
    lastTouchSource: { type: 'text', label: { zh: '消费前最后触达来源', en: 'Last touch: source' }, help: lastHelp, computed: true },
    lastTouchMedium: { type: 'text', label: { zh: '消费前最后触达媒介', en: 'Last touch: medium' }, help: lastHelp, computed: true },
    lastTouchCampaign: { type: 'text', label: { zh: '消费前最后触达活动', en: 'Last touch: campaign' }, help: lastHelp, computed: true },
    lastTouchAt: { type: 'time', label: { zh: '消费前最后触达时间', en: 'Last touch: when' }, help: lastHelp, computed: true },
  },
})
