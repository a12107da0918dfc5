import type { Language, Words } from '../../core/kit/words.ts'

/** A letter in blocks of every kind, in both languages, that the campaign to come sends. Its address is nobody's. */
export const festiveTemplate = {
  name: { zh: '年货礼盒上架（示例）', en: 'The gift boxes are here (sample)' },
  folder: { zh: '节日', en: 'Festivals' },
  tags: { zh: '年货', en: 'New Year' },
} as const satisfies Record<string, Words>

const shop = 'https://shop.example/gifts'

const textOf = (language: Language) => {
  const say = (words: Words) => words[language]
  return {
    subject: say({
      zh: '{{ name | default: "茶友" }}，年货礼盒上架了',
      en: '{{ name | default: "Dear friend" }}, the gift boxes are here',
    }),
    preview: say({ zh: '提前一周告诉老朋友，腊月廿三前寄出', en: 'A week early for old friends; posted before the New Year' }),
    blocks: [
      { id: 'head', kind: 'heading', text: say({ zh: '年货礼盒上架了', en: 'The gift boxes are here' }), size: 'large' },
      {
        id: 'hello',
        kind: 'text',
        text: say({
          zh: '{{ name | default: "茶友" }}，您好：\n\n今年的礼盒装了**春茶、秋茶各一罐**，外加一只手拉壶。{{ city | default: "您那里" }}三天内到货。',
          en: 'Dear {{ name | default: "friend" }},\n\nThis year’s box holds **one tin of spring tea and one of autumn tea**, and a pot thrown by hand. It reaches {{ city | default: "you" }} within three days.',
        }),
      },
      { id: 'goods', kind: 'product', by: 'recommended', code: '', count: 2, instead: 'popular', price: true },
      {
        id: 'coupon',
        kind: 'coupon',
        title: say({ zh: '老朋友满 300 减 30', en: '¥30 off an order of ¥300 for old friends' }),
        code: 'NIANHUO30',
        note: say({ zh: '除夕前有效，一人一次', en: 'Until New Year’s Eve, once for each' }),
      },
      { id: 'go', kind: 'button', text: say({ zh: '去挑一盒', en: 'Choose a box' }), address: shop },
      { id: 'line', kind: 'divider' },
      {
        id: 'both',
        kind: 'columns',
        left: [{ id: 'scan', kind: 'qr', content: `${shop}?code={{ code }}`, caption: say({ zh: '到店出示', en: 'Show it in the shop' }) }],
        right: [
          {
            id: 'where',
            kind: 'text',
            text: say({
              zh: '也可以到店试喝，出示左边的二维码即可。\n\n{{ shopName }}',
              en: 'Or come and taste; show the code on the left.\n\n{{ shopName }}',
            }),
          },
        ],
      },
    ],
  }
}

/** In both languages: each customer gets theirs. */
export const festiveContent = () => ({ form: 'mail', texts: { zh: textOf('zh'), en: textOf('en') } })
