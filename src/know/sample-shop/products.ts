import type { Words } from '../../core/kit/words.ts'

export const productCategories = {
  green: { zh: '绿茶', en: 'Green tea' },
  black: { zh: '红茶', en: 'Black tea' },
  oolong: { zh: '乌龙', en: 'Oolong' },
  white: { zh: '白茶', en: 'White tea' },
  puer: { zh: '普洱', en: "Pu'er" },
  flower: { zh: '花茶', en: 'Scented tea' },
  ware: { zh: '茶具', en: 'Teaware' },
  gift: { zh: '礼盒', en: 'Gift boxes' },
  snack: { zh: '茶点', en: 'Tea snacks' },
} as const satisfies Record<string, Words>

export type ProductCategory = keyof typeof productCategories

export type SampleProduct = {
  readonly code: string
  readonly name: Words
  readonly category: ProductCategory
  /** List price of one piece in 分. */
  readonly price: number
  /** How often it is taken, against the others of its category. */
  readonly weight: number
}

type ProductLine = readonly [code: string, zh: string, en: string, yuan: number, weight: number]

// biome-ignore format: a table, one line a row
const lines: Record<ProductCategory, readonly ProductLine[]> = {
  green: [
    ['LC-101', '明前西湖龙井 特级 50g', 'Pre-Qingming West Lake Longjing, top grade, 50 g', 298, 6],
    ['LC-102', '西湖龙井 一级 100g', 'West Lake Longjing, first grade, 100 g', 268, 9],
    ['LC-103', '雨前龙井 250g', 'Pre-Guyu Longjing, 250 g', 328, 6],
    ['LC-104', '碧螺春 一级 100g', 'Biluochun, first grade, 100 g', 198, 6],
    ['LC-105', '安吉白茶 100g', 'Anji Baicha, 100 g', 188, 7],
    ['LC-106', '黄山毛峰 100g', 'Huangshan Maofeng, 100 g', 138, 5],
    ['LC-107', '太平猴魁 100g', 'Taiping Houkui, 100 g', 218, 3],
    ['LC-108', '信阳毛尖 100g', 'Xinyang Maojian, 100 g', 128, 4],
    ['LC-109', '口粮绿茶 500g', 'Everyday green tea, 500 g', 118, 10],
    ['LC-110', '径山茶 100g', 'Jingshan tea, 100 g', 108, 4],
  ],
  black: [
    ['HC-201', '正山小种 100g', 'Lapsang Souchong, 100 g', 128, 9],
    ['HC-202', '金骏眉 50g', 'Jin Jun Mei, 50 g', 258, 5],
    ['HC-203', '祁门红茶 100g', 'Keemun, 100 g', 138, 7],
    ['HC-204', '滇红金针 100g', 'Yunnan golden needles, 100 g', 98, 6],
    ['HC-205', '九曲红梅 100g', 'Jiuqu Hongmei, 100 g', 118, 6],
    ['HC-206', '英德红茶 100g', 'Yingde black tea, 100 g', 88, 4],
    ['HC-207', '口粮红茶 500g', 'Everyday black tea, 500 g', 108, 8],
  ],
  oolong: [
    ['WL-301', '安溪铁观音 清香型 250g', 'Anxi Tieguanyin, light, 250 g', 158, 9],
    ['WL-302', '安溪铁观音 浓香型 250g', 'Anxi Tieguanyin, roasted, 250 g', 168, 6],
    ['WL-303', '武夷大红袍 100g', 'Wuyi Da Hong Pao, 100 g', 188, 7],
    ['WL-304', '武夷肉桂 50g', 'Wuyi Rougui, 50 g', 228, 4],
    ['WL-305', '凤凰单丛 鸭屎香 100g', 'Phoenix Dancong "Ya Shi Xiang", 100 g', 168, 7],
    ['WL-306', '凤凰单丛 蜜兰香 100g', 'Phoenix Dancong "Mi Lan Xiang", 100 g', 148, 5],
    ['WL-307', '冻顶乌龙 150g', 'Dong Ding oolong, 150 g', 178, 3],
  ],
  white: [
    ['BC-401', '白毫银针 50g', 'Silver Needle, 50 g', 238, 4],
    ['BC-402', '白牡丹 100g', 'White Peony, 100 g', 148, 6],
    ['BC-403', '寿眉饼 350g', 'Shou Mei cake, 350 g', 128, 7],
    ['BC-404', '老白茶饼 2016 350g', 'Aged white tea cake 2016, 350 g', 398, 4],
    ['BC-405', '小青柑白茶 200g', 'White tea in green tangerine, 200 g', 98, 5],
  ],
  puer: [
    ['PE-501', '古树生普饼 357g', 'Old-tree raw pu\'er cake, 357 g', 468, 3],
    ['PE-502', '勐海熟普饼 357g', 'Menghai ripe pu\'er cake, 357 g', 168, 8],
    ['PE-503', '小青柑熟普 250g', 'Ripe pu\'er in green tangerine, 250 g', 118, 9],
    ['PE-504', '糯香小沱 200g', 'Sticky-rice mini tuocha, 200 g', 68, 6],
    ['PE-505', '冰岛古树散茶 100g', 'Bingdao old-tree loose leaf, 100 g', 680, 1],
    ['PE-506', '熟普砖 250g', 'Ripe pu\'er brick, 250 g', 88, 5],
    ['PE-507', '陈年熟普 2012 357g', 'Aged ripe pu\'er 2012, 357 g', 528, 2],
  ],
  flower: [
    ['HA-601', '茉莉龙珠 100g', 'Jasmine pearls, 100 g', 98, 7],
    ['HA-602', '茉莉银针 50g', 'Jasmine silver needles, 50 g', 88, 4],
    ['HA-603', '桂花龙井 100g', 'Osmanthus Longjing, 100 g', 128, 6],
    ['HA-604', '桂花乌龙 茶包 20包', 'Osmanthus oolong, 20 bags', 49, 8],
    ['HA-605', '胎菊王 50g', 'Baby chrysanthemum, 50 g', 58, 6],
    ['HA-606', '玫瑰红茶 茶包 20包', 'Rose black tea, 20 bags', 49, 7],
  ],
  ware: [
    ['CJ-701', '玻璃公道杯', 'Glass fairness pitcher', 58, 6],
    ['CJ-702', '龙泉青瓷盖碗', 'Longquan celadon gaiwan', 168, 5],
    ['CJ-703', '宜兴紫砂壶 西施', 'Yixing Xishi teapot', 580, 2],
    ['CJ-704', '德化白瓷茶杯 6只', 'Dehua white cups, set of 6', 128, 5],
    ['CJ-705', '旅行茶具套装', 'Travel tea set', 158, 6],
    ['CJ-706', '竹制茶盘', 'Bamboo tea tray', 198, 3],
    ['CJ-707', '便携泡茶杯 500ml', 'Infuser flask, 500 ml', 89, 7],
    ['CJ-708', '茶巾 2条', 'Tea cloths, pair', 26, 4],
  ],
  gift: [
    ['LH-801', '龙井礼盒 明前 200g', 'Pre-Qingming Longjing gift box, 200 g', 888, 4],
    ['LH-802', '四季茶礼盒', 'Four seasons gift box', 398, 7],
    ['LH-803', '红茶双罐礼盒', 'Two-tin black tea gift box', 328, 7],
    ['LH-804', '大红袍礼盒', 'Da Hong Pao gift box', 568, 5],
    ['LH-805', '老白茶礼盒', 'Aged white tea gift box', 688, 3],
    ['LH-806', '企业定制茶礼', 'Corporate gift set', 258, 5],
    ['LH-807', '龙井小罐礼盒 8罐', 'Longjing gift box, 8 small tins', 298, 8],
  ],
  snack: [
    ['CD-901', '龙井茶酥 12枚', 'Longjing shortcakes, 12 pieces', 39, 8],
    ['CD-902', '桂花糕 300g', 'Osmanthus cake, 300 g', 32, 7],
    ['CD-903', '抹茶牛轧糖 200g', 'Matcha nougat, 200 g', 36, 6],
    ['CD-904', '陈皮话梅 150g', 'Tangerine-peel plums, 150 g', 28, 5],
  ],
}

const categoryKeys: readonly ProductCategory[] = ['green', 'black', 'oolong', 'white', 'puer', 'flower', 'ware', 'gift', 'snack']

/** What the sample shop sells. */
export const sampleProducts: readonly SampleProduct[] = categoryKeys.flatMap((category) =>
  lines[category].map(([code, zh, en, yuan, weight]) => ({ code, name: { zh, en }, category, price: yuan * 100, weight })),
)

/** The products of a category. */
export function productsOf(category: ProductCategory): readonly SampleProduct[] {
  return byCategory.get(category) ?? []
}

const byCategory = new Map(categoryKeys.map((category) => [category, sampleProducts.filter((product) => product.category === category)]))
