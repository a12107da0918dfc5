import { describe, expect, test } from 'vitest'
import { canonicalCity, canonicalProvince, cities, provinces } from './places.ts'
import { districts } from './divisions.ts'
import { readAddress } from './read-address.ts'

test('the tables hold what GB/T 2260 counts', () => {
  expect(provinces).toHaveLength(34)
  expect(cities.filter((city) => !city.small && city.code < '70')).toHaveLength(333 + 4)
  expect(districts.filter((each) => each.code < '70').length).toBeGreaterThanOrEqual(2840)
  expect(districts.filter((each) => each.code < '70').length).toBeLessThanOrEqual(2860)
  expect(new Set(districts.map((each) => each.code)).size).toBe(districts.length)
  expect(districts.filter((each) => each.city === null).map((each) => each.province.short)).toSatisfy((all: string[]) =>
    all.every((each) => ['河南', '湖北', '海南', '新疆'].includes(each)),
  )
})

test('every district is found in an address that is written in full, and with its city alone', () => {
  for (const { name, city, province } of districts) {
    const told = readAddress(`${province.name}${city?.name ?? ''}${name}人民路1号`)
    expect(told, `${province.name}${city?.name}${name}`).toEqual({
      province: province.name,
      city: city?.name ?? name,
      district: city ? name : null,
      rest: '人民路1号',
    })
    const ofCity = readAddress(`${city?.name ?? province.name} ${name} 人民路1号`)
    expect([ofCity.province, ofCity.district ?? ofCity.city], `${city?.name} ${name}`).toEqual([province.name, name])
  }
})

type Case = readonly [address: string, province: string | null, city: string | null, district: string | null, rest: string]
const cases: readonly Case[] = [
  ['北京市海淀区中关村大街1号', '北京市', '北京市', '海淀区', '中关村大街1号'],
  ['北京市北京市海淀区中关村大街1号', '北京市', '北京市', '海淀区', '中关村大街1号'],
  ['北京海淀中关村大街1号', '北京市', '北京市', '海淀区', '中关村大街1号'],
  ['北京 市辖区 朝阳区 建国路88号', '北京市', '北京市', '朝阳区', '建国路88号'],
  ['北京东路12号', null, null, null, '北京东路12号'],
  ['上海路5号', null, null, null, '上海路5号'],
  ['上海市浦东新区世纪大道100号', '上海市', '上海市', '浦东新区', '世纪大道100号'],
  ['上海浦东世纪大道100号', '上海市', '上海市', '浦东新区', '世纪大道100号'],
  ['浙江省杭州市西湖区文三路90号', '浙江省', '杭州市', '西湖区', '文三路90号'],
  ['浙江杭州西湖区文三路90号', '浙江省', '杭州市', '西湖区', '文三路90号'],
  ['杭州市西湖大道18号', '浙江省', '杭州市', null, '西湖大道18号'],
  ['浙江省西湖区文三路90号', '浙江省', '杭州市', '西湖区', '文三路90号'],
  ['海淀区中关村大街1号', '北京市', '北京市', '海淀区', '中关村大街1号'],
  ['朝阳区建国路88号', null, null, null, '朝阳区建国路88号'],
  ['广西壮族自治区南宁市青秀区民族大道1号', '广西壮族自治区', '南宁市', '青秀区', '民族大道1号'],
  ['广西南宁青秀区民族大道1号', '广西壮族自治区', '南宁市', '青秀区', '民族大道1号'],
  ['内蒙古自治区呼和浩特市新城区', '内蒙古自治区', '呼和浩特市', '新城区', ''],
  ['内蒙古锡林郭勒盟锡林浩特市', '内蒙古自治区', '锡林郭勒盟', '锡林浩特市', ''],
  ['新疆生产建设兵团第八师石河子市北三路', '新疆维吾尔自治区', '石河子市', null, '北三路'],
  ['新疆维吾尔自治区自治区直辖县级行政区划石河子市', '新疆维吾尔自治区', '石河子市', null, ''],
  ['湖北省省直辖县级行政区划仙桃市干河街道', '湖北省', '仙桃市', null, '干河街道'],
  ['海南省陵水黎族自治县椰林镇', '海南省', '陵水黎族自治县', null, '椰林镇'],
  ['吉林市船营区', '吉林省', '吉林市', '船营区', ''],
  ['吉林省吉林市船营区北京路', '吉林省', '吉林市', '船营区', '北京路'],
  ['吉林长春朝阳区', '吉林省', '长春市', '朝阳区', ''],
  ['青海省海南藏族自治州共和县', '青海省', '海南藏族自治州', '共和县', ''],
  ['延边州延吉市', '吉林省', '延边朝鲜族自治州', '延吉市', ''],
  ['江苏昆山市花桥镇', '江苏省', '苏州市', '昆山市', '花桥镇'],
  ['义乌市稠州北路', '浙江省', '金华市', '义乌市', '稠州北路'],
  ['苏州市工业园区星湖街', '江苏省', '苏州市', '工业园区', '星湖街'],
  ['广东省东莞市长安镇振安路', '广东省', '东莞市', '长安镇', '振安路'],
  ['中山市古镇镇新兴大道', '广东省', '中山市', '古镇镇', '新兴大道'],
  ['河北省雄安新区容城县奥威路', '河北省', '保定市', '容城县', '奥威路'],
  ['广东省 - 深圳市 - 南山区 - 科技园', '广东省', '深圳市', '南山区', '科技园'],
  ['重庆市县城口县葛城街道', '重庆市', '重庆市', '城口县', '葛城街道'],
  ['重庆渝中区解放碑', '重庆市', '重庆市', '渝中区', '解放碑'],
  ['香港九龙城区', '香港特别行政区', '香港', '九龙城区', ''],
  ['香港特别行政区中西区皇后大道中', '香港特别行政区', '香港', '中西区', '皇后大道中'],
  ['台湾省台北市信义路', '台湾省', '台北市', null, '信义路'],
  ['中国 四川省 成都市 武侯区', '四川省', '成都市', '武侯区', ''],
  ['100080 北京市海淀区', '北京市', '北京市', '海淀区', ''],
  ['ｃｈｉｎａ，广东省广州市天河区１号', '广东省', '广州市', '天河区', '1号'],
  ['四川省', '四川省', null, null, ''],
  ['1 Infinite Loop, Cupertino', null, null, null, '1 Infinite Loop, Cupertino'],
  ['', null, null, null, ''],
  ['某某小区3栋', null, null, null, '某某小区3栋'],
]

describe('an address as people write it', () => {
  test.each(cases)('%s', (address, province, city, district, rest) => {
    expect(readAddress(address)).toEqual({ province, city, district, rest })
  })
})

test('a city and a province have one name however they are written', () => {
  for (const each of ['广东', '广东省', '粤', ' 广东省 ']) expect(canonicalProvince(each)).toBe('广东省')
  expect(canonicalProvince('内蒙')).toBe('内蒙古自治区')
  expect(canonicalCity('杭州')).toBe('杭州市')
  expect(canonicalCity('杭州市')).toBe('杭州市')
  expect(canonicalCity('恩施')).toBe('恩施土家族苗族自治州')
  expect(canonicalCity('恩施州')).toBe('恩施土家族苗族自治州')
  expect(canonicalCity('义乌')).toBe('义乌市')
  for (const each of ['Hangzhou', 'Paris', '长安', '常山']) expect(canonicalCity(each)).toBe(each)
  for (const { name } of cities) expect(canonicalCity(name)).toBe(name)
  for (const { name } of provinces) expect(canonicalProvince(name)).toBe(name)
})
