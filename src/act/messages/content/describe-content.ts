import { shortId } from '../../../core/kit/id.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import { languages } from '../../../core/kit/words.ts'
import { blockLabel, boundBlock, type ContentBlock, simpleBlocks } from '../blocks/blocks.ts'
import type { MailText, TaskAssignment, TemplateContent } from './content.ts'

/** Without markup and variables, as a list shows it. */
const bare = (text: string) =>
  text
    .replace(/\{%[^%]*%\}/g, '')
    .replace(/\{\{-?\s*(?:[\w.]+)(?:\s*\|\s*default:\s*"([^"]*)")?[^}]*\}\}/g, (_, fallback?: string) => fallback ?? '…')
    .replace(/\*\*|^#+\s*/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()

/** What a template says, in its first language: a subject, and its words one after another. */
export function plainSummary(content: TemplateContent): { readonly subject: string; readonly text: string } {
  const language = languages.find((each) => content.texts[each] !== undefined) ?? 'zh'
  switch (content.form) {
    case 'mail': {
      const text = content.texts[language]
      return {
        subject: text?.subject ?? '',
        text: text
          ? simpleBlocks(text.blocks)
              .map((block) => bare(boundBlock(block).summary))
              .filter(Boolean)
              .join(' · ')
          : '',
      }
    }
    case 'registered': {
      const text = content.texts[language]
      return { subject: bare(text?.text ?? '').slice(0, 60) || (text?.code ?? ''), text: text?.text ?? '' }
    }
    case 'text': {
      const text = content.texts[language]
      return { subject: text?.title || bare(text?.text ?? '').slice(0, 60), text: bare(text?.text ?? '') }
    }
    case 'json': {
      const text = content.texts[language]
      return { subject: text?.type ?? '', text: text?.data ?? '' }
    }
    case 'task': {
      const text = content.texts[language]
      return { subject: text?.title ?? '', text: bare(text?.script ?? '') }
    }
  }
}

/** One thing that is different between two versions. */
export type Difference = {
  readonly how: 'added' | 'removed' | 'changed' | 'moved'
  readonly what: Words
  readonly before: string
  readonly after: string
}

const subjectWords: Words = { zh: '主题', en: 'Subject' }
const languageWords: Record<Language, Words> = { zh: { zh: '中文：', en: 'Chinese: ' }, en: { zh: '英文：', en: 'English: ' } }

/** What one would tell a colleague who asks what is different: block by block, in each language. */
export function compareContents(before: TemplateContent | null, after: TemplateContent | null): Difference[] {
  return languages.flatMap((language) =>
    compareLines(linesOf(before, language), linesOf(after, language)).map((one) => ({
      ...one,
      what: { zh: languageWords[language].zh + one.what.zh, en: languageWords[language].en + one.what.en },
    })),
  )
}

type Line = { readonly key: string; readonly what: Words; readonly said: string }

function linesOf(content: TemplateContent | null, language: Language): Line[] {
  if (content?.form === 'mail') return content.texts[language] ? mailLines(content.texts[language]) : []
  const text: Readonly<Record<string, unknown>> = content?.texts[language] ?? {}
  const lines = Object.entries(text).map(([key, value]) => ({
    key,
    what: { zh: key, en: key },
    said: typeof value === 'string' ? value : JSON.stringify(value),
  }))
  return content?.form === 'task' && lines.length > 0 ? [...lines, assignmentLine(content.assign)] : lines
}

const assignmentWords: Record<TaskAssignment['kind'], string> = { owner: '负责人 · owner', person: '同事 · colleague', team: '团队 · team' }

/** Who carries a task out; of a colleague or a team the end of their id, so that another one is seen to be another. */
function assignmentLine(assign: TaskAssignment = { kind: 'owner' }): Line {
  const whom = assign.kind === 'person' ? assign.person : assign.team
  return {
    key: '@assign',
    what: { zh: '由谁来做', en: 'Who does it' },
    said: `${assignmentWords[assign.kind]}${whom === undefined ? '' : ` ${shortId(whom)}`}`,
  }
}

function mailLines(text: MailText): Line[] {
  const lineOf = (block: ContentBlock): Line => ({ key: block.id, what: blockLabel(block.kind), said: saidBy(block) })
  return [
    { key: '@subject', what: subjectWords, said: text.subject },
    { key: '@preview', what: { zh: '摘要', en: 'Preview line' }, said: text.preview },
    ...text.blocks.flatMap((block) => (block.kind === 'columns' ? [...block.left, ...block.right].map(lineOf) : [lineOf(block)])),
  ]
}

/** Everything written into a block, so that no change of it goes unseen. A picture of its own is said by its size. */
function saidBy(block: ContentBlock): string {
  return Object.entries(block)
    .filter(([name, value]) => name !== 'id' && name !== 'kind' && value !== '')
    .map(([, value]) => (typeof value === 'string' && value.startsWith('data:') ? `${Math.round(value.length / 1_365)} kB` : String(value)))
    .join(' · ')
}

function compareLines(before: readonly Line[], after: readonly Line[]): Difference[] {
  const old = new Map(before.map((line) => [line.key, line]))
  const now = new Map(after.map((line) => [line.key, line]))
  const kept = after.filter(({ key }) => old.has(key)).map(({ key }) => key)
  const keptBefore = before.filter(({ key }) => now.has(key)).map(({ key }) => key)
  const gone = before
    .filter(({ key, said }) => !now.has(key) && said !== '')
    .map(({ what, said }): Difference => ({ how: 'removed', what, before: said, after: '' }))
  const rest = after.flatMap(({ key, what, said }): Difference[] => {
    const was = old.get(key)
    if (!was) return said === '' && key.startsWith('@') ? [] : [{ how: 'added', what, before: '', after: said }]
    if (was.said !== said) return [{ how: 'changed', what, before: was.said, after: said }]
    return kept.indexOf(key) !== keptBefore.indexOf(key) ? [{ how: 'moved', what, before: said, after: said }] : []
  })
  return [...gone, ...rest]
}
