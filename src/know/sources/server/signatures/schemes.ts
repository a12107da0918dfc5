import type { SignatureSchemeName } from '../../signature-schemes.ts'
import { bearer } from './bearer.ts'
import { github } from './github.ts'
import { hmac } from './hmac.ts'
import type { SignatureScheme } from './scheme.ts'
import { shopify } from './shopify.ts'
import { sortedMd5 } from './sorted-md5.ts'
import { standard } from './standard.ts'
import { stripe } from './stripe.ts'
import { woocommerce } from './woocommerce.ts'
import { youzan } from './youzan.ts'

export const schemes: Readonly<Record<SignatureSchemeName, SignatureScheme>> = {
  standard,
  github,
  shopify,
  woocommerce,
  stripe,
  hmac,
  bearer,
  youzan,
  'sorted-md5': sortedMd5,
}
