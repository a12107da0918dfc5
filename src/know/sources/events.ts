import type { Fields } from '../../core/entity/field.ts'
import { defineEvent } from '../../core/event/event.ts'

/** The campaign that led to it, as its links are marked. */
const campaign = {
  utmSource: { type: 'text', label: { zh: '投放来源 utm_source', en: 'utm_source' } },
  utmMedium: { type: 'text', label: { zh: '投放媒介 utm_medium', en: 'utm_medium' } },
  utmCampaign: { type: 'text', label: { zh: '投放活动 utm_campaign', en: 'utm_campaign' } },
  utmTerm: { type: 'text', label: { zh: '关键词 utm_term', en: 'utm_term' } },
  utmContent: { type: 'text', label: { zh: '投放内容 utm_content', en: 'utm_content' } },
} satisfies Fields

/** What a person did in the shop's own software, in that software's words; the properties stand beside it as they came. */
export const tracked = defineEvent({
  name: 'tracked',
  isDoing: true,
  label: { zh: '行为', en: 'Tracked event' },
  sentence: { zh: '{event}', en: '{event}' },
  payload: { event: { type: 'text', label: { zh: '行为名称', en: 'Event' } }, ...campaign },
})

export const pageViewed = defineEvent({
  name: 'page.viewed',
  isDoing: true,
  label: { zh: '浏览网页', en: 'Viewed a page' },
  sentence: { zh: '浏览网页：{name}', en: 'Viewed the page {name}' },
  payload: {
    name: { type: 'text', label: { zh: '网页名称', en: 'Page' } },
    path: { type: 'text', label: { zh: '路径', en: 'Path' } },
    url: { type: 'text', label: { zh: '网址', en: 'Address' } },
    title: { type: 'text', label: { zh: '标题', en: 'Title' } },
    referrer: { type: 'text', label: { zh: '从哪里来', en: 'Referrer' } },
    ...campaign,
  },
})

export const screenViewed = defineEvent({
  name: 'screen.viewed',
  isDoing: true,
  label: { zh: '浏览应用界面', en: 'Viewed a screen' },
  sentence: { zh: '浏览应用界面：{name}', en: 'Viewed the screen {name}' },
  payload: { name: { type: 'text', label: { zh: '界面名称', en: 'Screen' } }, ...campaign },
})

export const groupJoined = defineEvent({
  name: 'group.joined',
  label: { zh: '归属企业', en: 'Belongs to a company' },
  sentence: { zh: '外部系统报来：属于 {group}', en: 'The shop’s software said: belongs to {group}' },
  payload: {
    group: { type: 'text', label: { zh: '企业', en: 'Company' } },
    groupId: { type: 'text', label: { zh: '企业编号', en: 'Company id' } },
  },
})

/** The shop's software said who somebody is. All traits are kept here, those that no field of ours holds included. */
export const identified = defineEvent({
  name: 'identified',
  label: { zh: '身份识别', en: 'Identified' },
  sentence: { zh: '外部系统报来客户资料', en: 'The shop’s software sent this customer’s details' },
  payload: {},
  askable: false,
})
