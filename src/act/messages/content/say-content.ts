import type { Language } from '../../../core/kit/words.ts'
import { withoutMarks } from '../markup/literal.ts'
import { safeAddress } from '../markup/read-markup.ts'
import { type Link, oneLine, textOfMarkup } from '../markup/write-mail.ts'
import { boundBlock, simpleBlocks } from '../blocks/blocks.ts'
import { type MailText, type PlacedSource, sourcesOf, type TemplateContent, withLeaves } from './content.ts'

/** What each source of a text came to, by its key, with the marks of `literal.ts`. */
export type FilledTexts = ReadonlyMap<string, string>

/** A web, mail or phone address; null for anything else, so that nothing filled in chooses another scheme. */
export const addressOf = (filled: string): string | null => safeAddress(filled.trim())
/** A picture comes over https alone. */
export const pictureOf = (filled: string): string | null => {
  const address = addressOf(filled)
  return address !== null && /^https?:\/\//i.test(address) ? address : null
}

/** One source as plain text. */
export function saySource({ as }: Pick<PlacedSource, 'as'>, filled: string, link: Link): string {
  if (as === 'markup') return textOfMarkup(filled, link)
  if (as === 'picture') return pictureOf(filled) ?? ''
  if (as !== 'address') return oneLine(filled)
  const address = addressOf(filled)
  return address === null ? '' : link(address)
}

type Sources = ReadonlyMap<string, PlacedSource>

export const sourceMap = (content: TemplateContent, language: Language): Sources =>
  new Map(sourcesOf(content, language).map((source) => [source.key, source]))

const asIs: Link = (address) => address

/** What of a mail's blocks has nothing to show to this customer, by region. */
export function hiddenRegions(text: MailText, sources: Sources, filled: FilledTexts): Set<string> {
  return new Set(
    simpleBlocks(text.blocks).flatMap((block) => {
      const bound = boundBlock(block)
      return bound.hidden(saidIn(bound.id, sources, filled, asIs)).map((name) => (name === '' ? bound.id : `${bound.id}.${name}`))
    }),
  )
}

const saidIn = (id: string, sources: Sources, filled: FilledTexts, link: Link) => (name: string) => {
  const key = `${id}.${name}`
  const source = sources.get(key)
  return source ? saySource(source, filled.get(key) ?? '', link) : ''
}

/** A mail's blocks as plain text, one below the other. */
export function textOfBlocks(text: MailText, sources: Sources, filled: FilledTexts, hidden: ReadonlySet<string>, link: Link): string {
  return simpleBlocks(text.blocks)
    .filter(({ id }) => !hidden.has(id))
    .map((block) => boundBlock(block).toText(saidIn(block.id, sources, filled, link)))
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The parameters of a registered text, an address among them as the link that leads there. */
export function sayParameters(names: readonly string[], filled: FilledTexts, link: Link): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const text = oneLine(filled.get(`parameters.${name}`) ?? '')
      return [name, /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? link(text) : text]
    }),
  )
}

/** The JSON with its texts filled in: they are values of JSON, whatever signs they hold. */
export function sayJson(data: string, filled: FilledTexts): unknown {
  return withLeaves(JSON.parse(data), (path) => withoutMarks(filled.get(`data.${path}`) ?? ''))
}
