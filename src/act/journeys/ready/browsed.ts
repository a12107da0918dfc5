import { branch, days, hours, send, tracked, untilBought, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

const viewed = tracked('Product Viewed', '浏览商品')
const added = tracked('Product Added', '加入购物车')

export const browsed: ReadyJourney = {
  key: 'browsed',
  group: 'shopping',
  name: { zh: '浏览未加购', en: 'Looked and left' },
  what: {
    zh: '看了商品，四小时内没有加购也没有买，发一封答疑的信；两周内只提醒一次。',
    en: 'Somebody looked at a product and neither put it into the basket nor bought within four hours: one mail that answers questions, at most once in two weeks.',
  },
  effect: {
    zh: '每封信带来的增量很小，靠人数取胜；对照组放到 20%，人少的店要看几个月。',
    en: 'Each mail adds very little and numbers make it worth while. A fifth is held out; small shops need months to see it.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'tracked',
      named: ['Product Viewed', '浏览商品'],
      how: {
        zh: '在网店或小程序里，客户打开商品页时向“数据来源”发送 track，event 写 Product Viewed，userId 写客户编号。',
        en: 'Let your shop send a track message to a source whenever a product page is opened: event “Product Viewed”, userId the customer number.',
      },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: {
    help: {
      name: { zh: '浏览未加购：答疑', en: 'Looked and left: questions answered' },
      kind: 'marketing',
      subject: { zh: '看过的商品，有什么想问的吗？', en: 'Anything you would like to know?' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n您不久前在我们店里看了看。规格、用法或送货有拿不准的，直接回复这封信，我们会尽快答复。\n\n不急着买也没关系，您看过的商品都还在。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nYou had a look at our shop not long ago. If size, use or delivery left you in doubt, just answer this mail.\n\nThere is no hurry; what you looked at is still there.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'event', event: 'tracked', where: viewed },
    reentry: { after: days(14) },
    holdout: 20,
    goal: untilBought,
    intent: { zh: '促成下单', en: 'order' },
    priority: 30,
    steps: [
      wait('while', hours(4), 'added'),
      branch('added', { did: 'tracked', within: { last: hours(4) }, where: added }, null, 'help'),
      send('help', 'help'),
    ],
  },
}
