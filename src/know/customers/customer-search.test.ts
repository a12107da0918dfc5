import { pinyin } from 'pinyin-pro'
import { describe, expect, test } from 'vitest'
import { nameInPinyin, searchColumns } from './customer-search.ts'
import { onlyReading, spelt } from './only-reading.ts'

describe('a surname is read as a surname', () => {
  test.each([
    ['单雄信', 'shanxiongxin', 'sxx'],
    ['解晓东', 'xiexiaodong', 'xxd'],
    ['仇英', 'qiuying', 'qy'],
    ['区小明', 'ouxiaoming', 'oxm'],
    ['曾国藩', 'zengguofan', 'zgf'],
    ['查良镛', 'zhaliangyong', 'zly'],
    ['盖叫天', 'gejiaotian', 'gjt'],
    ['朴树', 'piaoshu', 'ps'],
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['万俟卨', 'moqixie', 'mqx'],
    ['缪贤', 'miaoxian', 'mx'],
    ['召康', 'shaokang', 'sk'],
    ['种师道', 'chongshidao', 'csd'],
    ['员半千', 'yunbanqian', 'ybq'],
    ['繁钦', 'poqin', 'pq'],
    ['折可适', 'shekeshi', 'sks'],
    ['翟志刚', 'zhaizhigang', 'zzg'],
    ['令狐冲', 'linghuchong', 'lhc'],
    ['吕布', 'lvbu', 'lb'],
    ['Anna Li', 'anna li', ''],
  ])('%s', (name, full, initials) => {
    expect(nameInPinyin(name)).toEqual({ full, initials })
  })
})

test('a letter that has one reading is read so wherever it stands', () => {
  const asWords = (name: string) => pinyin(name, { ...spelt, surname: 'head', nonZh: 'consecutive' }).join('')
  const common = Array.from({ length: 3_000 }, (_, i) => String.fromCharCode(0x4e00 + i * 7)).filter(
    (letter) => onlyReading(letter) !== null,
  )
  expect(common.length).toBeGreaterThan(2_000)
  for (const [i, letter] of common.entries()) {
    const name = `${letter}${common[(i * 31 + 7) % common.length] ?? ''}${common[(i * 17 + 3) % common.length] ?? ''}`
    expect(nameInPinyin(name, false).full).toBe(asWords(name))
  }
  for (const word of ['阿房宫', '傍若无人', '合从连衡', '告朔饩羊']) expect(nameInPinyin(word, false).full).toBe(asWords(word))
  for (const letter of '单曾乐强𠮷a々') expect(onlyReading(letter)).toBe(null)
})

test('a surname that families read in two ways is found by both', () => {
  const words = (name: string) => searchColumns({ name }).search
  expect(words('覃海洋')).toContain("'qinhaiyang'")
  expect(words('覃海洋')).toContain("'tanhaiyang'")
  expect(words('乐嘉')).toContain("'lejia'")
  expect(words('乐嘉')).toContain("'yuejia'")
  expect(words('单雄信')).toContain("'danxiongxin'")
})

test('the name of a company has no surname', () => {
  expect(nameInPinyin('𠮷田')).toEqual({ full: '𠮷tian', initials: '𠮷t' })
  expect(nameInPinyin('单车出行有限公司').full).toMatch(/^danche/)
  expect(nameInPinyin('解放日报集团').full).toMatch(/^jiefang/)
  expect(searchColumns({ name: '乐视', kind: 'company' }).namePinyin).toBe('leshi')
  expect(searchColumns({ name: '朴素家居', kind: 'company' }).search).not.toContain('piao')
})

test('a company is found by its short name, and anybody by a WeChat id', () => {
  const { search } = searchColumns({ name: '北京纷扬科技有限公司', shortName: '纷享', kind: 'company', wechat: 'FenXiang_01' })
  for (const word of ['纷享', 'fenxiang', 'fx', 'fenxiang_01']) expect(search).toContain(`'${word}'`)
})
