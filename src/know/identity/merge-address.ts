import { z } from 'zod'

/** What the page of comparison keeps in its address: whom to compare (ids with commas between), and who stays. */
export const mergeSearch = z.object({ ids: z.string().max(4_000).optional(), into: z.uuid().optional() })

/** Where these customers are compared and merged. */
export const mergeAddress = (ids: readonly string[]) => `/customers/merge?ids=${ids.join(',')}`
