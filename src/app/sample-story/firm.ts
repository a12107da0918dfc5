import type { Words } from '../../core/kit/words.ts'

type Desk = { readonly name: string; readonly email: string; readonly position: Words; readonly heads?: boolean }

/** The tea shop's people, by department. They cannot sign in: their addresses are nobody's. */
export const storyFirm: readonly { readonly name: Words; readonly people: readonly Desk[] }[] = [
  {
    name: { zh: '销售部', en: 'Sales' },
    people: [
      { name: '李娜', email: 'li.na@tea-shop.example', position: { zh: '销售主管', en: 'Head of sales' }, heads: true },
      { name: '王强', email: 'wang.qiang@tea-shop.example', position: { zh: '销售顾问', en: 'Sales adviser' } },
    ],
  },
  {
    name: { zh: '客服部', en: 'Service' },
    people: [
      { name: '陈静', email: 'chen.jing@tea-shop.example', position: { zh: '客服主管', en: 'Head of service' }, heads: true },
      { name: '赵敏', email: 'zhao.min@tea-shop.example', position: { zh: '客服专员', en: 'Service agent' } },
    ],
  },
]

/** Of so many customers one has no owner and stands in the public pool. */
export const onePooledOf = 5
