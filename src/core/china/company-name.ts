import type { Words } from '../kit/words.ts'
import { districtsNamed } from './divisions.ts'
import { citiesNamed, provinceNamed } from './places.ts'

/**
 * A company's name in its parts: `北京纷扬科技有限公司` → core 纷扬, region 北京市, trade 科技, form 有限公司. All parts are
 * half-width and in lower case; what a name lacks is an empty text. `branch` is what stands before 分公司 or 分店.
 */
export type CompanyName = {
  readonly core: string
  readonly region: string
  readonly trade: string
  readonly form: string
  readonly branch: string
}

/** How alike two names are: 1 is one name, 0.9 and more most likely one company, under 0.5 most likely two; and why. */
export type Likeness = { readonly score: number; readonly why: Words }

const forms =
  /(?:有限责任公司|股份有限公司|集团股份|有限公司|股份公司|无限公司|总公司|集团|控股|股份|公司|有限合伙|普通合伙|合伙企业|个人独资企业|个体工商户|专业合作社|合作社|经营部|门市部|工作室|商行|有限|责任|总厂|工厂|厂|総社|株式会社)$/
const foreignForms =
  /[\s,.]*\b(?:co(?:mpany)?|ltd|limited|inc(?:orporated)?|corp(?:oration)?|llc|llp|plc|gmbh|ag|s\.?a\.?(?:s|rl)?|pte|pty|b\.?v|n\.?v|oy|ab|kk|group|holdings?)\.?\s*$/i
const trades =
  /(?:计算机系统|计算机|电子商务|互联网|信息技术|网络科技|新能源|新材料|生物科技|供应链|房地产|进出口|科技|技术|信息|网络|软件|电子|电器|商务|贸易|商贸|外贸|实业|发展|开发|投资|管理|咨询|服务|文化|传媒|传播|广告|教育|培训|食品|餐饮|饮料|酒业|茶业|服饰|服装|纺织|物流|运输|快递|医药|医疗|药业|健康|生物|建筑|建设|工程|装饰|装修|家居|家具|地产|置业|物业|机械|机电|设备|器材|仪器|材料|建材|化工|石油|能源|电力|环保|农业|林业|牧业|渔业|旅游|酒店|金融|证券|保险|银行|基金|租赁|制造|工业|产业|国际|商业|零售|百货|超市|数据|智能|智造|通信|通讯|汽车|用品|制品|设计|创意|影视|体育|美容|化妆品|珠宝|玩具|印刷|包装|五金|塑料|橡胶|钢铁|金属|矿业|水泥|陶瓷|玻璃|家电|企业|事务所|律师|会计师|会计|人力资源|劳务|保安|保洁|家政)$/

const invisible = /[\s\u200b-\u200f\u2060\ufeff]/g

/** Half-width, lower case, one kind of bracket, no spaces between Chinese letters. Two spellings of one name become one. */
export function plainCompany(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[〔【[［{]/g, '(')
    .replace(/[〕】\]］}]/g, ')')
    .replace(/[“”"'‘’`·•*]/g, '')
    .replace(/(?<=[\p{Script=Han})])\s+|\s+(?=[\p{Script=Han}(])/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Short names of places that are rather words or brands (阿里巴巴, 东方航空): they count as regions only in full. */
const ratherWords = new Set('阿里 东方 万宁 合作 新星 龙井 白杨 安康 永康 永安 福安 兴平 高平 长乐 华盛'.split(' '))

/** The region that a name begins with, and what follows it; only full county names count, for their short ones are words. */
function regionAt(text: string): { name: string; after: string } | null {
  for (let length = Math.min(text.length - 2, 12); length >= 2; length--) {
    const name = text.slice(0, length)
    if (ratherWords.has(name)) continue
    const found =
      provinceNamed(name)?.name ??
      citiesNamed(name)[0]?.name ??
      (districtsNamed(name).find((each) => each.name === name) ? name : undefined)
    if (found !== undefined) return { name: found, after: text.slice(length) }
  }
  return null
}

/** `北京市海淀区…`: the last region named is the narrower one, and both are taken off. */
function takeRegions(text: string): { region: string; rest: string } {
  let region = ''
  let rest = text
  for (let found = regionAt(rest); found !== null; found = regionAt(rest)) {
    // 同仁 of 北京同仁堂 is no town: what follows a region is a region only within it.
    if (region !== '' && provinceOf(found.name) !== provinceOf(region)) break
    region = found.name
    rest = found.after.replace(/^市(?=.{2})/, '')
  }
  return { region, rest }
}

function takeEnd(text: string, endings: RegExp, least: number): { rest: string; end: string } {
  let rest = text
  for (let found = endings.exec(rest); found !== null && rest.length - found[0].length >= least; found = endings.exec(rest))
    rest = rest.slice(0, rest.length - found[0].length)
  return { rest, end: text.slice(rest.length) }
}

const branchOf = /^(.+?(?:公司|集团|银行|厂|店|所))(.{0,10}?)(?:分公司|分厂|分店|分行|支行|分所|办事处|营业部|营业厅)$/

type Brackets = { readonly text: string; readonly region: string; readonly form: string }

/** `纷扬(北京)科技有限公司`: a region in brackets is the region; a form or a remark says nothing about who it is. */
function openBrackets(text: string): Brackets {
  let region = ''
  let form = ''
  const opened = text.replace(/\(([^()]*)\)/g, (_, inner: string) => {
    const place = provinceNamed(inner)?.name ?? citiesNamed(inner)[0]?.name ?? districtsNamed(inner)[0]?.name
    if (place !== undefined || inner === '中国' || inner === 'china') region = place ?? ''
    else if (forms.test(inner)) form += inner
    return ''
  })
  return { text: opened, region, form }
}

const known = new Map<string, CompanyName>()
const mostKept = 20_000

/** Takes a company's name apart. Names recur, and the last 20,000 are kept. */
export function companyCore(name: string): CompanyName {
  const plain = plainCompany(name)
  const kept = known.get(plain)
  if (kept) return kept
  if (known.size >= mostKept) known.clear()
  const read = takeApart(plain)
  known.set(plain, read)
  return read
}

function takeApart(plain: string): CompanyName {
  const branched = branchOf.exec(plain)
  const brackets = openBrackets(branched?.[1] ?? plain)
  const foreign = takeEnd(brackets.text, foreignForms, 1)
  const formed = takeEnd(foreign.rest.replace(/^(?:the|中国|中华)(?=.{5})/, ''), forms, 2)
  const { region, rest } = takeRegions(formed.rest)
  const traded = takeEnd(rest, trades, 2)
  const isOnlyTrade = rest.length === 2 && trades.test(rest)
  return {
    core: (isOnlyTrade ? formed.rest : traded.rest).replace(invisible, '').replace(/[()&,.-]/g, ''),
    region: isOnlyTrade ? '' : region || brackets.region,
    trade: isOnlyTrade ? '' : traded.end,
    form: `${brackets.form}${formed.end}${foreign.end}`.replace(/[\s,.]/g, ''),
    branch: branched ? (branched[2] ?? '') || '分' : '',
  }
}

const provinceOf = (region: string): string =>
  provinceNamed(region)?.name ?? citiesNamed(region)[0]?.province.name ?? districtsNamed(region)[0]?.province.name ?? region

/** Of one region lies in the other, or one does not say. */
function regionsAgree(a: string, b: string): boolean {
  if (a === '' || b === '' || a === b) return true
  return (
    provinceOf(a) === provinceOf(b) &&
    (provinceNamed(a)?.name === a || provinceNamed(b)?.name === b || districtsNamed(a).length + districtsNamed(b).length > 0)
  )
}

const tradesAgree = (a: string, b: string) => a === '' || b === '' || a.includes(b) || b.includes(a)

const no = (zh: string, en: string): Likeness => ({ score: 0, why: { zh, en } })

/** Are these the names of one company? 北京纷扬 = 北京纷扬科技有限公司 = 纷扬科技; 北京万达 and 上海万达 are two. */
export function sameCompany(one: string, other: string): Likeness {
  if (plainCompany(one) === plainCompany(other) && plainCompany(one) !== '')
    return { score: 1, why: { zh: '公司名称相同', en: 'the company names are the same' } }
  const [a, b] = [companyCore(one), companyCore(other)]
  if (a.core === '' || b.core === '') return no('没有可比较的字号', 'there is no trade name to compare')
  return a.core === b.core ? ofOneCore(a, b) : ofTwoCores(a, b)
}

function ofOneCore(a: CompanyName, b: CompanyName): Likeness {
  const core = a.core
  if (!regionsAgree(a.region, b.region))
    return {
      score: 0.4,
      why: {
        zh: `字号“${core}”相同，但地区不同（${a.region}、${b.region}）`,
        en: `both are “${core}”, but of ${a.region} and of ${b.region}`,
      },
    }
  if (!tradesAgree(a.trade, b.trade))
    return {
      score: 0.45,
      why: {
        zh: `字号“${core}”相同，但行业不同（${a.trade}、${b.trade}）`,
        en: `both are “${core}”, but one is ${a.trade} and the other ${b.trade}`,
      },
    }
  if (a.branch !== b.branch)
    return { score: 0.7, why: { zh: `字号“${core}”相同，其中有分支机构`, en: `both are “${core}”, and one of them is a branch` } }
  const isSure = a.trade === b.trade && a.region === b.region
  const shared = [a.region !== '' && a.region === b.region ? 1 : 0, a.trade !== '' && a.trade === b.trade ? 1 : 0].reduce(
    (x, y) => x + y,
    0,
  )
  const score = isSure ? 0.97 : 0.86 + 0.04 * shared + (core.length > 2 ? 0.03 : 0)
  return {
    score,
    why: {
      zh: `字号“${core}”相同${isSure ? '，地区与行业一致' : ''}`,
      en: `both are “${core}”${isSure ? ', of one region and one trade' : ''}`,
    },
  }
}

/** Letters put in, left out or changed between two short texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? 0
}

function ofTwoCores(a: CompanyName, b: CompanyName): Likeness {
  const [short, long] = a.core.length <= b.core.length ? [a.core, b.core] : [b.core, a.core]
  if (!regionsAgree(a.region, b.region) || !tradesAgree(a.trade, b.trade)) return no('字号不同', 'the trade names differ')
  if (short.length >= 3 && long.startsWith(short))
    return { score: 0.6, why: { zh: `“${long}”以“${short}”开头`, en: `“${long}” begins with “${short}”` } }
  const apart = distance(short, long)
  if (short.length >= 4 && apart === 1)
    return { score: 0.55, why: { zh: `字号“${a.core}”与“${b.core}”只差一字`, en: `“${a.core}” and “${b.core}” differ by one letter` } }
  return no('字号不同', 'the trade names differ')
}

const companyEnd =
  /(?:公司|集团|[一-龥]{2}(?:茶馆|茶楼|茶庄|茶舍|茶行|餐厅|饭店|饭馆|宾馆|民宿|客栈|会所|书店|药店|药房|诊所|门诊部|幼儿园|中学|小学|大学|商店|商场|商城|百货|美容院|养生馆|健身房|养老院|培训班|农场|果园|酒庄|花店|面馆|火锅店)|合作社|事务所|经营部|门市部|商行|工作室|[一-龥]{2}(?:厂|店|超市|医院|学校|银行|酒店)|个体工商户|株式会社)(?:\([^()]*\))?$/

/** The last letters of all such names, so that most are told apart at once. */
const mayEnd = /[司团社所部行室厂店市院校户处厅馆楼庄舍宿栈房园学场城货班a-zａ-ｚ.．)）\]】〕\s]$/i

/** Does a name end like a company's? A guess, for when nobody said whether it is a person or a company. */
export function looksLikeCompany(name: string): boolean {
  if (!mayEnd.test(name)) return false
  const plain = plainCompany(name)
  return (
    companyEnd.test(plain) ||
    branchOf.test(plain) ||
    /[a-z].*[\s,.](?:co\.?,? ?ltd|ltd|limited|inc|corp|corporation|llc|llp|plc|gmbh|pte|pty)\.?$/.test(plain)
  )
}
