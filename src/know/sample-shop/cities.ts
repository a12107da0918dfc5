import type { Words } from '../../core/kit/words.ts'

export type SampleCity = {
  readonly province: Words
  readonly city: Words
  readonly districts: readonly string[]
  /** How many of the customers live there, against the other cities. The shop is in Hangzhou, so its neighbours weigh more. */
  readonly weight: number
}

type CityLine = readonly [zh: string, en: string, weight: number, districts: string]

// biome-ignore format: a table, one line a row
const provinces: readonly { readonly province: Words; readonly cities: readonly CityLine[] }[] = [
  {
    province: { zh: '浙江省', en: 'Zhejiang' },
    cities: [
      ['杭州市', 'Hangzhou', 170, '上城区 拱墅区 西湖区 滨江区 萧山区 余杭区 临平区 钱塘区 富阳区'],
      ['宁波市', 'Ningbo', 50, '海曙区 江北区 鄞州区 镇海区 北仑区'],
      ['温州市', 'Wenzhou', 32, '鹿城区 龙湾区 瓯海区'],
      ['绍兴市', 'Shaoxing', 30, '越城区 柯桥区 上虞区'],
      ['嘉兴市', 'Jiaxing', 26, '南湖区 秀洲区'],
      ['湖州市', 'Huzhou', 20, '吴兴区 南浔区'],
      ['金华市', 'Jinhua', 24, '婺城区 金东区'],
      ['台州市', 'Taizhou', 18, '椒江区 黄岩区 路桥区'],
      ['衢州市', 'Quzhou', 8, '柯城区 衢江区'],
    ],
  },
  { province: { zh: '上海市', en: 'Shanghai' }, cities: [['上海市', 'Shanghai', 130, '黄浦区 徐汇区 长宁区 静安区 普陀区 虹口区 杨浦区 闵行区 宝山区 浦东新区 松江区']] },
  {
    province: { zh: '江苏省', en: 'Jiangsu' },
    cities: [
      ['苏州市', 'Suzhou', 60, '姑苏区 虎丘区 吴中区 相城区 吴江区'],
      ['南京市', 'Nanjing', 55, '玄武区 秦淮区 建邺区 鼓楼区 江宁区 栖霞区'],
      ['无锡市', 'Wuxi', 30, '梁溪区 锡山区 惠山区 滨湖区 新吴区'],
      ['常州市', 'Changzhou', 18, '天宁区 钟楼区 新北区 武进区'],
      ['南通市', 'Nantong', 14, '崇川区 通州区 海门区'],
      ['扬州市', 'Yangzhou', 12, '广陵区 邗江区 江都区'],
      ['徐州市', 'Xuzhou', 9, '云龙区 鼓楼区 泉山区'],
    ],
  },
  { province: { zh: '北京市', en: 'Beijing' }, cities: [['北京市', 'Beijing', 85, '东城区 西城区 朝阳区 海淀区 丰台区 石景山区 通州区 昌平区 大兴区']] },
  { province: { zh: '天津市', en: 'Tianjin' }, cities: [['天津市', 'Tianjin', 20, '和平区 河西区 南开区 河北区 西青区']] },
  { province: { zh: '重庆市', en: 'Chongqing' }, cities: [['重庆市', 'Chongqing', 24, '渝中区 江北区 沙坪坝区 九龙坡区 南岸区 渝北区']] },
  {
    province: { zh: '广东省', en: 'Guangdong' },
    cities: [
      ['广州市', 'Guangzhou', 48, '越秀区 海珠区 荔湾区 天河区 白云区 番禺区'],
      ['深圳市', 'Shenzhen', 52, '福田区 罗湖区 南山区 宝安区 龙岗区 龙华区'],
      ['佛山市', 'Foshan', 16, '禅城区 南海区 顺德区'],
      ['东莞市', 'Dongguan', 14, '莞城街道 南城街道 东城街道'],
      ['珠海市', 'Zhuhai', 7, '香洲区 斗门区 金湾区'],
      ['汕头市', 'Shantou', 10, '金平区 龙湖区 澄海区'],
      ['中山市', 'Zhongshan', 6, '石岐街道 东区街道 西区街道'],
    ],
  },
  {
    province: { zh: '福建省', en: 'Fujian' },
    cities: [
      ['福州市', 'Fuzhou', 20, '鼓楼区 台江区 仓山区 晋安区'],
      ['厦门市', 'Xiamen', 22, '思明区 湖里区 集美区 海沧区'],
      ['泉州市', 'Quanzhou', 15, '鲤城区 丰泽区 洛江区'],
    ],
  },
  {
    province: { zh: '安徽省', en: 'Anhui' },
    cities: [
      ['合肥市', 'Hefei', 24, '庐阳区 蜀山区 包河区 瑶海区'],
      ['芜湖市', 'Wuhu', 9, '镜湖区 鸠江区 弋江区'],
      ['黄山市', 'Huangshan', 5, '屯溪区 徽州区'],
    ],
  },
  {
    province: { zh: '江西省', en: 'Jiangxi' },
    cities: [
      ['南昌市', 'Nanchang', 14, '东湖区 西湖区 青山湖区 红谷滩区'],
      ['九江市', 'Jiujiang', 5, '浔阳区 濂溪区 柴桑区'],
    ],
  },
  {
    province: { zh: '山东省', en: 'Shandong' },
    cities: [
      ['济南市', 'Jinan', 22, '历下区 市中区 槐荫区 历城区'],
      ['青岛市', 'Qingdao', 24, '市南区 市北区 崂山区 李沧区 黄岛区'],
      ['烟台市', 'Yantai', 8, '芝罘区 莱山区 福山区'],
      ['潍坊市', 'Weifang', 7, '奎文区 潍城区'],
    ],
  },
  {
    province: { zh: '河南省', en: 'Henan' },
    cities: [
      ['郑州市', 'Zhengzhou', 22, '中原区 二七区 金水区 管城回族区'],
      ['洛阳市', 'Luoyang', 8, '西工区 涧西区 洛龙区'],
      ['信阳市', 'Xinyang', 5, '浉河区 平桥区'],
    ],
  },
  {
    province: { zh: '湖北省', en: 'Hubei' },
    cities: [
      ['武汉市', 'Wuhan', 32, '江岸区 江汉区 武昌区 洪山区 汉阳区'],
      ['宜昌市', 'Yichang', 6, '西陵区 伍家岗区 夷陵区'],
    ],
  },
  {
    province: { zh: '湖南省', en: 'Hunan' },
    cities: [
      ['长沙市', 'Changsha', 24, '芙蓉区 天心区 岳麓区 开福区 雨花区'],
      ['岳阳市', 'Yueyang', 5, '岳阳楼区 君山区'],
    ],
  },
  {
    province: { zh: '四川省', en: 'Sichuan' },
    cities: [
      ['成都市', 'Chengdu', 44, '锦江区 青羊区 金牛区 武侯区 成华区 双流区'],
      ['绵阳市', 'Mianyang', 6, '涪城区 游仙区'],
    ],
  },
  {
    province: { zh: '陕西省', en: 'Shaanxi' },
    cities: [
      ['西安市', "Xi'an", 26, '新城区 碑林区 莲湖区 雁塔区 未央区'],
      ['咸阳市', 'Xianyang', 4, '秦都区 渭城区'],
    ],
  },
  {
    province: { zh: '辽宁省', en: 'Liaoning' },
    cities: [
      ['沈阳市', 'Shenyang', 16, '和平区 沈河区 皇姑区 铁西区'],
      ['大连市', 'Dalian', 15, '中山区 西岗区 沙河口区 甘井子区'],
    ],
  },
  { province: { zh: '河北省', en: 'Hebei' }, cities: [['石家庄市', 'Shijiazhuang', 14, '长安区 桥西区 新华区 裕华区'], ['唐山市', 'Tangshan', 7, '路北区 路南区']] },
  { province: { zh: '云南省', en: 'Yunnan' }, cities: [['昆明市', 'Kunming', 14, '五华区 盘龙区 官渡区 西山区']] },
  { province: { zh: '贵州省', en: 'Guizhou' }, cities: [['贵阳市', 'Guiyang', 9, '南明区 云岩区 观山湖区']] },
  { province: { zh: '广西壮族自治区', en: 'Guangxi' }, cities: [['南宁市', 'Nanning', 11, '兴宁区 青秀区 西乡塘区'], ['桂林市', 'Guilin', 4, '秀峰区 叠彩区 象山区']] },
  { province: { zh: '山西省', en: 'Shanxi' }, cities: [['太原市', 'Taiyuan', 11, '小店区 迎泽区 杏花岭区 万柏林区']] },
  { province: { zh: '黑龙江省', en: 'Heilongjiang' }, cities: [['哈尔滨市', 'Harbin', 12, '道里区 南岗区 道外区 香坊区']] },
  { province: { zh: '吉林省', en: 'Jilin' }, cities: [['长春市', 'Changchun', 9, '南关区 朝阳区 宽城区 二道区']] },
  { province: { zh: '海南省', en: 'Hainan' }, cities: [['海口市', 'Haikou', 6, '秀英区 龙华区 琼山区 美兰区']] },
  { province: { zh: '甘肃省', en: 'Gansu' }, cities: [['兰州市', 'Lanzhou', 7, '城关区 七里河区 安宁区']] },
  { province: { zh: '内蒙古自治区', en: 'Inner Mongolia' }, cities: [['呼和浩特市', 'Hohhot', 6, '新城区 回民区 玉泉区 赛罕区']] },
  { province: { zh: '新疆维吾尔自治区', en: 'Xinjiang' }, cities: [['乌鲁木齐市', 'Urumqi', 6, '天山区 沙依巴克区 水磨沟区']] },
]

/** The cities that the sample shop's customers live in, each with its province and real districts. */
export const sampleCities: readonly SampleCity[] = provinces.flatMap(({ province, cities }) =>
  cities.map(([zh, en, weight, districts]) => ({ province, city: { zh, en }, weight, districts: districts.split(' ') })),
)
