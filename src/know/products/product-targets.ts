import type { Field, Fields } from '../../core/entity/field.ts'
import { product, writtenFields } from './product.ts'

const own: Fields = product.fields
const asTarget = (name: string): Field => ({ ...(own[name] ?? { type: 'text', label: { zh: name, en: name } }), required: false })

/** What a column of a file of products may be: which product, and what is said of it. */
export const productTargets: Fields = {
  product: { ...asTarget('code'), required: true },
  ...Object.fromEntries(writtenFields.map((name) => [name, asTarget(name)])),
}

/** How shops head the columns of such a file. */
// biome-ignore format: a table, one target a row
export const productColumnNames: Readonly<Record<string, readonly string[]>> = {
  product: ['商品编码', '商品编号', '商品id', '商品货号', '货号', '货品编码', '产品编码', '产品编号', '商家编码', '条码', '商品条码', '编码', 'sku', 'skuid', 'sku编码', 'stockcode', 'productcode', 'productid', 'itemcode', 'itemid', 'itemnumber', 'barcode', 'upc', 'code', 'variantsku'],
  name: ['商品名称', '商品名', '商品标题', '宝贝标题', '品名', '货品名称', '产品名称', '商品', '产品', '名称', 'productname', 'product', 'itemname', 'item', 'title', 'name'],
  category: ['类目', '分类', '商品分类', '商品类目', '品类', '类别', 'category', 'productcategory', 'department', 'producttype', 'type'],
  price: ['售价', '零售价', '单价', '价格', '商品价格', '销售价', '标价', 'price', 'unitprice', 'retailprice', 'listprice', 'variantprice'],
  cost: ['单位成本', '成本', '成本价', '进价', '采购价', '进货价', 'cost', 'unitcost', 'costprice', 'costperitem', 'purchaseprice'],
  stock: ['库存', '库存数量', '现有库存', '可用库存', '库存量', 'stock', 'inventory', 'onhand', 'quantityonhand', 'variantinventoryqty', 'available'],
  onSale: ['在售', '是否在售', '是否上架', '上架', 'onsale', 'active', 'published', 'enabled', 'forsale'],
  recommended: ['可以推荐', '是否推荐', '可推荐', '推荐', 'mayberecommended', 'recommended', 'recommend'],
  note: ['备注', '说明', 'note', 'notes', 'remark'],
}
