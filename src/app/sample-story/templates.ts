import type { Words } from '../../core/kit/words.ts'

type StoryTemplate = { readonly name: Words; readonly subject: Words; readonly body: Words }

/** The sample shop's mails. Their names say that they are a sample's. */
export const storyTemplates = {
  wake: {
    name: { zh: '好久不见（示例）', en: 'Long time no see (sample)' },
    subject: {
      zh: '{{ name | default: "茶友" }}，新茶到了，给您留了一份',
      en: '{{ name | default: "Dear friend" }}, new tea is in, and some is kept for you',
    },
    body: {
      zh: '{{ name | default: "茶友" }}，您好：\n\n好一阵子没见到您了。今年的新茶刚刚到店，我们**给您留了一份**，到店或下单时报上姓名即可。\n\n- 满 200 元减 30 元，本月内有效\n- 门店随时可以试喝\n\n盼着再见到您。\n\n{{ shopName }}',
      en: 'Dear {{ name | default: "friend" }},\n\nIt has been a while. This year’s new tea has just come in, and we **kept some for you**: just give your name in the shop or with your order.\n\n- 30 off from 200, this month\n- Come and taste whenever you like\n\nHoping to see you again,\n\n{{ shopName }}',
    },
  },
  second: {
    name: { zh: '欢迎再来（示例）', en: 'Come again (sample)' },
    subject: { zh: '第一泡还喜欢吗？', en: 'How did you like your first tea?' },
    body: {
      zh: '{{ name | default: "茶友" }}，您好：\n\n谢谢您第一次光顾{{ shopName }}。茶喝得还习惯吗？\n\n# 第二次来，我们请您一泡\n\n下次下单时备注“回头客”，随单附赠一泡时令好茶。\n\n{{ shopName }}',
      en: 'Dear {{ name | default: "friend" }},\n\nThank you for your first purchase at {{ shopName }}. Do you like the tea?\n\n# The next taste is on us\n\nWrite “back again” on your next order and a tea of the season comes with it.\n\n{{ shopName }}',
    },
  },
  birthday: {
    name: { zh: '生日祝福（示例）', en: 'Happy birthday (sample)' },
    subject: { zh: '{{ name | default: "茶友" }}，生日快乐', en: 'Happy birthday, {{ name | default: "dear friend" }}' },
    body: {
      zh: '{{ name | default: "茶友" }}，生日快乐！\n\n一杯清茶，祝您新的一岁身体健康、诸事顺意。本月到店，任选一款小罐茶，算我们的心意。\n\n{{ shopName }}',
      en: 'Happy birthday, {{ name | default: "dear friend" }}!\n\nWith a cup of tea we wish you health and joy in the new year of your life. Come by this month and choose a small tin: it is our present.\n\n{{ shopName }}',
    },
  },
  thanks: {
    name: { zh: '谢谢回来（示例）', en: 'Thank you for coming back (sample)' },
    subject: { zh: '谢谢您回来', en: 'Thank you for coming back' },
    body: {
      zh: '{{ name | default: "茶友" }}，您好：\n\n很高兴又见到您。您在我们这里一共买过 {{ purchaseCount }} 次茶了，谢谢一路相伴。\n\n{{ shopName }}',
      en: 'Dear {{ name | default: "friend" }},\n\nIt was good to see you again. You have bought tea from us {{ purchaseCount }} times by now; thank you for staying with us.\n\n{{ shopName }}',
    },
  },
} as const satisfies Record<string, StoryTemplate>

export type StoryTemplateName = keyof typeof storyTemplates
