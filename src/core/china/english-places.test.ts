import { expect, test } from 'vitest'
import {
  cityInEnglish,
  cityInProvince,
  cityInsideChina,
  englishCities,
  englishCitiesByProvince,
  englishCity,
  englishProvince,
  englishProvinces,
  provinceInEnglish,
} from './english-places.ts'
import { cities, provinces } from './places.ts'

test('every province and city has an English name of its own, and that name is read back as what it names', () => {
  for (const { name } of provinces) expect([name, provinceInEnglish(englishProvince(name))]).toEqual([name, name])
  for (const { name } of cities) expect([name, cityInEnglish(englishCity(name))]).toEqual([name, name])
  for (const [words] of [...englishProvinces(), ...englishCities()])
    expect(words).toMatch(/^[A-ZÜ][a-zü]+(?:[' -][A-Za-zü]+)*(?: \([A-Z][A-Za-z ]+\))?$/)
})

test.each([
  ['杭州市', 'Hangzhou'],
  ['西安市', "Xi'an"],
  ['哈尔滨市', 'Harbin'],
  ['呼和浩特市', 'Hohhot'],
  ['乌鲁木齐市', 'Ürümqi'],
  ['拉萨市', 'Lhasa'],
  ['吕梁市', 'Lüliang'],
  ['六安市', "Lu'an (Anhui)"],
  ['厦门市', 'Xiamen'],
  ['乐清市', 'Yueqing'],
  ['乐陵市', 'Laoling'],
  ['长春市', 'Changchun'],
  ['重庆市', 'Chongqing'],
  ['台北市', 'Taipei'],
  ['延边朝鲜族自治州', 'Yanbian'],
  ['鄂尔多斯市', 'Ordos'],
  ['苏州市', 'Suzhou (Jiangsu)'],
  ['宿州市', 'Suzhou (Anhui)'],
  ['喀什地区', 'Kashgar'],
  ['喀什市', 'Kashgar City (Xinjiang)'],
  ['Paris', 'Paris'],
  ['某地', '某地'],
])('the city %s is said as %s', (name, words) => expect(englishCity(name)).toBe(words))

test.each([
  ['陕西省', 'Shaanxi'],
  ['山西省', 'Shanxi'],
  ['内蒙古自治区', 'Inner Mongolia'],
  ['西藏自治区', 'Tibet'],
  ['新疆维吾尔自治区', 'Xinjiang'],
  ['香港特别行政区', 'Hong Kong'],
  ['澳门特别行政区', 'Macao'],
])('the province %s is said as %s', (name, words) => expect(englishProvince(name)).toBe(words))

test.each([
  ['hangzhou', '杭州市'],
  ['HANGZHOU CITY', '杭州市'],
  ['Xian', '西安市'],
  ['Xi An', '西安市'],
  ['Urumqi', '乌鲁木齐市'],
  ['Wulumuqi', undefined],
  ['Macau', '澳门'],
  ['Suzhou', undefined],
  ['suzhou, jiangsu', '苏州市'],
  ['Springfield', undefined],
  ['City', undefined],
  ['Aba', undefined],
  ['aba (sichuan)', '阿坝藏族羌族自治州'],
  ['Mile', undefined],
  ['Hami', undefined],
  ['Hainan', undefined],
  ['Anyang', undefined],
  ['Hangzhou, Zhejiang', '杭州市'],
  ['', undefined],
])('%j is read as the city %s', (text, name) => expect(cityInEnglish(text)).toBe(name))

test.each([
  ['Zhejiang Province', '浙江省'],
  ['Guangxi Zhuang Autonomous Region', '广西壮族自治区'],
  ['Hong Kong SAR', '香港特别行政区'],
  ['Xizang', '西藏自治区'],
  ['Ontario', undefined],
])('%j is read as the province %s', (text, name) => expect(provinceInEnglish(text)).toBe(name))

test('a name that may as well be abroad is a Chinese city where its province is known, or that it lies in China', () => {
  expect(cityInProvince('Aba', '四川省')).toBe('阿坝藏族羌族自治州')
  expect(cityInProvince('Suzhou', '江苏省')).toBe('苏州市')
  expect(cityInProvince('Suzhou', '安徽省')).toBe('宿州市')
  expect(cityInProvince('Kashgar', '新疆维吾尔自治区')).toBe('喀什地区')
  expect(cityInProvince('Aba', 'Abia')).toBeUndefined()
  expect(cityInsideChina('mile')).toBe('弥勒市')
  expect(cityInsideChina('Suzhou')).toBeUndefined()
  expect(cityInsideChina('Lagos')).toBeUndefined()
})

test('every city is told by its bare name and its province, or its prefecture of that name is', () => {
  for (const city of cities) {
    const bare = englishCity(city.name).replace(/(?: City)? \(.*/, '')
    const found = cities.filter((each) => each.province === city.province && each.name === cityInProvince(bare, city.province.name))
    expect([city.name, found.map((each) => englishCity(each.name).replace(/(?: City)? \(.*/, ''))]).toEqual([city.name, [bare]])
  }
})

test('of a prefecture and its seat of one name the prefecture is meant, where places of before are named too', () => {
  const named = new Map(englishCitiesByProvince().map(({ province, words, name }) => [`${province} ${words}`, name]))
  expect(named.get('新疆维吾尔自治区 Hotan')).toBe('和田地区')
  expect(cityInProvince('Hotan', '新疆维吾尔自治区')).toBe('和田地区')
})
