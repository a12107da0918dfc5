import { expect, test } from 'vitest'
import { districts } from './divisions.ts'
import { districtInEnglish, englishDistrict } from './english-districts.ts'

test('every district has a name in Latin letters, and within its city that name is read back as it', () => {
  const inCity = Map.groupBy(districts, (each) => each.city ?? each.province)
  for (const all of inCity.values()) {
    const names = [...new Set(all.map((each) => each.name))]
    for (const name of names) {
      expect(englishDistrict(name)).toMatch(/^[A-Z][a-zü']+(?:[ -][A-Za-zü']+)*$/)
      expect([name, districtInEnglish(englishDistrict(name), names)]).toEqual([name, name])
    }
  }
})

test.each([
  ['西湖区', 'Xihu District'],
  ['浦东新区', 'Pudong New Area'],
  ['长安区', "Chang'an District"],
  ['单县', 'Shan County'],
  ['蔚县', 'Yu County'],
  ['歙县', 'She County'],
  ['大城县', 'Daicheng County'],
  ['都匀市', 'Duyun City'],
  ['乐清市', 'Yueqing City'],
  ['六合区', 'Luhe District'],
  ['东阿县', "Dong'e County"],
  ['油尖旺区', 'Yau Tsim Mong District'],
  ['大埔县', 'Dabu County'],
  ['都安瑶族自治县', "Du'an Yao Autonomous County"],
  ['新晃侗族自治县', 'Xinhuang Dong Autonomous County'],
  ['彭水苗族土家族自治县', 'Pengshui Miao Tujia Autonomous County'],
  ['莫力达瓦达斡尔族自治旗', 'Molidawa Daur Autonomous Banner'],
  ['管城回族区', 'Guancheng Hui District'],
  ['神农架林区', 'Shennongjia Forestry District'],
  ['井陉矿区', 'Jingxing Mining District'],
  ['虎门镇', 'Humen Town'],
  ['高新区', 'Gaoxin District'],
  ['Brooklyn', 'Brooklyn'],
  ['𠮷某龘', '𠮷某龘'],
])('the district %s is said as %s', (name, words) => expect(englishDistrict(name)).toBe(words))

test.each([
  ['xihu', '西湖区'],
  ['XIHU DISTRICT', '西湖区'],
  ['Xi Hu Qu', '西湖区'],
  ["Chun'an", '淳安县'],
  ['Brooklyn', undefined],
  ['', undefined],
])('%j is read as the district %s of Hangzhou', (text, name) =>
  expect(districtInEnglish(text, ['西湖区', '上城区', '淳安县', '建德市'])).toBe(name),
)
