import { z } from 'zod'

/** A new account keeps in its address which vendor it is of. */
export const newChannelSearch = z.object({ channel: z.string().optional(), vendor: z.string().optional() })
