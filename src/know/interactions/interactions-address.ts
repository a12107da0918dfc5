import { z } from 'zod'

/** The page on which one chooses with whom it was keeps what was typed. */
export const logSearch = z.object({ search: z.string().max(100).optional() })
