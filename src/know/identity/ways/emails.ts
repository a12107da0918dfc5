import { nameInPinyin } from '../../customers/customer-search.ts'
import { type Sides, type Way } from '../way.ts'
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

export const sameEmailName: Way = {
  compare: (a, b, sides) => {
    const local = localOf(a)
    if (local.length < 4 || ofManyPeople.test(local)) return null
    return { likeness: local === localOf(b) ? tells(local, sides) : 0 }
  },
  keys: (value) => {
    const local = localOf(value)
    return local.length < 4 || ofManyPeople.test(local) ? [] : [local]
  },
}

const publicDomains = new Set(
  'qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn 188.com wo.cn aliyun.com 21cn.com tom.com gmail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com proton.me'.split(
    ' ',
  ),
)
const domainOf = (email: string) => email.toLowerCase().split('@')[1] ?? ''

export const sameEmailDomain: Way = {
  compare: (a, b) => {
    const domain = domainOf(a)
    if (domain === '' || publicDomains.has(domain)) return null
    return { likeness: domain === domainOf(b) ? 1 : 0 }
  },
  keys: (value) => [domainOf(value)].filter((domain) => domain !== '' && !publicDomains.has(domain)),
}
