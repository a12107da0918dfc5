import { bestHour, days, send, untilBought, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const wake: ReadyJourney = {
  key: 'wake',
  group: 'back',
  name: { zh: '沉睡唤醒', en: 'Wake the quiet' },
  what: {
    zh: '客户进入沉睡阶段时问候一次，两周后介绍新品，再两周给一个理由；一消费就停下。',
    en: 'A greeting when a customer goes quiet, what is new two weeks later, a reason to come after two more. A purchase ends it.',
  },
  effect: {
    zh: '大多数沉睡的客户不会因为几封信回来，能多回来百分之一二已经不错；请耐心看对照组。',
    en: 'Most of the quiet do not return for a few mails; one or two more in a hundred is good. Give the holdout time.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'purchase.made',
      how: {
        zh: '导入或接入订单，生命周期阶段才算得出来。',
        en: 'Import orders or let them come by a source, so that stages can be worked out.',
      },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: {
    hello: {
      name: { zh: '沉睡唤醒：好久不见', en: 'Wake: long time no see' },
      kind: 'marketing',
      subject: { zh: '{{ name | default: "朋友" }}，好久不见', en: 'Long time no see, {{ name | default: "dear friend" }}' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n有一阵子没见到您了，一切都好吗？\n\n如果上次有什么不满意，请回复这封信告诉我们；如果只是忙，有空回来看看。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nIt has been a while. Is all well?\n\nIf something was not right last time, please answer this mail; if you were just busy, look in when you have a moment.\n\n{{ shopName }}',
      },
    },
    news: {
      name: { zh: '沉睡唤醒：有什么新的', en: 'Wake: what is new' },
      kind: 'marketing',
      subject: { zh: '您没来的时候，店里上了这些新品', en: 'New since you were here' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n您没来的这段时间，店里上了不少新品。{% if likelyProducts %}和您以前买的相近的有：**{{ likelyProducts }}**。{% endif %}\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nThe shop has changed since you were here.{% if likelyProducts %} Close to what you used to buy: **{{ likelyProducts }}**.{% endif %}\n\n{{ shopName }}',
      },
    },
    reason: {
      name: { zh: '沉睡唤醒：一份心意', en: 'Wake: a reason to come' },
      kind: 'marketing',
      subject: { zh: '给老朋友留的一份', en: 'Kept for an old friend' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n我们给老朋友备了一份心意：两周内下单，备注“**老朋友**”，随单附上。\n\n如果不想再收到，信末可以退订，我们不会介意。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nSomething is kept for you: write “**old friend**” on an order within two weeks and it comes along.\n\nIf you would rather not hear from us, unsubscribe below; no hard feelings.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'stage', stages: ['dormant'] },
    reentry: { after: days(180) },
    holdout: 10,
    goal: untilBought,
    intent: { zh: '挽回', en: 'win back' },
    priority: 50,
    steps: [
      bestHour('their-hour', 'hello'),
      send('hello', 'hello', 'two-weeks'),
      wait('two-weeks', days(14), 'news'),
      send('news', 'news', 'two-more'),
      wait('two-more', days(14), 'reason'),
      send('reason', 'reason'),
    ],
  },
}
