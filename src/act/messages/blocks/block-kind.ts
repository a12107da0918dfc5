import type { ZodType, z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'

/**
 * How a filled-in text stands in the mail.
 * - markup: the few signs of `read-markup.ts` - line: one line of text - address: where a link leads - picture: where an image is
 * - qr: a text that is drawn as a code
 */
export type SlotKind = 'markup' | 'line' | 'address' | 'picture' | 'qr'

/** A text with variables, filled in for each customer. */
export type Source = {
  /** Unique in its block. */
  readonly name: string
  readonly label: Words
  readonly source: string
  readonly as: SlotKind
  /** For which of the products that the block shows: `product` is that one. */
  readonly product?: number
}

/** What a block is drawn with. `slot` marks the place of a source; `region` what is cut out where it has nothing to show. */
export type Drawing = {
  readonly slot: (name: string) => string
  readonly region: (name: string, inner: string) => string
  readonly color: string
  /** Legible on `color`. */
  readonly onColor: string
}

/** What a source came to, as plain text; an address with no place to lead to is empty. */
export type Said = (name: string) => string

/** Everything about one kind of block. A new kind is one record here and one editor face in web/blocks. */
export type BlockKind<S extends ZodType> = {
  readonly label: Words
  readonly help: Words
  readonly schema: S
  /** As it begins in the editor, without its id. */
  readonly empty: Readonly<Record<string, unknown>>
  readonly sources: (block: z.output<S>) => readonly Source[]
  /** MJML of what stands in a column. */
  readonly toMjml: (block: z.output<S>, drawing: Drawing) => string
  /** Lines of plain text; empty where there is nothing to say. */
  readonly toText: (block: z.output<S>, said: Said) => string
  /** Regions that are cut out for a customer; '' is the whole block. */
  readonly hidden?: (block: z.output<S>, said: Said) => readonly string[]
  /** Its words in one line, for lists and for what changed between versions. */
  readonly summary: (block: z.output<S>) => string
}

export function defineBlock<S extends ZodType>(kind: BlockKind<S>): BlockKind<S> {
  return kind
}
