import { days, send } from './parts.ts'
import type { ReadyJourney, ReadyMessage } from './ready-journey.ts'

/** The same wishes for those who count by the sun and by the moon. */
export const wishes = (name: ReadyMessage['name']): ReadyMessage => ({
  name,
  kind: 'marketing',
  subject: { zh: '{{ name | default: "朋友" }}，生日快乐', en: 'Happy birthday, {{ name | default: "dear friend" }}' },
  body: {
    zh: '{{ name | default: "朋友" }}，生日快乐！\n\n感谢您一路相伴。祝您新的一岁平安顺意。\n\n这一周内下单，备注“**生日**”，随单附上我们的一份心意。\n\n{{ shopName }}',
    en: 'Happy birthday, {{ name | default: "dear friend" }}!\n\nThank you for being with us. We wish you health and joy in your new year.\n\nWrite “**birthday**” on an order within a week and a present comes with it.\n\n{{ shopName }}',
  },
})

export const birthday: ReadyJourney = {
  key: 'birthday',
  group: 'days',
  name: { zh: '生日', en: 'Birthday' },
  what: {
    zh: '生日当天早上送上祝福；2 月 29 日出生的，平年在 2 月 28 日。',
    en: 'Wishes on the morning of the birthday; those born on 29 February have theirs on the 28th in common years.',
  },
  effect: {
    zh: '主要是情分：客户会记得。生日人数每天不多，销售上的增量要攒一年才看得清。',
    en: 'It is mostly kindness, and remembered. Few have their birthday on one day, so an effect on sales takes a year to show.',
  },
  needs: [
    {
      kind: 'field',
      field: 'birthday',
      how: { zh: '建档、导入或问卷时收集生日。', en: 'Collect birthdays when adding or importing customers.' },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: { wishes: wishes({ zh: '生日祝福', en: 'Birthday wishes' }) },
  definition: {
    trigger: { kind: 'date', field: 'birthday', repeat: 'yearly', days: 0, time: '09:30', leapDay: 'feb-28' },
    reentry: { after: days(300) },
    holdout: 10,
    intent: { zh: '生日', en: 'birthday' },
    priority: 80,
    steps: [send('wishes', 'wishes')],
  },
}
