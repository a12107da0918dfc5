import { judgeBody, type SignatureScheme } from './scheme.ts'

/** Shopify: `X-Shopify-Hmac-SHA256`, the base64 of HMAC-SHA256 over the body. */
export const shopify: SignatureScheme = {
  verify: (request, secrets) => judgeBody('X-Shopify-Hmac-SHA256', request, secrets, (text) => Buffer.from(text, 'base64')),
}
