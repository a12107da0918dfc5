import { z } from 'zod'

/** `Words` as they go over the wire, in answers of questions and actions. */
export const words = z.object({ zh: z.string(), en: z.string() })
