import { days, hours, send, tracked, untilBought, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const cart: ReadyJourney = {
  key: 'cart',
  group: 'shopping',
  name: { zh: '加购未付款', en: 'Left in the basket' },
  what: {
    zh: '加购一小时还没付款提醒一次，第二天再提醒一次；付了款立刻停下，一周内不重复。',
    en: 'One reminder an hour after something was put into the basket and not paid for, one more the next day. Paying stops it at once; not again within a week.',
  },
  effect: {
    zh: '通常是见效最快的一个；但一部分人本来就会回来付款，点击多不等于增量多，以对照组为准。',
    en: 'Usually the quickest to show an effect. Yet many would have come back to pay anyhow: clicks are not what it adds, the holdout tells that.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'tracked',
      named: ['Product Added', '加入购物车'],
      how: {
        zh: '客户加购时，让网店向“数据来源”发送 track，event 写 Product Added，userId 写客户编号；付款由订单（Order Completed）自动识别。',
        en: 'Let your shop send a track message when something is put into the basket: event “Product Added”, userId the customer number. Paying is told by the order itself (Order Completed).',
      },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: {
    remind: {
      name: { zh: '加购未付款：提醒', en: 'Basket: reminder' },
      kind: 'marketing',
      subject: { zh: '{{ name | default: "朋友" }}，购物车替您留着', en: 'Your basket is kept for you' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n您挑好的商品还在购物车里。付款时遇到问题，回复这封信就好。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nWhat you chose is still in your basket. If paying did not work, just answer this mail.\n\n{{ shopName }}',
      },
    },
    last: {
      name: { zh: '加购未付款：最后一次', en: 'Basket: last reminder' },
      kind: 'marketing',
      subject: { zh: '购物车里的还需要吗？最后提醒一次', en: 'Still wanted? We will not ask again' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n您挑好的商品还没有付款。在犹豫选哪一款，或者担心不合适？回复这封信说说您的情况，我们帮您参谋。\n\n不需要了也没关系，不用理会，我们不会再提醒。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nWhat you chose has not been paid for. If you are unsure which one, or whether it will suit, tell us in an answer to this mail.\n\nIf you no longer want it, do nothing; we will not ask again.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'event', event: 'tracked', where: tracked('Product Added', '加入购物车') },
    reentry: { after: days(7) },
    holdout: 10,
    goal: untilBought,
    intent: { zh: '促成下单', en: 'order' },
    priority: 70,
    steps: [wait('hour', hours(1), 'remind'), send('remind', 'remind', 'day'), wait('day', hours(23), 'last'), send('last', 'last')],
  },
}
