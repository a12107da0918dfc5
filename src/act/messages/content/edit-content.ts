import type { Language } from '../../../core/kit/words.ts'
import {
  type BlockKindName,
  columnsBlock,
  type ContentBlock,
  contentBlock,
  type SimpleBlock,
  simpleBlock,
  type SimpleKind,
  simpleKinds,
} from '../blocks/blocks.ts'
import type { ContentForm, MailText, TemplateContent } from './content.ts'

export function emptyBlock(kind: BlockKindName, id: string): ContentBlock {
  return kind === 'columns' ? columnsBlock.parse({ id, kind, left: [], right: [] }) : emptySimple(kind, id)
}

export const emptySimple = (kind: SimpleKind, id: string): SimpleBlock => simpleBlock.parse({ ...simpleKinds[kind].empty, id })

/** Content as it begins in a form. */
export function emptyContent(form: ContentForm, language: Language, newId: () => string): TemplateContent {
  switch (form) {
    case 'mail':
      return { form, texts: { [language]: { subject: '', preview: '', blocks: [emptyBlock('text', newId())] } } }
    case 'registered':
      return { form, texts: { [language]: { code: '', text: '', signature: '', parameters: {}, url: '' } } }
    case 'text':
      return { form, texts: { [language]: { title: '', text: '', url: '', picture: '' } } }
    case 'json':
      return { form, texts: { [language]: { type: 'message', data: '{\n  "name": "{{ name }}"\n}' } } }
    case 'task':
      return { form, texts: { [language]: { title: '', script: '' } } }
  }
}

/** An old subject and body as blocks: the same words, in one block of text. */
export const asBlocks = (subject: string, body: string, language: Language, newId: () => string): TemplateContent => ({
  form: 'mail',
  texts: { [language]: { subject, preview: '', blocks: [{ id: newId(), kind: 'text', text: body }] } },
})

/** Another language begins with what the first one says, to be written anew. */
export function addLanguage(content: TemplateContent, from: Language, to: Language): TemplateContent {
  switch (content.form) {
    case 'mail':
      return { ...content, texts: { ...content.texts, [to]: content.texts[from] } }
    case 'registered':
      return { ...content, texts: { ...content.texts, [to]: content.texts[from] } }
    case 'text':
      return { ...content, texts: { ...content.texts, [to]: content.texts[from] } }
    case 'json':
      return { ...content, texts: { ...content.texts, [to]: content.texts[from] } }
    case 'task':
      return { ...content, texts: { ...content.texts, [to]: content.texts[from] } }
  }
}

export function dropLanguage(content: TemplateContent, language: Language): TemplateContent {
  const other: Language = language === 'zh' ? 'en' : 'zh'
  switch (content.form) {
    case 'mail':
      return { ...content, texts: { [other]: content.texts[other] } }
    case 'registered':
      return { ...content, texts: { [other]: content.texts[other] } }
    case 'text':
      return { ...content, texts: { [other]: content.texts[other] } }
    case 'json':
      return { ...content, texts: { [other]: content.texts[other] } }
    case 'task':
      return { ...content, texts: { [other]: content.texts[other] } }
  }
}

type Blocks = MailText['blocks']

export const replaceBlock = (blocks: Blocks, id: string, block: ContentBlock): Blocks => blocks.map((one) => (one.id === id ? block : one))
export const removeBlock = <B extends { id: string }>(blocks: readonly B[], id: string): B[] => blocks.filter((one) => one.id !== id)

/** To stand before what is now at `index`. */
export function moveBlock<B extends { id: string }>(blocks: readonly B[], id: string, index: number): B[] {
  const from = blocks.findIndex((one) => one.id === id)
  const block = blocks[from]
  if (!block) return [...blocks]
  const rest = removeBlock(blocks, id)
  const to = Math.max(0, Math.min(rest.length, index > from ? index - 1 : index))
  return [...rest.slice(0, to), block, ...rest.slice(to)]
}

export function stepBlock<B extends { id: string }>(blocks: readonly B[], id: string, by: 1 | -1): B[] {
  const from = blocks.findIndex((one) => one.id === id)
  return moveBlock(blocks, id, by === 1 ? from + 2 : from - 1)
}

/** The same block once more, right behind it, with ids of its own. */
export function copyBlock(blocks: Blocks, id: string, newId: () => string): Blocks {
  const renamed = (block: ContentBlock): ContentBlock => {
    const inner = (one: SimpleBlock) => simpleBlock.parse({ ...one, id: newId() })
    return block.kind === 'columns'
      ? { ...block, id: newId(), left: block.left.map(inner), right: block.right.map(inner) }
      : contentBlock.parse({ ...block, id: newId() })
  }
  return blocks.flatMap((block) => (block.id === id ? [block, renamed(block)] : [block]))
}
