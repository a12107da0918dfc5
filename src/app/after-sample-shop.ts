import type { Ctx } from '../platform/actions/context.ts'

/** Once the sample shop's customers and purchases are in, and their metrics are known: what else it shows. */
export async function afterSampleShop(_: Ctx): Promise<void> {}
