import { bestHour, boughtIn, branch, days, send, untilBought, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const replenish: ReadyJourney = {
  key: 'replenish',
  group: 'shopping',
  name: { zh: '补货提醒', en: 'Time to restock' },
  what: {
    zh: '按每位客户自己的消费节奏，在该来的日子前三天提醒；一周后还没来，再轻轻问一次。',
    en: 'By each customer’s own rhythm: three days before they are expected back, and once more, gently, a week later.',
  },
  effect: {
    zh: '对有规律的客户最有用；没有规律的商品，提醒与否差别不大。太早提醒只是把本来会有的消费提前。',
    en: 'Most useful where people buy regularly. Reminding too early only brings forward what would have come anyhow; the holdout shows which it was.',
  },
  needs: [
    {
      kind: 'field',
      field: 'dueAt',
      how: {
        zh: '有客户消费过两次以上后，系统自动算出“按节奏该来的日子”。',
        en: 'Once customers have bought twice, the day on which each is expected back is worked out by itself.',
      },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: {
    due: {
      name: { zh: '补货提醒', en: 'Time to restock' },
      kind: 'marketing',
      subject: { zh: '快用完了吧？', en: 'Running low?' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n按您平时的节奏，上次买的应该快用完了。需要的话现在下单，用完之前就能收到。\n\n还有不少？不用理会就好。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nBy your usual rhythm you may be running low. Order now and it comes in time.\n\nPlenty left? Then never mind.\n\n{{ shopName }}',
      },
    },
    again: {
      name: { zh: '补货提醒：再问一次', en: 'Time to restock: once more' },
      kind: 'marketing',
      subject: { zh: '这次要不要换一款？', en: 'The same again, or something else?' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n比您平时晚了几天，是还没用完，还是想换一款？{% if likelyProducts %}和您口味相近的客人常选：**{{ likelyProducts }}**。{% endif %}\n\n有什么不满意，也请回复这封信告诉我们。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nYou are a few days later than usual. Plenty left, or in the mood for something else?{% if likelyProducts %} People like you often choose **{{ likelyProducts }}**.{% endif %}\n\nIf something was not right, please answer this mail.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'date', field: 'dueAt', repeat: 'once', days: -3, time: '09:30', graceHours: 72 },
    audience: { field: 'purchaseCount', op: 'at-least', value: 2 },
    reentry: { after: days(14) },
    holdout: 10,
    goal: untilBought,
    intent: { zh: '复购', en: 'repeat' },
    priority: 60,
    steps: [
      bestHour('their-hour', 'due'),
      send('due', 'due', 'week'),
      wait('week', days(10), 'bought'),
      branch('bought', boughtIn(days(10)), null, 'again'),
      send('again', 'again'),
    ],
  },
}
