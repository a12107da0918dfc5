import { customersFeature } from '../know/customers/server/feature.ts'
import { dictionaryFeature } from '../know/dictionary/server/feature.ts'
import { purchasesFeature } from '../know/purchases/server/feature.ts'
import type { Feature } from '../platform/actions/feature.ts'

/** The table of contents. The order is the loop's: know, understand, act, learn; refreshers run in it. */
export const features: readonly Feature[] = [customersFeature, purchasesFeature, dictionaryFeature]
