import type { Words } from '../../core/kit/words.ts'

export const signatureSchemes = [
  'standard',
  'github',
  'shopify',
  'woocommerce',
  'stripe',
  'hmac',
  'bearer',
  'youzan',
  'sorted-md5',
] as const
export type SignatureSchemeName = (typeof signatureSchemes)[number]

type SchemeCard = {
  readonly label: Words
  readonly help: Words
  /** The sender makes the secret, so it is entered here; otherwise we make it and it is entered there. */
  readonly secretFrom: 'sender' | 'us' | 'either'
  readonly hasHeader?: boolean
}

/** The ways in which senders sign, as a person chooses among them. */
export const schemeCards: Readonly<Record<SignatureSchemeName, SchemeCard>> = {
  standard: {
    label: { zh: 'Standard Webhooks', en: 'Standard Webhooks' },
    help: {
      zh: 'webhook-id、webhook-timestamp、webhook-signature 三个请求头；时间相差 5 分钟以上的会被拒绝',
      en: 'The headers webhook-id, webhook-timestamp and webhook-signature; refused when more than 5 minutes off',
    },
    secretFrom: 'either',
  },
  github: {
    label: { zh: 'GitHub（X-Hub-Signature-256）', en: 'GitHub (X-Hub-Signature-256)' },
    help: { zh: '内容的 HMAC-SHA256，十六进制，前缀 sha256=', en: 'HMAC-SHA256 of the body in hex after “sha256=”' },
    secretFrom: 'us',
  },
  shopify: {
    label: { zh: 'Shopify', en: 'Shopify' },
    help: {
      zh: '请求头 X-Shopify-Hmac-SHA256；密钥在 Shopify 后台的 Webhook 设置页',
      en: 'The header X-Shopify-Hmac-SHA256; Shopify shows the secret on its page of webhooks',
    },
    secretFrom: 'sender',
  },
  woocommerce: {
    label: { zh: 'WooCommerce', en: 'WooCommerce' },
    help: {
      zh: '请求头 X-WC-Webhook-Signature；把密钥填到 WooCommerce',
      en: 'The header X-WC-Webhook-Signature; enter the secret in WooCommerce',
    },
    secretFrom: 'us',
  },
  stripe: {
    label: { zh: 'Stripe', en: 'Stripe' },
    help: {
      zh: '请求头 Stripe-Signature（t=…,v1=…）；时间相差 5 分钟以上的会被拒绝',
      en: 'The header Stripe-Signature (t=…,v1=…); refused when more than 5 minutes off',
    },
    secretFrom: 'sender',
  },
  hmac: {
    label: { zh: '自定义请求头中的 HMAC-SHA256', en: 'HMAC-SHA256 in a header of your choice' },
    help: { zh: '十六进制或 Base64，可带 sha256= 前缀', en: 'In hex or Base64, with or without “sha256=”' },
    secretFrom: 'either',
    hasHeader: true,
  },
  bearer: {
    label: { zh: 'Bearer 令牌（不签名）', en: 'Bearer token (not signed)' },
    help: {
      zh: '请求头 Authorization: Bearer …；不能证明内容未被改动，只在对方不支持签名时使用',
      en: 'The header Authorization: Bearer …; it does not prove that the body is unchanged, so only where the sender cannot sign',
    },
    secretFrom: 'us',
  },
  youzan: {
    label: { zh: '有赞消息推送', en: 'Youzan message push' },
    help: {
      zh: '内容中的 sign = MD5(client_id + msg + client_secret)；密钥填 client_secret',
      en: '“sign” in the body is MD5(client_id + msg + client_secret); the secret is the client_secret',
    },
    secretFrom: 'sender',
  },
  'sorted-md5': {
    label: { zh: '参数排序 MD5（微信支付 v2 等）', en: 'MD5 of sorted parameters (WeChat Pay v2 and others)' },
    help: {
      zh: '参数按名称排序拼接后加 &key=密钥，取 MD5，放在 sign 中',
      en: 'Parameters sorted by name and joined, then &key=secret; the MD5 stands in “sign”',
    },
    secretFrom: 'sender',
  },
}
