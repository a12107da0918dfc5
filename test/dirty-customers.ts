import { type Chance, drawFrom } from '../src/know/sample-shop/draw-random.ts'
import { givenNames, surnames } from '../src/know/sample-shop/names.ts'

export type DirtyRecord = {
  /** Records of one `who` are one customer; only the generator knows. */
  readonly who: number
  /** Records of one household share a phone and are different people. */
  readonly household: number | null
  /** Nothing but a name is common with the other records of the same customer, so no rule can find it. */
  readonly isLost: boolean
  readonly fields: Readonly<Record<string, string>>
}

type Fields = Record<string, string>

const cities = [
  ['浙江省', '杭州市', '西湖区', 9],
  ['上海市', '上海市', '徐汇区', 12],
  ['北京市', '北京市', '海淀区', 12],
  ['广东省', '广州市', '天河区', 9],
  ['广东省', '深圳市', '南山区', 9],
  ['四川省', '成都市', '武侯区', 8],
  ['湖北省', '武汉市', '洪山区', 6],
  ['江苏省', '南京市', '鼓楼区', 5],
  ['江苏省', '苏州市', '姑苏区', 5],
  ['陕西省', '西安市', '雁塔区', 5],
  ['湖南省', '长沙市', '岳麓区', 4],
  ['福建省', '厦门市', '思明区', 3],
  ['山东省', '青岛市', '市南区', 4],
  ['云南省', '昆明市', '五华区', 3],
  ['重庆市', '重庆市', '渝中区', 6],
] as const
const streets =
  '文三路 人民路 中山北路 解放路 建设大道 延安西路 新华路 和平里 学院路 长江路 黄河路 朝阳街 虹桥路 滨江道 科技园路 湖滨路 体育场路 南京西路'.split(
    ' ',
  )
const estates = '翠苑新村 阳光花园 万科城 绿城桂花园 保利香槟 金地名苑 龙湖天街 碧桂园 中海国际 幸福里'.split(' ')
/** Characters of given names that sound alike, for slips of the ear and of the input method. */
const homophones = [
  '伟玮炜纬',
  '芳方坊',
  '静婧靖敬',
  '丽莉俐立',
  '敏闽珉',
  '娜纳',
  '强',
  '磊垒蕾',
  '军君均钧',
  '洋阳扬杨',
  '勇永泳',
  '艳燕彦',
  '杰洁捷',
  '娟涓',
  '涛',
  '明名铭',
  '超',
  '秀琇',
  '霞',
  '平萍苹',
  '刚钢',
  '华桦',
  '玉钰裕',
  '红宏洪鸿',
  '梅玫',
  '晓小筱',
  '志智致',
  '建健剑',
  '国',
  '海',
  '文雯闻',
  '佳嘉家',
  '欣新鑫心',
  '雨宇羽语',
  '轩萱',
  '浩皓昊',
  '晨辰宸',
  '琳林霖',
  '婷',
  '颖莹影',
  '思丝',
  '子紫梓',
  '博',
  '俊峻骏',
  '凯',
  '丹',
  '雪',
  '慧惠蕙',
  '春椿',
  '波',
]
const soundingLike = new Map(homophones.flatMap((group) => [...group].map((letter) => [letter, group] as const)))
const chars = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧巧美淑惠珠翠雅芝玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思志建国海文浩宇晨子轩博俊凯辉鹏飞斌波峰新立成诚',
]
const letters = 'abcdefghijklmnopqrstuvwxyz'
const cores =
  '纷扬 云帆 瑞丰 恒信 博远 天成 智联 华美 金鼎 宏图 启明 德润 佳和 汇通 鼎盛 星河 青禾 蓝海 万象 同创 卓越 天元 正大 长青 和顺 福源 永泰 安达 光合 竹里 山海 木兰'.split(
    ' ',
  )
const trades = '科技 信息技术 贸易 商贸 网络科技 文化传媒 食品 餐饮管理 物流 电子商务 建筑工程 医药'.split(' ')

/**
 * A base of customers as shops have them, with its truth: `people` different customers, one in six of them more than once, in the
 * ways in which files and clerks spoil records; families that share a phone; and names as common as they are in China.
 */
export function dirtyCustomers(people: number, seed = 7): DirtyRecord[] {
  const chance = drawFrom(seed, 1)
  const records: DirtyRecord[] = []
  let household = 0
  const taken = new Set<string>()
  for (let who = 0; who < people; who++) {
    const fields = chance.happens(0.08) ? drawCompany(chance, taken) : drawPerson(chance)
    const family = fields['kind'] === 'person' && fields['phone'] !== undefined && chance.happens(0.03) ? household++ : null
    records.push({ who, household: family, isLost: false, fields })
    for (let copies = chance.happens(1 / 6) ? (chance.happens(0.2) ? 2 : 1) : 0; copies > 0; copies--) {
      const copy = fields['kind'] === 'person' ? spoilPerson(fields, chance) : spoilCompany(fields, chance)
      records.push({ who, household: family, ...copy })
    }
    if (family !== null && who + 1 < people)
      records.push({ who: ++who, household: family, isLost: false, fields: relativeOf(fields, chance) })
  }
  return records
}

const pick = (text: string, chance: Chance) => text[chance.whole(0, text.length - 1)] ?? ''
const digits = (count: number, chance: Chance) => Array.from({ length: count }, () => chance.whole(0, 9)).join('')

function drawName(chance: Chance, gender: 'male' | 'female', year: number): string {
  const [surname] = chance.weighted(surnames, ([, weight]) => weight)
  if (chance.happens(0.35)) return surname + chance.oneOf(chars) + (chance.happens(0.75) ? chance.oneOf(chars) : '')
  const decade = givenNames[gender].find((each) => year <= each.until) ?? givenNames[gender][0]
  return surname + chance.oneOf((decade?.names ?? '伟').split(' '))
}

const drawMobile = (chance: Chance) => `+861${chance.oneOf(['38', '39', '35', '50', '58', '86', '87', '33', '77'])}${digits(8, chance)}`

function drawPerson(chance: Chance): Fields {
  const gender = chance.happens(0.55) ? 'female' : 'male'
  const year = chance.whole(1950, 2007)
  const [province, city, district] = chance.weighted(cities, ([, , , weight]) => weight)
  const fields: Fields = { kind: 'person', name: drawName(chance, gender, year) }
  if (chance.happens(0.6)) fields['gender'] = gender
  if (chance.happens(0.88)) fields['phone'] = drawMobile(chance)
  if (chance.happens(0.5)) fields['birthday'] = chance.happens(0.03) ? `${year}-01-01` : drawDay(chance, year)
  if (chance.happens(0.75)) Object.assign(fields, { province, city })
  if (chance.happens(0.3)) fields['email'] = drawEmail(chance)
  if (chance.happens(0.25)) fields['address'] = drawAddress(chance, province, city, district)
  if (chance.happens(0.1)) fields['wechat'] = `wx_${Array.from({ length: 7 }, () => pick(letters, chance)).join('')}`
  return fields
}

const two = (n: number) => String(n).padStart(2, '0')
const drawDay = (chance: Chance, year: number) => `${year}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`

function drawEmail(chance: Chance): string {
  const local = chance.happens(0.5)
    ? digits(chance.whole(8, 10), chance)
    : Array.from({ length: chance.whole(4, 7) }, () => pick(letters, chance)).join('') +
      (chance.happens(0.6) ? digits(chance.whole(2, 4), chance) : '')
  return `${local}@${chance.oneOf(['qq.com', '163.com', '126.com', 'gmail.com', 'outlook.com', 'sina.com'])}`
}

function drawAddress(chance: Chance, province: string, city: string, district: string): string {
  const place = province === city ? `${city}${district}` : `${province}${city}${district}`
  return `${place}${chance.oneOf(streets)}${chance.whole(1, 900)}号${chance.oneOf(estates)}${chance.whole(1, 40)}幢${chance.whole(1, 4)}单元${chance.whole(1, 30)}0${chance.whole(1, 4)}室`
}

/** The husband, the wife or a child, with the same phone. */
function relativeOf(fields: Fields, chance: Chance): Fields {
  const year = Number((fields['birthday'] ?? '1985').slice(0, 4)) + chance.oneOf([-28, -2, 1, 3, 26])
  const surname = [...(fields['name'] ?? '王')][0] ?? '王'
  const [other] = chance.weighted(surnames, ([, weight]) => weight)
  const siblings = chance.happens(0.15) ? (fields['name'] ?? '').slice(0, -1) : null
  const name =
    siblings && siblings.length >= 2
      ? siblings + chance.oneOf(chars)
      : (chance.happens(0.6) ? surname : other) + chance.oneOf(chars) + (chance.happens(0.6) ? chance.oneOf(chars) : '')
  const relative: Fields = { ...drawPerson(chance), name }
  delete relative['birthday']
  if (chance.happens(0.5)) relative['birthday'] = drawDay(chance, Math.min(2015, year))
  for (const shared of ['phone', 'address', 'city', 'province']) {
    const value = fields[shared]
    if (value !== undefined) relative[shared] = value
  }
  return relative
}

type Spoilt = { readonly fields: Fields; readonly isLost: boolean }

/** The same person once more, as another file or another clerk has them. */
function spoilPerson(original: Fields, chance: Chance): Spoilt {
  const fields: Fields = { kind: 'person', name: spoilName(original['name'] ?? '', original['gender'], chance) }
  const keep = (name: string, p: number, change: (value: string) => string = (value) => value) => {
    const value = original[name]
    if (value !== undefined && chance.happens(p)) fields[name] = change(value)
  }
  keep('gender', 0.6)
  keep('phone', 0.65, (phone) => (chance.happens(0.15) ? slip(phone, chance) : phone))
  keep('birthday', 0.6)
  keep('city', 0.7)
  if (fields['city']) keep('province', 1)
  keep('email', 0.6, (email) =>
    chance.happens(0.4) ? `${email.split('@')[0]}@${chance.oneOf(['qq.com', 'foxmail.com', 'hotmail.com'])}` : email,
  )
  keep('address', 0.6, (address) => rewrite(address, chance))
  keep('wechat', 0.6)
  const isLost = !['phone', 'birthday', 'email', 'address', 'wechat'].some((name) => fields[name] !== undefined)
  if (fields['phone'] === undefined && chance.happens(0.5)) fields['phone'] = drawMobile(chance)
  return { fields, isLost }
}

function slip(phone: string, chance: Chance): string {
  const at = chance.whole(5, phone.length - 2)
  const [one = '', next = ''] = [phone[at], phone[at + 1]]
  if (chance.happens(0.4) && one !== next) return phone.slice(0, at) + next + one + phone.slice(at + 2)
  return phone.slice(0, at) + String((Number(one) + chance.whole(1, 9)) % 10) + phone.slice(at + 1)
}

function spoilName(name: string, gender: string | undefined, chance: Chance): string {
  const way = chance.next()
  const all = [...name]
  if (way < 0.62) return name
  if (way < 0.78) return all.map((letter, i) => (i === 0 ? letter : chance.oneOf([...(soundingLike.get(letter) ?? letter)]))).join('')
  if (way < 0.83) return `${name}${chance.oneOf(['（VIP）', '-老客户', ' ', '(微信)'])}`
  if (way < 0.88) return all.join(' ')
  if (way < 0.95) return `${all[0]}${gender === 'male' ? '先生' : gender === 'female' ? '女士' : '总'}`
  if (way < 0.98 && all.length === 3) return `${all[0]}${all[2]}`
  // Another character altogether: a slip of the hand.
  return name.slice(0, -1) + chance.oneOf(chars)
}

function rewrite(address: string, chance: Chance): string {
  const way = chance.next()
  if (way < 0.3) return address
  const bare = way < 0.65 ? address.replace(/^.*?(?:省|市)(?=.{2,3}市)/, '') : address.replace(/(省|市)/g, '')
  return chance.happens(0.6)
    ? bare
        .replace('幢', chance.oneOf(['栋', '号楼']))
        .replace('单元', '-')
        .replace('室', '')
    : bare.replace(/(\d+)号/, ' $1 号 ')
}

/** No two companies of one city are registered under one name. */
function drawCompany(chance: Chance, taken: Set<string>): Fields {
  const [province, city] = chance.weighted(cities, ([, , , weight]) => weight)
  const core = () =>
    chance.happens(0.25)
      ? chance.oneOf(cores)
      : chance.oneOf(chars) + chance.oneOf(chars) + (chance.happens(0.4) ? chance.oneOf(chars) : '')
  let name = ''
  do name = `${city.replace('市', '')}${core()}${chance.oneOf(trades)}有限公司`
  while (taken.has(name))
  taken.add(name)
  const fields: Fields = { kind: 'company', name }
  if (chance.happens(0.7)) Object.assign(fields, { province, city })
  if (chance.happens(0.7)) fields['phone'] = chance.happens(0.5) ? drawMobile(chance) : `+8610${chance.whole(2, 8)}${digits(7, chance)}`
  if (chance.happens(0.3))
    fields['creditCode'] =
      `91${digits(6, chance)}MA${Array.from({ length: 7 }, () => pick('0123456789ABCDEFGHJKLMNPQRTUWXY', chance)).join('')}${digits(1, chance)}`
  if (chance.happens(0.3)) fields['email'] = `info@${Array.from({ length: 7 }, () => pick(letters, chance)).join('')}.com.cn`
  return fields
}

function spoilCompany(original: Fields, chance: Chance): Spoilt {
  const name = original['name'] ?? ''
  const spoilt: Fields = { kind: chance.happens(0.2) ? 'person' : 'company', name }
  const way = chance.next()
  const bare = name.replace('有限公司', '')
  const trade = trades.find((each) => bare.endsWith(each)) ?? ''
  if (way < 0.25) spoilt['name'] = bare
  else if (way < 0.45) spoilt['name'] = bare.slice(0, bare.length - trade.length)
  else if (way < 0.6) spoilt['name'] = bare.slice(2)
  else if (way < 0.75) spoilt['name'] = `${bare.slice(2, bare.length - trade.length)}（${name.slice(0, 2)}）${trade}有限公司`
  else if (way < 0.85) spoilt['name'] = name.replace('有限公司', '股份有限公司')
  if (spoilt['name'] === bare || !/公司/.test(spoilt['name'] ?? '')) spoilt['kind'] = 'company'
  for (const field of ['city', 'phone', 'creditCode', 'email'])
    if (original[field] !== undefined && chance.happens(0.6)) spoilt[field] = original[field]
  return { fields: spoilt, isLost: false }
}
