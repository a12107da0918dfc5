import { judgeBody, type SignatureScheme } from './scheme.ts'

/** WooCommerce: `X-WC-Webhook-Signature`, the base64 of HMAC-SHA256 over the body. */
export const woocommerce: SignatureScheme = {
  verify: (request, secrets) => judgeBody('X-WC-Webhook-Signature', request, secrets, (text) => Buffer.from(text, 'base64')),
}
