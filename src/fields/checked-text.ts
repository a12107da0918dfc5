import { z } from 'zod'
import type { Words } from '../core/kit/words.ts'
import { refusal } from './sound-text.ts'

type Read = (text: string) => { readonly value: string } | { readonly wrong: Words }

/**
 * Text that `read` brings into its normal form, or refuses with words of its own; `say` makes a sentence of those.
 * The longest text looked at is 100 characters.
 */
export function checkedText(read: Read, say: (wrong: Words) => Words): z.ZodString {
  const normal = (text: string) => {
    const made = read(text.slice(0, 100))
    return 'value' in made ? made.value : text
  }
  return z
    .string()
    .overwrite(normal)
    .superRefine((text, ctx) => {
      const made = read(text.slice(0, 100))
      if ('wrong' in made) ctx.addIssue({ code: 'custom', ...refusal(say(made.wrong)) })
    })
}
