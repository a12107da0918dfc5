import { z } from 'zod'

/** The page keeps the week that is looked at (its Monday); left out it is the newest. */
export const discoveriesSearch = z.object({ week: z.iso.date().optional() })
