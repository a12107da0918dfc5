import { branch, days, send, todo, untilBought, until, valuable, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const winBack: ReadyJourney = {
  key: 'win-back',
  group: 'back',
  name: { zh: '流失挽回', en: 'Win back' },
  what: {
    zh: '按自己的节奏算已经流失的客户，一级一级来：先写信问原因，老客户一周后由同事打电话，再给一份优惠，最后道别；一消费就停下。',
    en: 'A ladder for those who left by their own rhythm: a mail that asks why, a colleague’s call for regulars a week later, an offer, and a last word. A purchase ends it.',
  },
  effect: {
    zh: '越往后成本越高、回来的人越少；先用对照组看清第一封信值不值，再决定要不要打电话和给优惠。',
    en: 'Each rung costs more and brings fewer back. See by the holdout whether the mail alone is worth it before you add calls and offers.',
  },
  needs: [
    {
      kind: 'fact',
      event: 'churn.left',
      how: {
        zh: '有客户消费过两次以上、又超过自己的节奏很久没来，系统会自动判断流失，见“流失与挽回”。',
        en: 'Once customers have bought twice and stay away far beyond their rhythm, they are found by themselves; see “Leaving”.',
      },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: {
    why: {
      name: { zh: '流失挽回：问原因', en: 'Win back: why' },
      kind: 'marketing',
      subject: { zh: '是我们哪里没做好吗？', en: 'Did we do something wrong?' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n很久没见到您了。是哪里没做好，还是暂时用不上？请回复一句话，我们会认真看，也会改。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nWe have not seen you for long. Did we do something wrong, or is there no need at present? A line in answer is read by a person, and acted on.\n\n{{ shopName }}',
      },
    },
    offer: {
      name: { zh: '流失挽回：优惠', en: 'Win back: offer' },
      kind: 'marketing',
      subject: { zh: '回来看看，这一单给您优惠', en: 'Come back: this order is on better terms' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n我们很希望您回来。两周内下单，备注“**回来**”，这一单给您优惠；想先知道优惠多少，回复这封信，我们马上告诉您。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nWe would like you back. Write “**back**” on an order within two weeks and it comes on better terms; answer this mail to hear which.\n\n{{ shopName }}',
      },
    },
    farewell: {
      name: { zh: '流失挽回：道别', en: 'Win back: a last word' },
      kind: 'marketing',
      subject: { zh: '最后一封信', en: 'One last letter' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n这是最后一封了，之后不再打扰。您的资料和购买记录都还在，哪天想回来，一切照旧。\n\n谢谢您曾经选择我们。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nThis is the last letter; we will not trouble you again. Whenever you like to come back, all is as it was.\n\nThank you for having chosen us.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'event', event: 'churn.left' },
    reentry: { after: days(180) },
    holdout: 10,
    goal: untilBought,
    intent: { zh: '挽回', en: 'win back' },
    priority: 60,
    steps: [
      until('morning', '10:00', 'why'),
      send('why', 'why', 'week'),
      wait('week', days(7), 'regular'),
      branch('regular', valuable, 'call', 'pause'),
      todo(
        'call',
        {
          title: { zh: '流失挽回：给老客户打个电话', en: 'Win back: call this regular' },
          dueDays: 3,
          note: {
            zh: '话术：①报上店名，说很久没见到客户了，想听听原因；②记下原因，不急着推销；③能当场解决的当场解决；④结果记到互动，并在“流失与挽回”里选原因。',
            en: 'Script: 1. say who you are and that they are missed; 2. note the reason, do not sell; 3. solve at once what can be; 4. log it, and choose the reason under “Leaving”.',
          },
        },
        'pause',
      ),
      wait('pause', days(7), 'offer'),
      send('offer', 'offer', 'last-wait'),
      wait('last-wait', days(21), 'farewell'),
      send('farewell', 'farewell'),
    ],
  },
}
