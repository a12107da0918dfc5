import { defineEntity } from '../../core/entity/entity.ts'

/** What the shop sells: one row a product code. It appears by itself with the first sale that names it. */
export const product = defineEntity({
  name: 'product',
  label: { zh: '商品', en: 'Product' },
  plural: { zh: '商品', en: 'Products' },
  path: 'products',
  table: 'products',
  title: 'name',
  searchColumn: 'search',
  sort: { field: 'buyers', direction: 'desc' },
  fields: {
    name: {
      type: 'text',
      label: { zh: '名称', en: 'Name' },
      help: { zh: '没有填写时，取最近一笔消费里的名称', en: 'Where nobody has written one: as the newest sale calls it' },
      required: true,
      listed: true,
      sortable: true,
    },
    code: {
      type: 'text',
      label: { zh: '商品编码', en: 'Product code' },
      help: { zh: '与消费明细里的商品编码一致，建好后不能改', en: 'As it stands on the lines of purchases; it stays as it is' },
      required: true,
      listed: true,
    },
    category: { type: 'text', label: { zh: '类目', en: 'Category' }, listed: true },
    price: {
      type: 'money',
      label: { zh: '售价', en: 'Price' },
      help: { zh: '没有填写时，取最近一笔消费的单价', en: 'Where nobody has written one: the unit price of the newest sale' },
      listed: true,
    },
    cost: {
      type: 'money',
      label: { zh: '单位成本', en: 'Unit cost' },
      help: { zh: '用于计算毛利；不知道就留空', en: 'What one costs the shop, for margins; leave empty where it is unknown' },
      listed: true,
    },
    stock: {
      type: 'number',
      label: { zh: '库存', en: 'Stock' },
      help: { zh: '留空表示不管库存；0 表示缺货，不会推荐', en: 'Empty: not kept. 0: out of stock, and not recommended' },
      listed: true,
    },
    onSale: {
      type: 'boolean',
      label: { zh: '在售', en: 'On sale' },
      help: { zh: '不在售的商品不会推荐', en: 'What is not on sale is not recommended' },
      required: true,
      listed: true,
    },
    recommended: {
      type: 'boolean',
      label: { zh: '可以推荐', en: 'May be recommended' },
      help: { zh: '关掉后永远不推荐，例如运费、购物袋、赠品', en: 'Off: never recommended, e.g. postage, carrier bags, gifts' },
      required: true,
      listed: true,
    },
    buyers: {
      type: 'number',
      label: { zh: '买过的客户', en: 'Buyers' },
      help: {
        zh: '有过金额大于 0 的购买的客户数；每天夜里和大批导入后重新计算',
        en: 'Customers with a line above zero; counted anew each night and after large imports',
      },
      unit: { zh: '位', en: '' },
      computed: true,
      required: true,
      listed: true,
      sortable: true,
    },
    lastSoldAt: { type: 'time', label: { zh: '最近售出', en: 'Last sold' }, computed: true },
    note: { type: 'longtext', label: { zh: '备注', en: 'Note' } },
    createdAt: { type: 'time', label: { zh: '建立时间', en: 'Created' }, computed: true, required: true },
    updatedAt: { type: 'time', label: { zh: '更新时间', en: 'Updated' }, computed: true, required: true },
  },
})

/** What of a product is written by a person or a file; a sale does not write over it then. */
export const writtenFields = ['name', 'category', 'price', 'cost', 'stock', 'onSale', 'recommended', 'note'] as const
export type WrittenField = (typeof writtenFields)[number]

/** So many products there may be. */
export const mostProducts = 200_000
