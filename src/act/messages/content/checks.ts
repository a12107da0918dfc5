import type { Language, Words } from '../../../core/kit/words.ts'
import { placesIn } from '../../channels/registered-places.ts'
import { blockLabel, boundBlock, type ContentBlock, type SimpleBlock, simpleBlocks } from '../blocks/blocks.ts'
import { contrast, legibleOn } from './brand.ts'
import { type PlacedSource, sourcesOf, type TemplateContent } from './content.ts'
import { saysHowToStop, smsParts, withSignature } from './sms-parts.ts'

/** wrong: it will not work - advice: better otherwise - fine: looked at, nothing to say */
export type Check = {
  readonly level: 'wrong' | 'advice' | 'fine'
  readonly said: Words
  readonly values?: Readonly<Record<string, string | number>>
}

/** Words that filters of mail and carriers of SMS look for. */
const spamWords: readonly string[] =
  '免费领,中奖,恭喜您获得,点击领取,立即抢,限时秒杀,最后一天,100%,全网最低,史上最低,绝对,包治,稳赚,零风险,无抵押,贷款,发票,加微信,博彩,返利,free!!!,winner,congratulations,click here,act now,limited time,risk-free,guarantee,cash bonus,cheap,no obligation,urgent,make money,viagra,lottery'.split(
    ',',
  )

type Asked = { readonly channel: string; readonly kind: string; readonly color: string; readonly known: readonly string[] }

/** What a colleague who knows mail would say before it leaves, for one language. */
export function checkWords(content: TemplateContent, language: Language, asked: Asked): Check[] {
  const sources = sourcesOf(content, language)
  const checks = [
    ...emptyCheck(content, language),
    ...spamCheck(sources),
    ...fallbackCheck(sources, asked.known),
    ...linkChecks(sources),
    ...(content.form === 'mail' ? mailChecks(content, language, asked) : []),
    ...(asked.channel === 'sms' ? smsChecks(content, language, asked.kind) : []),
  ]
  return checks.length > 0 ? checks : [{ level: 'fine', said: { zh: '没有发现问题', en: 'Nothing found' } }]
}

const bare = (text: string) => text.replace(/\{\{[^}]*\}\}|\{%[^%]*%\}|https?:\/\/\S+/g, '')

function emptyCheck(content: TemplateContent, language: Language): Check[] {
  if (content.form !== 'mail') return []
  const text = content.texts[language]
  if (!text) return []
  const isEmpty = text.blocks.length === 0
  return [
    ...(text.subject === '' ? [{ level: 'wrong', said: { zh: '还没有写主题', en: 'There is no subject' } } as const] : []),
    ...(isEmpty ? [{ level: 'wrong', said: { zh: '还没有内容块', en: 'There are no blocks' } } as const] : []),
    ...emptyBlocks(text.blocks),
  ]
}

/** What shows nothing to anybody: nothing is written in it, so that it is left out of every mail. */
function emptyBlocks(blocks: readonly ContentBlock[]): Check[] {
  const empty = blocks.flatMap<ContentBlock>((block) =>
    block.kind === 'columns' && block.left.length + block.right.length === 0 ? [block] : simpleBlocks([block]).filter(saysNothing),
  )
  if (empty.length === 0) return []
  const labels = empty.map(({ kind }) => blockLabel(kind))
  const [zh, en] = [labels.map((label) => label.zh).join('、'), labels.map((label) => label.en).join(', ')]
  return [{ level: 'advice', said: { zh: `还空着，客户看不到：${zh}`, en: `Still empty, so nobody sees it: ${en}` } }]
}

function saysNothing(block: SimpleBlock): boolean {
  if (block.kind === 'text' || block.kind === 'heading') return block.text.trim() === ''
  const { sources, hidden } = boundBlock(block)
  return hidden((name) => sources.find((source) => source.name === name)?.source.trim() ?? '').includes('')
}

function spamCheck(sources: readonly PlacedSource[]): Check[] {
  const whole = bare(
    sources
      .filter(({ as }) => as === 'line' || as === 'markup')
      .map(({ source }) => source)
      .join('\n'),
  )
  const found = spamWords.filter((word) => whole.toLowerCase().includes(word))
  const shouts = (whole.match(/[!！]/g) ?? []).length
  const capitals = whole.match(/\b[A-Z]{4,}\b/g) ?? []
  return [
    ...(found.length > 0
      ? [
          {
            level: 'advice',
            said: { zh: '这些词容易被当作垃圾信息：{words}', en: 'Filters look for these words: {words}' },
            values: { words: found.join('、') },
          } as const,
        ]
      : []),
    ...(shouts > 3
      ? [
          {
            level: 'advice',
            said: { zh: '有 {n} 个感叹号，太多了', en: '{n} exclamation marks are too many' },
            values: { n: shouts },
          } as const,
        ]
      : []),
    ...(capitals.length > 2 ? [{ level: 'advice', said: { zh: '整词大写的英文太多', en: 'Too many words in capitals' } } as const] : []),
  ]
}

/** A place to be filled in, with its fallback where it has one. */
export type Placeholder = { readonly name: string; readonly fallback: string | null; readonly text: string }

export function placeholdersIn(source: string): Placeholder[] {
  return [...source.matchAll(/\{\{-?\s*([\w.]+)((?:\s*\|[^}]*)?)\s*-?\}\}/g)].map(([text, name = '', rest = '']) => ({
    text,
    name,
    fallback: /default:\s*["']([^"']*)["']/.exec(rest)?.[1] ?? null,
  }))
}

/** What every customer has, or what is the shop's. */
const always = new Set(['shopName', 'today', 'code', 'createdAt'])

function fallbackCheck(sources: readonly PlacedSource[], known: readonly string[]): Check[] {
  const places = sources.flatMap(({ source, product }) => (product === undefined ? placeholdersIn(source) : []))
  const isKnown = (name: string) => known.includes(name) || /^(context|product)\./.test(name)
  const unknown = [...new Set(places.map(({ name }) => name))].filter((name) => known.length > 0 && !isKnown(name))
  const without = [
    ...new Set(places.filter(({ name, fallback }) => fallback === null && !always.has(name) && isKnown(name)).map(({ name }) => name)),
  ]
  return [
    ...(unknown.length > 0
      ? [
          {
            level: 'wrong',
            said: { zh: '没有这些变量：{names}', en: 'There are no such variables: {names}' },
            values: { names: unknown.join('、') },
          } as const,
        ]
      : []),
    ...(without.length > 0
      ? [
          {
            level: 'advice',
            said: { zh: '没有写备用词，资料缺失时会空着：{names}', en: 'Without a fallback, so empty where nothing is known: {names}' },
            values: { names: without.join('、') },
          } as const,
        ]
      : []),
  ]
}

/** Addresses that are written out, without variables in their host. */
export function addressesIn(sources: readonly PlacedSource[]): string[] {
  const found = sources.flatMap(({ as, source }) => {
    if (as === 'address' || as === 'picture') return source === '' ? [] : [source]
    return as === 'markup'
      ? [...source.matchAll(/\]\(([^)\s]+)\)|(https?:\/\/[^\s<>"'()，。；、！？）]+)/g)].map(([, linked, plain]) => linked ?? plain ?? '')
      : []
  })
  return [...new Set(found)]
}

function linkChecks(sources: readonly PlacedSource[]): Check[] {
  const wrong = addressesIn(sources).filter((address) => {
    const tried = address.replace(/\{\{[^}]*\}\}/g, 'x')
    return !/^(https?:\/\/|mailto:|tel:)/i.test(tried) || !URL.canParse(tried)
  })
  const plain = addressesIn(sources).filter((address) => /^http:\/\//i.test(address))
  return [
    ...(wrong.length > 0
      ? [{ level: 'wrong', said: { zh: '不是网址：{links}', en: 'Not an address: {links}' }, values: { links: wrong.join('  ') } } as const]
      : []),
    ...(plain.length > 0
      ? [
          {
            level: 'advice',
            said: { zh: '没有加密（http）：{links}', en: 'Not encrypted (http): {links}' },
            values: { links: plain.join('  ') },
          } as const,
        ]
      : []),
  ]
}

function mailChecks(content: TemplateContent, language: Language, { color }: Asked): Check[] {
  if (content.form !== 'mail') return []
  const blocks = simpleBlocks(content.texts[language]?.blocks ?? [])
  const pictures = blocks.filter((block) => block.kind === 'picture')
  const words = blocks.reduce(
    (sum, block) => sum + (block.kind === 'text' || block.kind === 'heading' ? bare(block.text).trim().length : 0),
    0,
  )
  const silent = pictures.filter((block) => block.alt === '').length
  const bytes = pictures.reduce((sum, block) => sum + (block.picture.startsWith('data:') ? block.picture.length * 0.75 : 0), 0)
  const ratio = contrast(color, legibleOn(color))
  const onWhite = contrast(color, '#ffffff')
  const subject = content.texts[language]?.subject ?? ''
  return [
    ...(pictures.length > 0 && words < 20
      ? [
          {
            level: 'advice',
            said: {
              zh: '几乎只有图片：图片打不开时什么也读不到，也容易进垃圾箱',
              en: 'Almost nothing but pictures: where they are not loaded nothing is read, and filters dislike it',
            },
          } as const,
        ]
      : []),
    ...(silent > 0
      ? [
          {
            level: 'advice',
            said: { zh: '{n} 张图片没有说明文字', en: '{n} {n|picture has|pictures have} no description' },
            values: { n: silent },
          } as const,
        ]
      : []),
    ...(bytes > 300_000
      ? [
          {
            level: 'advice',
            said: { zh: '随信图片共 {kb} kB，发送会变慢', en: 'The pictures that go along weigh {kb} kB and slow the sending' },
            values: { kb: Math.round(bytes / 1_024) },
          } as const,
        ]
      : []),
    ...(ratio < 4.5
      ? [
          {
            level: 'advice',
            said: {
              zh: '按钮颜色的对比度只有 {ratio}，建议不低于 4.5',
              en: 'The contrast of buttons is {ratio}; 4.5 or more is easy to read',
            },
            values: { ratio: ratio.toFixed(1) },
          } as const,
        ]
      : []),
    ...(onWhite < 4.5
      ? [
          {
            level: 'advice',
            said: {
              zh: '品牌色的文字在白底上对比度只有 {ratio}，建议不低于 4.5',
              en: 'Words in your colour have a contrast of {ratio} on white; 4.5 or more is easy to read',
            },
            values: { ratio: onWhite.toFixed(1) },
          } as const,
        ]
      : []),
    ...(subject.length > 60
      ? [
          {
            level: 'advice',
            said: { zh: '主题有 {n} 个字，手机上会被截断', en: 'The subject has {n} characters and is cut on phones' },
            values: { n: subject.length },
          } as const,
        ]
      : []),
  ]
}

/** How many SMS a content takes with its signature, variables left as they are written; null of what is no SMS. */
export function partsOf(content: TemplateContent, language: Language): { readonly characters: number; readonly parts: number } | null {
  const text = content.form === 'registered' ? content.texts[language] : undefined
  return text ? smsParts(withSignature(text.signature, text.text)) : null
}

function smsChecks(content: TemplateContent, language: Language, kind: string): Check[] {
  if (content.form !== 'registered') return []
  const text = content.texts[language]
  if (!text) return []
  const { characters, parts } = smsParts(`【${text.signature}】${text.text}`)
  const missing = placesIn(text.text).filter((name) => !(name in text.parameters))
  return [
    ...(text.code === ''
      ? [{ level: 'wrong', said: { zh: '还没有填写短信模板编码', en: 'The code of the registered text is missing' } } as const]
      : []),
    ...(text.signature === '' ? [{ level: 'wrong', said: { zh: '还没有填写短信签名', en: 'The signature is missing' } } as const] : []),
    ...(missing.length > 0
      ? [
          {
            level: 'wrong',
            said: { zh: '这些参数还没有内容：{names}', en: 'Nothing is said for these parameters: {names}' },
            values: { names: missing.join('、') },
          } as const,
        ]
      : []),
    ...(kind === 'marketing' && !saysHowToStop(text.text)
      ? [
          {
            level: 'advice',
            said: { zh: '营销短信须写明如何退订，会自动加上“拒收请回复R”', en: 'Marketing must say how to stop; “拒收请回复R” is added' },
          } as const,
        ]
      : []),
    {
      level: parts > 1 ? 'advice' : 'fine',
      said: { zh: '不算变量约 {n} 个字，按 {parts} 条计费', en: 'About {n} characters without variables, paid as {parts}' },
      values: { n: characters, parts },
    },
  ]
}
