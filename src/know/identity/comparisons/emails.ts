import { nameInPinyin } from '../../customers/customer-search.ts'
import { type Sides, defineComparison } from '../comparison.ts'
import { valuesOf } from '../subject.ts'

/** The part before the @, without dots and what stands behind a plus. */
function localOf(email: string): string {
  return (email.toLowerCase().split('@')[0] ?? '').replace(/\+.*$/, '').replaceAll('.', '')
}

const ofManyPeople = /^(info|admin|sales|service|support|contact|office|mail|hello|test|kefu|hr|noreply|webmaster)\d*$/

/** Of a name that says nothing but the person's own in pinyin, thousands are told apart by their domain alone. */
function tells(local: string, { a, b }: Sides): number {
  const names = [...valuesOf(a, 'name'), ...valuesOf(b, 'name')].map((name) => nameInPinyin(name))
  const isName = names.some(({ full, initials }) => local === full || local === initials)
  return isName ? 0.5 : /\d{3}/.test(local) || local.length >= 8 ? 1 : 0.8
}

export const sameEmailName = defineComparison({
  name: 'same-email-name',
  label: { zh: '邮箱 @ 前的部分相同', en: 'same e-mail name before the @' },
  fits: ['email'],
  types: ['email'],
  measure: {
    zh: '忽略点号和加号后缀；若只是姓名的拼音，说服力减半',
    en: 'Dots and what follows a plus are left out; a mere name in pinyin counts half',
  },
  least: 0.5,
  compare: (a, b, sides) => {
    const local = localOf(a)
    if (local.length < 4 || ofManyPeople.test(local)) return null
    return { likeness: local === localOf(b) ? tells(local, sides) : 0 }
  },
  keys: (value) => {
    const local = localOf(value)
    return local.length < 4 || ofManyPeople.test(local) ? [] : [local]
  },
  sentence: { zh: '邮箱 @ 前的部分相同', en: 'same e-mail name before the @' },
})

const publicDomains = new Set(
  'qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn 188.com wo.cn aliyun.com 21cn.com tom.com gmail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com proton.me'.split(
    ' ',
  ),
)
const domainOf = (email: string) => email.toLowerCase().split('@')[1] ?? ''

export const sameEmailDomain = defineComparison({
  name: 'same-email-domain',
  label: { zh: '企业邮箱域名相同', en: 'same e-mail domain of their own' },
  fits: ['email'],
  types: ['email'],
  least: 1,
  compare: (a, b) => {
    const domain = domainOf(a)
    if (domain === '' || publicDomains.has(domain)) return null
    return { likeness: domain === domainOf(b) ? 1 : 0 }
  },
  keys: (value) => [domainOf(value)].filter((domain) => domain !== '' && !publicDomains.has(domain)),
  sentence: { zh: '企业邮箱域名相同', en: 'same e-mail domain' },
})
