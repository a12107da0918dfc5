import { days, send } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const anniversary: ReadyJourney = {
  key: 'anniversary',
  group: 'days',
  name: { zh: '会员纪念日', en: 'Anniversary' },
  what: {
    zh: '每年首次消费的那一天，感谢客户又陪伴了一年，并告诉他一共买过多少次。',
    en: 'Every year on the day of the first purchase: thanks for another year, with how often they have bought.',
  },
  effect: {
    zh: '对老客户是一份被记得的感觉；销售上的增量通常不大。',
    en: 'Regulars feel remembered; its effect on sales is usually small.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'purchase.made',
      how: {
        zh: '导入或接入订单即可，首次消费日期由系统算出。',
        en: 'Import orders or let them come by a source; the first purchase is worked out from them.',
      },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: {
    thanks: {
      name: { zh: '会员纪念日', en: 'Anniversary' },
      kind: 'marketing',
      subject: { zh: '又一年了，谢谢您', en: 'Another year: thank you' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n今天是您第一次光顾{{ shopName }}的纪念日。{% if purchaseCount %}到今天，您一共来过 **{{ purchaseCount }}** 次。{% endif %}谢谢您的信任。\n\n这一周内下单，备注“**纪念日**”，随单附上一份给老朋友的心意。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nOn this day you first came to {{ shopName }}. {% if purchaseCount %}You have bought from us **{{ purchaseCount }}** times by now. {% endif %}Thank you for your trust.\n\nWrite “**anniversary**” on an order within a week and something for an old friend comes with it.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'date', field: 'firstPurchaseAt', repeat: 'yearly', days: 0, time: '10:00', leapDay: 'feb-28' },
    audience: { field: 'lastPurchaseAt', op: 'in-the-last', value: days(730) },
    reentry: { after: days(300) },
    holdout: 10,
    intent: { zh: '纪念日', en: 'anniversary' },
    priority: 45,
    steps: [send('thanks', 'thanks')],
  },
}
