import type { Language, Words } from '../../../core/kit/words.ts'
import { type PlacedSource, sourcesOf, type TemplateContent } from '../content/content.ts'
import type { MessageReason } from '../reasons.ts'
import type { Variables } from './render-worker.ts'
import { checkTexts, fillTexts, type TemplateTexts, type Values } from './fill-template.ts'

/** `variables`: of each text, in their order. */
export type FilledContent =
  | { readonly texts: ReadonlyMap<string, string>; readonly variables: Variables }
  | { readonly reason: MessageReason }

/** Fills in a content's texts for many customers. */
export async function fillContent(
  name: string,
  content: TemplateContent,
  language: Language,
  values: readonly Values[],
): Promise<FilledContent[]> {
  const sources = sourcesOf(content, language)
  const filled = await fillTexts(textsOf(name, sources), values)
  return filled.map((one) =>
    'reason' in one ? one : { texts: new Map(sources.map(({ key }, i) => [key, one.texts[i] ?? ''])), variables: one.variables },
  )
}

/**
 * Reads all texts of a language before they are kept.
 * @returns the variables they use
 * @throws Problem template.malformed, template.unknown-variable, template.runs-away; `path` is the source's key
 */
export function checkContent(name: string, content: TemplateContent, language: Language, known: readonly string[], trial: Values) {
  return checkTexts(textsOf(name, sourcesOf(content, language)), known, trial)
}

const textsOf = (name: string, sources: readonly PlacedSource[]): TemplateTexts => ({
  name,
  parts: sources.map((source) => ({ name: source.key, source: withProduct(source), label: labelOf(source) })),
})

/** `product` is the one that stands at this place. */
function withProduct({ source, product, block }: PlacedSource): string {
  return product === undefined ? source : `{% assign product = blockProducts["${block}"][${product}] %}${source}`
}

const labelOf = ({ at, label }: PlacedSource): Words => ({
  zh: at.zh === '' ? label.zh : `“${at.zh}”的${label.zh}`,
  en: at.en === '' ? label.en : `${label.en} of the block “${at.en}”`,
})
