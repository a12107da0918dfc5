import { days, send } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const festival: ReadyJourney = {
  key: 'festival',
  group: 'days',
  name: { zh: '节日问候', en: 'Festival greetings' },
  what: {
    zh: '春节、端午、中秋、国庆前三天，给一年内消费过的客户送上问候，顺带提醒物流停运。',
    en: 'Three days before Spring Festival, Dragon Boat, Mid-Autumn and National Day, greetings to those who bought within a year, with a word on when parcels stop.',
  },
  effect: {
    zh: '节前本来就是旺季，前后对比会大大高估；只有对照组能说清多带来了多少。',
    en: 'The days before a festival are busy anyhow: comparing before and after flatters it greatly. Only the holdout can tell.',
  },
  needs: [{ kind: 'mail' }, { kind: 'consent', purpose: 'marketing' }],
  messages: {
    greeting: {
      name: { zh: '节日问候', en: 'Festival greetings' },
      kind: 'marketing',
      subject: { zh: '{{ name | default: "朋友" }}，节日快乐', en: 'Season’s greetings, {{ name | default: "dear friend" }}' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n节日将近，{{ shopName }}祝您和家人团圆安康。\n\n节日期间物流会慢一些，想赶在节前收到，请这两天下单。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nThe holidays are near, and {{ shopName }} wishes you and your family well.\n\nParcels are slower over the holidays: to have yours in time, please order in the next two days.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: {
      kind: 'festival',
      festivals: ['spring-festival', 'dragon-boat', 'mid-autumn', 'national-day'],
      days: -3,
      time: '10:00',
      workdays: 'any',
    },
    audience: { field: 'lastPurchaseAt', op: 'in-the-last', value: days(365) },
    reentry: { after: days(20) },
    holdout: 10,
    intent: { zh: '节日', en: 'festival' },
    priority: 40,
    steps: [send('greeting', 'greeting')],
  },
}
