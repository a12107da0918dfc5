import { perhapsMeant } from '../../../core/kit/nearest-name.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { MessageReason } from '../reasons.ts'
import type { Part, Variables, Wrong } from './render-worker.ts'
import { renderer } from './renderer.ts'
import { sayFault } from './say-fault.ts'

export type TemplateText = { readonly name: string; readonly subject: string; readonly body: string }
export type Values = Readonly<Record<string, unknown>>
export type Filled = { readonly subject: string; readonly body: string; readonly variables: Variables } | { readonly reason: MessageReason }
export type FilledTexts = { readonly texts: readonly string[]; readonly variables: Variables } | { readonly reason: MessageReason }

/** A template’s texts with variables, and how each is called where it is wrong. */
export type TemplateTexts = { readonly name: string; readonly parts: readonly (Part & { readonly label: Words })[] }

const partsOf = ({ subject, body }: TemplateText): TemplateTexts['parts'] => [
  { name: 'subject', source: subject, label: { zh: '邮件主题', en: 'subject' } },
  { name: 'body', source: body, label: { zh: '正文', en: 'body' } },
]

export async function fillTemplate(template: TemplateText, values: readonly Values[]): Promise<Filled[]> {
  const filled = await fillTexts({ name: template.name, parts: partsOf(template) }, values)
  return filled.map((one) => ('reason' in one ? one : { subject: one.texts[0] ?? '', body: one.texts[1] ?? '', variables: one.variables }))
}

/**
 * Fills one template in for many customers. When the whole takes too long each is tried alone, so that one customer's
 * trouble is not the others'; after the third such the rest are given up.
 */
export async function fillTexts(template: TemplateTexts, values: readonly Values[]): Promise<FilledTexts[]> {
  const result = await renderer.run({ parts: plain(template), values })
  if ('rendered' in result) {
    const { variables, rendered } = result
    return rendered.map((one) => ('wrong' in one ? { reason: reasonOf(one.wrong) } : { texts: one.texts, variables }))
  }
  if ('wrong' in result) return values.map(() => ({ reason: reasonOf(result.wrong) }))
  if (values.length <= 1) return values.map(() => ({ reason: ranAway(template) }))
  const filled: FilledTexts[] = []
  let failures = 0
  for (const each of values) {
    const alone = failures < 3 ? (await fillTexts(template, [each]))[0] : undefined
    if (!alone || 'reason' in alone) failures++
    filled.push(alone ?? { reason: ranAway(template) })
  }
  return filled
}

const plain = ({ parts }: TemplateTexts): Part[] => parts.map(({ name, source }) => ({ name, source }))

export async function checkTemplate(template: TemplateText, known: readonly string[], trial: Values): Promise<readonly string[]> {
  return checkTexts({ name: template.name, parts: partsOf(template) }, known, trial)
}

/** What brought the message about hands in what it likes; the products of blocks are ours. */
const isKnown = (known: readonly string[], name: string) => known.includes(name) || /^(context|blockProducts)(\.|$)/.test(name)

/**
 * Reads a template before it is kept, with one customer's values for a trial.
 * @returns the variables it uses
 * @throws Problem template.malformed with part and line, template.unknown-variable, template.runs-away
 */
export async function checkTexts(template: TemplateTexts, known: readonly string[], trial: Values): Promise<readonly string[]> {
  const slip = template.parts.find(({ source }) => wideBraces.test(source))
  if (slip) throw malformed({ part: slip.name, line: lineOf(slip.source, wideBraces), reason: 'wide braces' }, template)
  const result = await renderer.run({ parts: plain(template), values: [trial] })
  if ('ranAway' in result) throw new Problem('template.runs-away', { name: template.name })
  if ('wrong' in result) throw malformed(result.wrong, template)
  const variables = [...new Set(result.variables.flat())]
  const unknown = variables.find((name) => !isKnown(known, name))
  if (unknown !== undefined) {
    const path = template.parts.find(({ source }) => source.includes(unknown))?.name ?? 'body'
    throw new Problem('template.unknown-variable', { name: unknown, perhaps: perhapsMeant(unknown, known), known: known.join(', '), path })
  }
  const first = result.rendered[0]
  if (first && 'wrong' in first) throw malformed(first.wrong, template)
  return variables
}

/** What a Chinese keyboard writes for `{{`: everybody would be sent it as it stands. */
const wideBraces = /｛[{｛%]|\{｛|[}｝]｝|｝\}|\{%[^{}｛｝]*%｝/

const lineOf = (source: string, sought: RegExp) => source.slice(0, source.search(sought)).split('\n').length

function malformed(wrong: Wrong, template: TemplateTexts): Problem {
  if (/limit exceeded/.test(wrong.reason)) return new Problem('template.runs-away', { name: template.name, path: wrong.part })
  const part = template.parts.find(({ name }) => name === wrong.part)?.label ?? ''
  return new Problem('template.malformed', { part, line: wrong.line, reason: sayFault(wrong.reason), path: wrong.part })
}

function reasonOf(wrong: Wrong): MessageReason {
  return { code: 'template-wrong', details: { reason: sayFault(wrong.reason) } }
}

function ranAway(template: TemplateTexts): MessageReason {
  return {
    code: 'template-wrong',
    details: { reason: { zh: `“${template.name}”太费时间或内存`, en: `“${template.name}” took too much time or memory` } },
  }
}
