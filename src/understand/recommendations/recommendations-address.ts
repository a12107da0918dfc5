import { z } from 'zod'

/** Which product is looked at. */
export const recommendationsSearch = z.object({ product: z.string().max(100).optional(), search: z.string().max(100).optional() })
