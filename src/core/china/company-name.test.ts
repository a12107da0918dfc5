import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { companyCore, looksLikeCompany, sameCompany } from './company-name.ts'

describe('a company’s name in its parts', () => {
  test.each([
    ['北京纷扬科技有限公司', '纷扬', '北京市', '科技', '有限公司'],
    ['北京纷扬', '纷扬', '北京市', '', ''],
    ['纷扬科技', '纷扬', '', '科技', ''],
    ['纷扬（北京）科技有限公司', '纷扬', '北京市', '科技', '有限公司'],
    ['北京市海淀区纷扬科技有限责任公司', '纷扬', '海淀区', '科技', '有限责任公司'],
    ['杭州阿里巴巴网络技术有限公司', '阿里巴巴', '杭州市', '网络技术', '有限公司'],
    ['阿里巴巴（中国）网络技术有限公司', '阿里巴巴', '', '网络技术', '有限公司'],
    ['广东省深圳市腾讯计算机系统有限公司', '腾讯', '深圳市', '计算机系统', '有限公司'],
    ['北京同仁堂科技发展股份有限公司', '同仁堂', '北京市', '科技发展', '股份有限公司'],
    ['内蒙古伊利实业集团股份有限公司', '伊利', '内蒙古自治区', '实业', '集团股份有限公司'],
    ['北京银行', '北京银行', '', '', ''],
    ['上海银行股份有限公司', '上海银行', '', '', '股份有限公司'],
    ['中国石油化工集团有限公司', '石油', '', '化工', '集团有限公司'],
    ['宁波雅戈尔服饰有限公司', '雅戈尔', '宁波市', '服饰', '有限公司'],
    ['上海红星企业管理合伙企业（有限合伙）', '红星', '上海市', '企业管理', '有限合伙合伙企业'],
    ['  Acme Trading Co., Ltd. ', 'acmetrading', '', '', 'coltd'],
    ['ＡＣＭＥ　Ｉｎｃ', 'acme', '', '', 'inc'],
    ['', '', '', '', ''],
  ])('%s', (name, core, region, trade, form) => {
    expect(companyCore(name)).toMatchObject({ core, region, trade, form })
  })

  test('a branch says so', () => {
    expect(companyCore('北京纷扬科技有限公司上海分公司')).toMatchObject({ core: '纷扬', region: '北京市', branch: '上海' })
    expect(companyCore('北京纷扬科技有限公司')).toMatchObject({ branch: '' })
  })
})

describe('two names of one company', () => {
  test.each([
    ['北京纷扬', '北京纷扬科技有限公司', 0.85],
    ['腾讯', '深圳市腾讯计算机系统有限公司', 0.85],
    ['北京同仁堂', '北京同仁堂科技发展股份有限公司', 0.85],
    ['北京纷扬科技有限公司', '纷扬科技', 0.85],
    ['北京纷扬', '纷扬科技', 0.85],
    ['纷扬（北京）科技有限公司', '北京纷扬科技有限公司', 0.95],
    ['纷扬(北京)科技有限公司', '纷扬（北京）科技有限公司', 1],
    ['北京市纷扬科技有限公司', '北京纷扬科技股份有限公司', 0.95],
    ['北京 纷扬 科技 有限公司', '北京纷扬科技有限公司', 1],
    ['浙江娃哈哈饮料有限公司', '杭州娃哈哈饮料', 0.85],
    ['Acme Trading Co., Ltd.', 'ACME TRADING LIMITED', 0.95],
    ['小米科技有限责任公司', '小米', 0.85],
  ])('%s and %s', (a, b, least) => {
    expect(sameCompany(a, b).score).toBeGreaterThanOrEqual(least)
    expect(sameCompany(b, a).score).toBe(sameCompany(a, b).score)
    expect(sameCompany(a, b).why.zh).toMatch(/\p{Script=Han}/u)
  })
})

describe('two companies', () => {
  test.each([
    ['北京纷扬科技有限公司', '北京飞扬科技有限公司'],
    ['北京纷扬科技有限公司', '北京纷享科技有限公司'],
    ['北京万达科技有限公司', '上海万达科技有限公司'],
    ['华为技术有限公司', '华为投资控股有限公司'],
    ['杭州银行', '宁波银行'],
    ['杭州银行股份有限公司', '杭州联合银行'],
    ['北京科技有限公司', '北京贸易有限公司'],
    ['杭州西湖科技有限公司', '宁波东海科技有限公司'],
    ['有限公司', '股份有限公司'],
    ['', ''],
    ['', '北京纷扬'],
    ['浙江吉利汽车有限公司', '浙江吉祥汽车有限公司'],
    ['苏州大成食品', '杭州大成食品'],
    ['Acme Trading Ltd', 'Apex Trading Ltd'],
  ])('%s and %s', (a, b) => {
    expect(sameCompany(a, b).score).toBeLessThan(0.5)
  })

  test('a company and its branch are less than one and more than two', () => {
    const { score } = sameCompany('北京纷扬科技有限公司', '北京纷扬科技有限公司上海分公司')
    expect(score).toBeGreaterThan(0.5)
    expect(score).toBeLessThan(0.85)
  })
})

test('whatever is written, the score lies between nothing and one and does not depend on the order', () => {
  const letter = fc.constantFrom(...'北京上海市省区纷扬科技有限公司集团()（）中国a b.,'.split(''))
  const name = fc.oneof(
    fc.array(letter, { maxLength: 14 }).map((all) => all.join('')),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  fc.assert(
    fc.property(name, name, (a, b) => {
      const { score } = sameCompany(a, b)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(sameCompany(b, a).score).toBe(score)
    }),
    { numRuns: 2000 },
  )
})

test('a name that ends like a company’s is guessed to be one, a person’s never', () => {
  for (const name of [
    '北京纷扬科技有限公司',
    '海尔集团',
    '第一机床厂',
    '王记包子店',
    'Acme Co., Ltd.',
    'Apex, Inc.',
    '金杜律师事务所',
    '纷扬（北京）有限公司',
    '纷扬有限公司上海分公司',
    '企业(有限合伙)公司',
  ])
    expect(looksLikeCompany(name), name).toBe(true)
  for (const name of ['苏州竹里馆茶馆', '王记茶庄', '云上民宿', '老李火锅店']) expect(looksLikeCompany(name), name).toBe(true)
  for (const name of ['王芳', '欧阳公', '单雄信', 'Vincent', 'Prince', 'Li Na', 'Malcolm', '厂', '小店', '', 'Marco', 'Inc'])
    expect(looksLikeCompany(name), name).toBe(false)
})
