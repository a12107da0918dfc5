import { branch, boughtIn, days, send, until, untilBought, wait } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const welcome: ReadyJourney = {
  key: 'welcome',
  group: 'begin',
  name: { zh: '新客欢迎', en: 'Welcome' },
  what: {
    zh: '新客户建档当天问好，三天后介绍怎么挑选，一周后还没有下单再请一次；一下单就不再打扰。',
    en: 'Greets a new customer on the day they are added, helps them choose after three days and invites once more a week later. Whoever buys hears no more.',
  },
  effect: {
    zh: '首单来得早一些；人群里本来就会买的人也会买，增量请看对照组。对没有留下购买意向的名单，效果往往很小。',
    en: 'First orders come a little sooner. Many of these people would have bought anyhow: look at the holdout for what it adds. With lists of people who showed no interest it is often small.',
  },
  needs: [{ kind: 'mail' }, { kind: 'consent', purpose: 'marketing' }],
  messages: {
    hello: {
      name: { zh: '新客欢迎：问好', en: 'Welcome: hello' },
      kind: 'marketing',
      subject: {
        zh: '{{ name | default: "朋友" }}，欢迎来到{{ shopName }}',
        en: 'Welcome to {{ shopName }}, {{ name | default: "friend" }}',
      },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n很高兴认识您。我们是{{ shopName }}，有任何问题，直接回复这封信就能找到人。\n\n接下来几天，我们会告诉您怎样挑到适合自己的，之后就不多打扰了。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nIt is good to meet you. We are {{ shopName }}; whatever you want to know, just answer this mail and a person will read it.\n\nOver the next days we will tell you how to find what suits you, and then leave you in peace.\n\n{{ shopName }}',
      },
    },
    choose: {
      name: { zh: '新客欢迎：怎么挑', en: 'Welcome: how to choose' },
      kind: 'marketing',
      subject: { zh: '第一次买，从哪一款开始？', en: 'Where to begin?' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n很多客人第一次来都会问：从哪一款开始好？我们的建议是：\n\n- 先买小份，合适再买多\n- 看看回头客买得最多的几款\n- 拿不准就回复这封信，我们帮您挑\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nMany ask us where to begin. Our advice:\n\n- Take a small one first, and more once it suits you\n- Look at what those who came back buy most\n- Not sure? Answer this mail and we choose with you\n\n{{ shopName }}',
      },
    },
    invite: {
      name: { zh: '新客欢迎：再请一次', en: 'Welcome: one more invitation' },
      kind: 'marketing',
      subject: { zh: '还在考虑吗？先答三个常见问题', en: 'Still thinking it over? Three answers' },
      body: {
        zh: '{{ name | default: "朋友" }}，您好：\n\n如果还没想好，没关系。下面是新客人常问的三件事：\n\n- **不合适能退吗？** 可以，按店铺的退换规则办\n- **多久能收到？** 下单后会把物流告诉您\n- **买错了怎么办？** 回复这封信，我们来处理\n\n介绍就到这里，不再为此打扰您。以后想起什么，回复这封信就能找到我们。\n\n{{ shopName }}',
        en: 'Dear {{ name | default: "friend" }},\n\nNo hurry. Three things that new customers ask:\n\n- **Can I send it back?** Yes, by the shop’s terms of return\n- **When will it come?** You are told as soon as it is on its way\n- **And if I chose the wrong one?** Answer this mail and we see to it\n\nThat is all by way of introduction. Whenever something comes to mind, an answer to this mail reaches us.\n\n{{ shopName }}',
      },
    },
  },
  definition: {
    trigger: { kind: 'event', event: 'customer.created' },
    // Whoever is entered together with an order does not need to be talked into one.
    audience: { not: boughtIn(days(30)) },
    reentry: 'once',
    holdout: 10,
    goal: untilBought,
    intent: { zh: '促成首单', en: 'first order' },
    priority: 60,
    steps: [
      send('hello', 'hello', 'three-days'),
      wait('three-days', days(3), 'morning'),
      until('morning', '10:00', 'choose'),
      send('choose', 'choose', 'week'),
      wait('week', days(7), 'bought'),
      branch('bought', boughtIn(days(11)), null, 'invite'),
      send('invite', 'invite'),
    ],
  },
}
