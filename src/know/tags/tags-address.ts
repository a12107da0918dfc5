import { z } from 'zod'

/** What the page of tags keeps in its address: which tag is open (`new` for one to be made), and whether only idle ones are shown. */
export const tagsSearch = z.object({ tag: z.string().max(40).optional(), idle: z.literal(true).optional() })
