import { z } from 'zod'

/** Names a block within its template, so that it is the same one when it is moved. */
export const blockId = z.string().regex(/^[\w-]{1,40}$/)

/** An address with variables in it; what it comes to is judged when it is filled in. */
export const addressText = z.string().trim().max(2_000)

/** A picture's address, or a small picture itself, which goes along with the mail. */
export const pictureText = z
  .string()
  .trim()
  .max(420_000)
  .refine((text) => text.length <= 2_000 || text.startsWith('data:image/'), { error: 'https://…' })

export const lineText = z.string().max(500)
