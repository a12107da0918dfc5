import type { Words } from '../../core/kit/words.ts'
import { type HookMapping, hookMappingSchema } from './hook-mapping.ts'
import type { SignatureSchemeName } from './signature-schemes.ts'

/**
 * Mappings to begin with, written by what the vendors publish of their webhooks. They were not tried against the
 * vendors' own systems: the samples are of our making.
 */
export type ReadyMapping = {
  readonly name: string
  readonly label: Words
  readonly scheme: SignatureSchemeName
  readonly mapping: HookMapping
  /** A body as the vendor sends it, to try the mapping out with. */
  readonly sample: unknown
}

const shopify: ReadyMapping = {
  name: 'shopify-order',
  label: { zh: 'Shopify 订单', en: 'Shopify order' },
  scheme: 'shopify',
  mapping: hookMappingSchema.parse({
    when: [{ at: '$.financial_status', in: ['paid', 'partially_paid', 'partially_refunded'] }],
    time: { at: ['$.cancelled_at', '$.processed_at', '$.created_at'], form: 'iso' },
    customer: {
      email: ['$.email', '$.customer.email'],
      phone: ['$.phone', '$.customer.phone', '$.shipping_address.phone', '$.billing_address.phone'],
      firstName: ['$.customer.first_name', '$.billing_address.first_name'],
      lastName: ['$.customer.last_name', '$.billing_address.last_name'],
      province: ['$.shipping_address.province', '$.billing_address.province'],
      city: ['$.shipping_address.city', '$.billing_address.city'],
      address: ['$.shipping_address.address1', '$.billing_address.address1'],
    },
    purchase: {
      number: ['$.name', '$.id'],
      // As the orders of its exported files are.
      numberedBy: '=Shopify',
      voided: [
        { at: '$.cancel_reason', in: [] },
        { at: '$.cancelled_at', in: [] },
        { at: '$.financial_status', in: ['voided', 'refunded'] },
      ],
      amount: '$.total_price',
      left: '$.current_total_price',
      toldAt: '$.updated_at',
      currency: '$.currency',
      channel: '=Shopify',
      lines: {
        each: '$.line_items',
        product: ['$.sku', '$.product_id', '$.title'],
        name: '$.title',
        quantity: '$.quantity',
        price: '$.price',
      },
    },
  }),
  sample: {
    id: 820982911946154500,
    name: '#1001',
    created_at: '2026-06-15T10:30:00+08:00',
    currency: 'CNY',
    financial_status: 'paid',
    total_price: '512.00',
    current_total_price: '512.00',
    email: 'shan@example.com',
    phone: '+8613812345678',
    customer: { id: 115310627314723950, first_name: '雄信', last_name: '单', email: 'shan@example.com' },
    shipping_address: { province: '陕西', city: '西安', address1: '朱雀大街 1 号', phone: '+8613812345678' },
    line_items: [{ id: 866550311766439000, sku: 'LJ-100', title: '明前龙井', quantity: 2, price: '256.00' }],
  },
}

const woocommerce: ReadyMapping = {
  name: 'woocommerce-order',
  label: { zh: 'WooCommerce 订单', en: 'WooCommerce order' },
  scheme: 'woocommerce',
  mapping: hookMappingSchema.parse({
    when: [{ at: '$.status', in: ['processing', 'completed'] }],
    time: { at: ['$.date_paid_gmt', '$.date_created_gmt'], form: 'iso' },
    customer: {
      email: '$.billing.email',
      phone: '$.billing.phone',
      firstName: '$.billing.first_name',
      lastName: '$.billing.last_name',
      province: '$.billing.state',
      city: '$.billing.city',
      address: '$.billing.address_1',
    },
    purchase: {
      number: ['$.number', '$.id'],
      voided: [{ at: '$.status', in: ['cancelled', 'refunded', 'failed'] }],
      amount: '$.total',
      currency: '$.currency',
      channel: '=WooCommerce',
      lines: { each: '$.line_items', product: ['$.sku', '$.product_id'], name: '$.name', quantity: '$.quantity', amount: '$.total' },
    },
  }),
  sample: {
    id: 727,
    number: '727',
    status: 'processing',
    currency: 'CNY',
    date_created_gmt: '2026-06-15T02:30:00',
    total: '128.00',
    billing: {
      first_name: '芳',
      last_name: '王',
      email: 'wang@example.com',
      phone: '13800001111',
      state: '浙江',
      city: '杭州',
      address_1: '龙井路 8 号',
    },
    line_items: [{ id: 315, sku: 'ZS-50', product_id: 93, name: '正山小种', quantity: 1, total: '128.00' }],
  },
}

const youzan: ReadyMapping = {
  name: 'youzan-trade',
  label: { zh: '有赞交易', en: 'Youzan trade' },
  scheme: 'youzan',
  mapping: hookMappingSchema.parse({
    unpack: ['$.msg'],
    when: [{ at: '$.type', in: ['trade_TradePaid', 'trade_TradeSuccess'] }],
    time: { at: ['$.msg.full_order_info.order_info.pay_time', '$.msg.full_order_info.order_info.created'], form: 'local' },
    customer: {
      phone: ['$.msg.full_order_info.buyer_info.buyer_phone', '$.msg.full_order_info.address_info.receiver_tel'],
      name: ['$.msg.full_order_info.address_info.receiver_name', '$.msg.full_order_info.buyer_info.fans_nickname'],
      province: '$.msg.full_order_info.address_info.delivery_province',
      city: '$.msg.full_order_info.address_info.delivery_city',
      district: '$.msg.full_order_info.address_info.delivery_district',
      address: '$.msg.full_order_info.address_info.delivery_address',
    },
    purchase: {
      number: '$.msg.full_order_info.order_info.tid',
      numberedBy: '=有赞',
      amount: '$.msg.full_order_info.pay_info.payment',
      currency: '=CNY',
      channel: '=有赞',
      lines: {
        each: '$.msg.full_order_info.orders',
        product: ['$.outer_sku_id', '$.outer_item_id', '$.item_id', '$.title'],
        name: '$.title',
        quantity: '$.num',
        amount: ['$.payment', '$.total_fee'],
      },
    },
  }),
  sample: {
    client_id: 'client',
    type: 'trade_TradePaid',
    id: 'E20260615103000000000001',
    kdt_id: 100001,
    status: 'TRADE_PAID',
    test: false,
    sign: '…',
    msg: encodeURIComponent(
      JSON.stringify({
        full_order_info: {
          order_info: {
            tid: 'E20260615103000000000001',
            created: '2026-06-15 10:28:00',
            pay_time: '2026-06-15 10:30:00',
            status: 'TRADE_PAID',
          },
          buyer_info: { buyer_phone: '13812345678', fans_nickname: '单二哥' },
          address_info: {
            receiver_name: '单雄信',
            receiver_tel: '13812345678',
            delivery_province: '陕西省',
            delivery_city: '西安市',
            delivery_district: '雁塔区',
            delivery_address: '朱雀大街 1 号',
          },
          pay_info: { payment: '512.00' },
          orders: [{ item_id: 2001, outer_item_id: 'LJ-100', title: '明前龙井', num: 2, payment: '512.00' }],
        },
      }),
    ),
  },
}

export const readyMappings: readonly ReadyMapping[] = [shopify, woocommerce, youzan]
