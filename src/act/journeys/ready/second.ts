import { bestHour, days, send, untilBought, until, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const second: ReadyJourney = {
  key: 'second',
  group: 'shopping',
  name: { zh: '首购→二购', en: 'From the first order to the second' },
  what: {
    zh: '第一次消费后一周道谢，第三周推荐合适的，第五周给一个回来的理由；一旦再次消费就停下。',
    en: 'Thanks a week after the first order, suggests something in the third week and gives a reason to return in the fifth. A second order ends it.',
  },
  effect: {
    zh: '买过第二次的客户留下来的可能大得多，但这多半因为他们本来就喜欢；旅程真正多带来的二购要看对照组。',
    en: 'Those who buy twice stay far more often, mostly because they liked it to begin with. What the journey adds is told by the holdout.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'purchase.made',
      how: { zh: '导入或接入订单即可：“从文件导入”，或“数据来源”。', en: 'Import orders, or let them come by a source.' },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: {
    thanks: {
      name: { zh: '首购→二购：道谢', en: 'Second order: thanks' },
      kind: 'marketing',
      subject: { zh: '谢谢您选了{{ shopName }}', en: 'Thank you for choosing {{ shopName }}' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n谢谢您第一次光顾。用得还习惯吗？有不满意的地方，请直接回复这封信，我们来处理。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nThank you for your first order. Does it suit you? If anything is not right, answer this mail and we see to it.\n\n{{ shopName }}',
      },
    },
    suggest: {
      name: { zh: '首购→二购：推荐', en: 'Second order: suggestion' },
      kind: 'marketing',
      subject: { zh: '和您上次买的很搭', en: 'Goes well with your last order' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n{% if likelyProducts %}常和您上次买的一起选的有：**{{ likelyProducts }}**。{% else %}买过同一款的客人，第二次常会换一款试试。{% endif %}\n\n想先问问再买，回复这封信就好。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\n{% if likelyProducts %}Often chosen together with what you bought: **{{ likelyProducts }}**.{% else %}Those who began as you did often try another one next.{% endif %}\n\nQuestions first? Just answer this mail.\n\n{{ shopName }}',
      },
    },
    reason: {
      name: { zh: '首购→二购：回来的理由', en: 'Second order: a reason to return' },
      kind: 'marketing',
      subject: { zh: '第二次来，有一份小心意', en: 'Something small for your second order' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n距离您第一次来已经一个多月了。一个月内再下单，备注“**回头客**”，随单附上一份小礼物。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nYour first order was over a month ago. Write “**back again**” on your next one within a month and a small present comes with it.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'stage', stages: ['first'] },
    reentry: 'once',
    holdout: 10,
    goal: untilBought,
    intent: { zh: '复购', en: 'repeat' },
    priority: 50,
    steps: [
      wait('week', days(7), 'morning'),
      until('morning', '10:00', 'thanks'),
      send('thanks', 'thanks', 'two-weeks'),
      wait('two-weeks', days(14), 'their-hour'),
      bestHour('their-hour', 'suggest'),
      send('suggest', 'suggest', 'two-more'),
      wait('two-more', days(14), 'reason'),
      send('reason', 'reason'),
    ],
  },
}
