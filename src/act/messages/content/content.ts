import { z } from 'zod'
import type { Language, Words } from '../../../core/kit/words.ts'
import { languages } from '../../../core/kit/words.ts'
import type { Source } from '../blocks/block-kind.ts'
import { addressText, pictureText } from '../blocks/block-parts.ts'
import { boundBlock, contentBlock, simpleBlocks } from '../blocks/blocks.ts'

const subject = z.string().trim().max(300)
const inLanguages = <S extends z.ZodType>(text: S) =>
  z.strictObject({ zh: text.optional(), en: text.optional() }).refine((texts) => texts.zh !== undefined || texts.en !== undefined)

const mailText = z
  .strictObject({ subject, preview: z.string().trim().max(200).default(''), blocks: z.array(contentBlock).max(60) })
  .refine(({ blocks }) => isUnique(simpleBlocks(blocks).map(({ id }) => id)), { error: 'id' })
export type MailText = z.output<typeof mailText>

const isUnique = (names: readonly string[]) => new Set(names).size === names.length

const registeredText = z.strictObject({
  /** As registered with the vendor: the template’s code, and its words with `${name}` or `{1}` in them. */
  code: z.string().trim().max(100),
  text: z.string().max(2_000).default(''),
  /** 【】 in front of an SMS. */
  signature: z.string().trim().max(40).default(''),
  parameters: z.record(z.string().regex(/^[\w.-]{1,40}$/), z.string().max(500)),
  url: addressText.default(''),
})
export type RegisteredText = z.output<typeof registeredText>

const plainText = z.strictObject({
  title: z.string().trim().max(200).default(''),
  text: z.string().max(5_000),
  url: addressText.default(''),
  picture: pictureText.default(''),
})
export type PlainText = z.output<typeof plainText>

const jsonText = z.strictObject({
  type: z.string().trim().max(100),
  data: z
    .string()
    .max(20_000)
    .refine((text) => isJson(text), { error: 'JSON' }),
})
export type JsonText = z.output<typeof jsonText>

const taskText = z.strictObject({ title: z.string().trim().max(200), script: z.string().max(10_000) })
export type TaskText = z.output<typeof taskText>

/** Who carries a task out: whom the customer belongs to (else a team in turn), one person, or a team in turn. */
export const taskAssignment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('owner'), team: z.uuid().optional() }),
  z.strictObject({ kind: z.literal('person'), person: z.string().regex(/^user:[0-9a-f-]{36}$/) }),
  z.strictObject({ kind: z.literal('team'), team: z.uuid() }),
])
export type TaskAssignment = z.output<typeof taskAssignment>

/** What a template says, in the form that its channel takes, in one or both languages. */
export const templateContent = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('mail'), texts: inLanguages(mailText) }),
  z.strictObject({ form: z.literal('registered'), texts: inLanguages(registeredText) }),
  z.strictObject({ form: z.literal('text'), texts: inLanguages(plainText) }),
  z.strictObject({ form: z.literal('json'), texts: inLanguages(jsonText) }),
  z.strictObject({ form: z.literal('task'), texts: inLanguages(taskText), assign: taskAssignment.optional() }),
])
export type TemplateContent = z.output<typeof templateContent>
export type ContentForm = TemplateContent['form']

/** As kept; null for a template that is a subject and a body, or for what a newer version wrote. */
export function readContent(kept: unknown): TemplateContent | null {
  const read = templateContent.safeParse(kept)
  return read.success ? read.data : null
}

/** There is something in blocks, and it cannot be read: another version wrote it, or a hand in the database. */
export const isUnreadable = (kept: unknown): boolean => kept !== null && kept !== undefined && readContent(kept) === null

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** In which language a template speaks to somebody: theirs, else the shop’s, else the one that is there. */
export function languageOf(content: TemplateContent, wanted: readonly (Language | null | undefined)[]): Language {
  const there = languages.filter((language) => content.texts[language] !== undefined)
  return wanted.find((language) => language !== null && language !== undefined && there.includes(language)) ?? there[0] ?? 'zh'
}

/** A language as people write it down: `en`, `en-GB`, English, 英文, 中文 …; null for another or none. */
export function readLanguage(text: string | null | undefined): Language | null {
  if (/^\s*(zh|cn|中|汉|chinese|mandarin)/i.test(text ?? '')) return 'zh'
  return /^\s*(en|英)/i.test(text ?? '') ? 'en' : null
}

/** A source with its place in the whole text, e.g. `b3.address`. */
export type PlacedSource = Source & { readonly key: string; readonly at: Words; readonly block?: string }

const nowhere: Words = { zh: '', en: '' }
const line = (key: string, zh: string, en: string, source: string, as: Source['as'] = 'line'): PlacedSource => ({
  key,
  name: key,
  label: { zh, en },
  at: nowhere,
  source,
  as,
})

/** All texts with variables in one language, in the order in which they are read. */
export function sourcesOf(content: TemplateContent, language: Language): PlacedSource[] {
  switch (content.form) {
    case 'mail': {
      const text = content.texts[language]
      return text ? mailSources(text) : []
    }
    case 'registered': {
      const text = content.texts[language]
      if (!text) return []
      const parameters = Object.entries(text.parameters).map(([name, source]) =>
        line(`parameters.${name}`, `参数 ${name}`, `parameter ${name}`, source),
      )
      return [...parameters, ...(text.url === '' ? [] : [line('url', '链接', 'link', text.url, 'address')])]
    }
    case 'text': {
      const text = content.texts[language]
      if (!text) return []
      return [
        line('title', '标题', 'title', text.title),
        line('text', '正文', 'text', text.text, 'markup'),
        ...(text.url === '' ? [] : [line('url', '链接', 'link', text.url, 'address')]),
        ...(text.picture === '' ? [] : [line('picture', '图片网址', 'picture’s address', text.picture, 'picture')]),
      ]
    }
    case 'json': {
      const text = content.texts[language]
      return text ? leavesOf(JSON.parse(text.data)).map(({ path, leaf }) => line(`data.${path}`, path, path, leaf)) : []
    }
    case 'task': {
      const text = content.texts[language]
      return text ? [line('title', '任务', 'task', text.title), line('script', '话术', 'script', text.script, 'markup')] : []
    }
  }
}

function mailSources(text: MailText): PlacedSource[] {
  const blocks = simpleBlocks(text.blocks).map(boundBlock)
  return [
    line('subject', '邮件主题', 'subject', text.subject),
    line('preview', '摘要', 'preview line', text.preview),
    ...blocks.flatMap((block) =>
      block.sources.map((source) => ({ ...source, key: `${block.id}.${source.name}`, at: block.label, block: block.id })),
    ),
  ]
}

export type Leaf = { readonly path: string; readonly leaf: string }

/** Every text in a JSON value, by where it stands. */
export function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [{ path, leaf: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`))
}

/** The same value with other texts in place of its own. Numbers, names and structure stay as they were written. */
export function withLeaves(value: unknown, said: (path: string) => string, path = ''): unknown {
  if (typeof value === 'string') return said(path)
  if (Array.isArray(value)) return value.map((inner, i) => withLeaves(inner, said, path === '' ? String(i) : `${path}.${i}`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withLeaves(inner, said, path === '' ? name : `${path}.${name}`)]),
  )
}
