import { defineEvent } from '../../core/event/event.ts'

/** What a person did in the shop's own software, in that software's words; the properties stand beside it as they came. */
export const tracked = defineEvent({
  name: 'tracked',
  label: { zh: '行为', en: 'Tracked event' },
  sentence: { zh: '{event}', en: '{event}' },
  payload: { event: { type: 'text', label: { zh: '行为名称', en: 'Event' } } },
})

/** The shop's software said who somebody is. All traits are kept here, those that no field of ours holds included. */
export const identified = defineEvent({
  name: 'identified',
  label: { zh: '身份识别', en: 'Identified' },
  sentence: { zh: '外部系统报来客户资料', en: 'The shop’s software sent this customer’s details' },
  payload: {},
  askable: false,
})
