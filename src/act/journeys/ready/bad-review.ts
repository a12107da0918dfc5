import { days, send, todo, tracked, until, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const badReview: ReadyJourney = {
  key: 'bad-review',
  group: 'care',
  name: { zh: '差评跟进', en: 'After a bad review' },
  what: {
    zh: '收到差评，立刻给同事建一条高优先级待办，第二天致歉并说明怎么解决，两周后再问一次是否已经好了。',
    en: 'A bad review makes an urgent to-do for a colleague at once, an apology with what can be done the next day, and a question two weeks later whether all is well.',
  },
  effect: {
    zh: '多数人不是要赔偿，而是要有人理。看的是解决了多少、还有多少人再来，不要期待立刻多卖。',
    en: 'Most people want to be heard rather than paid. Look at how many were settled and how many came again; do not expect sales at once.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'tracked',
      named: ['Negative Review', '差评'],
      how: {
        zh: '平台出现差评时，向“数据来源”发送 track，event 写 Negative Review（或“差评”），userId 写客户编号；也可以在客户页手动放进旅程。',
        en: 'Send a track message whenever a bad review comes: event “Negative Review”, userId the customer number. Customers can be put in by hand too.',
      },
    },
    { kind: 'mail' },
  ],
  messages: {
    sorry: {
      name: { zh: '差评跟进：致歉', en: 'Bad review: apology' },
      kind: 'service',
      subject: { zh: '对不起，没让您满意', en: 'We are sorry' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n看到您的评价，我们很抱歉。已经有同事在跟进，会尽快联系您。\n\n您也可以直接回复这封信，告诉我们您希望怎样解决：退、换、补，或者别的。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nWe read your review and are sorry. A colleague is looking into it and will be in touch.\n\nYou may also answer this mail and say how you would like it settled: your money back, another one, or something else.\n\n{{ shopName }}',
      },
    },
    settled: {
      name: { zh: '差评跟进：好了吗', en: 'Bad review: is it settled?' },
      kind: 'service',
      subject: { zh: '上次的问题解决了吗？', en: 'Has it been settled?' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n两周前您反映的问题，处理得还满意吗？没有解决请直接回复，我们负责到底。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nTwo weeks ago something was not right. Has it been settled to your liking? If not, answer this mail; we will see it through.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'event', event: 'tracked', where: tracked('Negative Review', '差评') },
    reentry: { after: days(14) },
    // Nobody who complains is left alone to be measured.
    holdout: 0,
    intent: { zh: '补救', en: 'put right' },
    priority: 95,
    steps: [
      todo(
        'call',
        {
          title: { zh: '差评：今天联系客户', en: 'Bad review: call the customer today' },
          dueDays: 0,
          note: {
            zh: '话术：①先道歉，不辩解；②问清楚发生了什么；③给出退、换、补的选择；④约定时间并做到；⑤记到互动里。',
            en: 'Script: 1. apologise, do not argue; 2. find out what happened; 3. offer a refund, another one or a remedy; 4. agree on a day and keep it; 5. note it as an interaction.',
          },
          priority: 'high',
        },
        'morning',
      ),
      until('morning', '10:00', 'sorry'),
      send('sorry', 'sorry', 'two-weeks'),
      wait('two-weeks', days(14), 'settled'),
      send('settled', 'settled'),
    ],
  },
}
