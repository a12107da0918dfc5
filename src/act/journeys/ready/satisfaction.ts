import { days, send, todo, until, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const satisfaction: ReadyJourney = {
  key: 'satisfaction',
  group: 'care',
  name: { zh: '满意度回访', en: 'How did we do?' },
  what: {
    zh: '消费两周后请客户打个分，回复即可；有人回复就给同事建待办去看、去答，一个季度内只问一次。',
    en: 'Two weeks after a purchase the customer is asked for a mark, by a simple answer; whoever answers is read and answered by a colleague. Not more than once a quarter.',
  },
  effect: {
    zh: '得到的是意见，不是销售；回复的人偏向很满意和很不满意，平均分不能代表所有人。',
    en: 'It brings opinions rather than sales. Those who answer are the very pleased and the very displeased, so an average is not everybody’s.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'purchase.made',
      how: { zh: '导入或接入订单即可。', en: 'Import orders, or let them come by a source.' },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'surveys' },
  ],
  messages: {
    mark: {
      name: { zh: '满意度回访', en: 'How did we do?' },
      kind: 'survey',
      purpose: 'surveys',
      subject: { zh: '打几分？回复一个数字就好', en: 'Your mark? A number is enough' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n上次的购物，您给我们打几分？直接回复 **1 到 5** 中的一个数字：\n\n- 5 很满意\n- 3 一般\n- 1 很不满意\n\n愿意的话，加一句为什么。每一封我们都看。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nHow did we do last time? Answer with a number from **1 to 5**:\n\n- 5 very good\n- 3 fair\n- 1 bad\n\nIf you like, add a line why. We read every one.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'event', event: 'purchase.made' },
    reentry: { after: days(90) },
    holdout: 0,
    intent: { zh: '听取意见', en: 'opinions' },
    priority: 30,
    steps: [
      wait('two-weeks', days(14), 'morning'),
      until('morning', '10:30', 'mark'),
      send('mark', 'mark', 'answer'),
      { id: 'answer', kind: 'await-fact', event: 'message.replied', most: days(7), happened: 'read', late: null },
      todo('read', {
        title: { zh: '客户回复了满意度回访：看一看并答复', en: 'A customer answered “How did we do?”: read and answer' },
        dueDays: 1,
        note: {
          zh: '3 分及以下请当天联系，问清原因并记到互动里。',
          en: 'Three or less: call on the same day, find out why and note it as an interaction.',
        },
      }),
    ],
  },
}
