import { branch, days, send, todo, tracked, until, valuable, wait } from './parts.ts'
import type { Need, ReadyJourney } from './ready-journey.ts'

const delivery: Need = {
  kind: 'fact',
  event: 'tracked',
  named: ['Order Delivered', '签收'],
  how: {
    zh: '签收时，让物流或订单系统向“数据来源”发送 track，event 写 Order Delivered，userId 写客户编号。',
    en: 'Let your shipping or order system send a track message on delivery: event “Order Delivered”, userId the customer number.',
  },
}

const steps = [
  until('morning', '10:00', 'guide'),
  send('guide', 'guide', 'week'),
  wait('week', days(6), 'regular'),
  branch('regular', valuable, 'call', 'ask'),
  todo(
    'call',
    {
      title: { zh: '回访：用得怎么样', en: 'Call: how is it going?' },
      dueDays: 2,
      note: {
        zh: '话术：①问用得是否顺手；②有问题当场解决或转售后；③不推销；④把客户说的记到互动里。',
        en: 'Script: 1. ask whether all is well; 2. solve what is not, or hand it on; 3. sell nothing; 4. note what was said as an interaction.',
      },
    },
    null,
  ),
  send('ask', 'ask'),
]

export const delivered: ReadyJourney = {
  key: 'delivered',
  group: 'care',
  name: { zh: '收货后使用指导与回访', en: 'Guidance and a call after delivery' },
  what: {
    zh: '签收次日发使用指导，一周后回访：老客户由同事打电话，其他客户写信问问。',
    en: 'How to use it on the day after delivery; a week later a colleague calls the regulars, and the others are asked by mail.',
  },
  effect: {
    zh: '减少用错、退货和差评；对再次消费的影响通常不大，别只用销售额衡量。',
    en: 'Fewer mistakes, returns and bad reviews. Its effect on further sales is usually small; do not judge it by revenue alone.',
  },
  needs: [delivery, { kind: 'mail' }],
  messages: {
    guide: {
      name: { zh: '收货后：使用指导', en: 'After delivery: how to use it' },
      kind: 'service',
      subject: { zh: '收到了吗？先看这几点', en: 'Has it arrived? A few hints first' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n您的订单应该已经到了。开始用之前，请留意：\n\n- 先核对数量和外观，有问题请拍照回复这封信\n- 按包装上的说明保存和使用\n- 第一次用，先少量试试\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nYour order should have arrived. Before you begin:\n\n- Check that all is there and whole; if not, answer this mail with a photo\n- Keep and use it as the package says\n- Try a little first\n\n{{ shopName }}',
      },
    },
    ask: {
      name: { zh: '收货后：回访', en: 'After delivery: how is it going?' },
      kind: 'service',
      subject: { zh: '用了一周，还满意吗？', en: 'A week on: is all well?' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n用了一周，感觉怎么样？满意或不满意，都请回复这封信告诉我们，一句话也好。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nA week has passed. Is all well? Please answer this mail either way; a line is enough.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'after-event', event: 'tracked', where: tracked('Order Delivered', '签收'), days: 1, time: '10:00', graceHours: 48 },
    reentry: { after: days(30) },
    holdout: 10,
    intent: { zh: '关怀', en: 'care' },
    priority: 60,
    steps: steps.slice(1),
  },
  instead: {
    need: delivery,
    said: {
      zh: '还没有收到签收数据，先按“消费后第 4 天”算作收货；接入签收数据后，改触发方式即可。',
      en: 'No deliveries arrive yet, so the fourth day after the purchase stands for them; change the trigger once they do.',
    },
    definition: {
      trigger: { kind: 'event', event: 'purchase.made' },
      reentry: { after: days(30) },
      holdout: 10,
      intent: { zh: '关怀', en: 'care' },
      priority: 60,
      steps: [wait('on-its-way', days(4), 'morning'), ...steps],
    },
  },
}
