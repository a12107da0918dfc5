import { createHash } from 'node:crypto'
import type { Language } from '../../../core/kit/words.ts'
import { compileMjml } from '../../../platform/mail-layout/compile-mjml.ts'
import type { Drawing } from '../blocks/block-kind.ts'
import { boundBlock, type ContentBlock, type SimpleBlock } from '../blocks/blocks.ts'
import { type Brand, legibleOn } from '../content/brand.ts'
import { readSkeleton, regionMarks, type Skeleton, slotMark } from '../content/skeleton.ts'

const font = `-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Segoe UI', Helvetica, Arial, sans-serif`

/** The layouts used last, by what they are made of. */
const kept = new Map<string, Promise<Skeleton>>()
const most = 100

/** The layout of a mail, made once for all that look alike. What customers and colleagues wrote is not in it: it has places for that. */
export function compileMail(blocks: readonly ContentBlock[], brand: Brand, language: Language): Promise<Skeleton> {
  const source = mjmlOf(blocks, brand, language)
  const key = createHash('sha256').update(source).digest('base64')
  const known = kept.get(key)
  if (known) return known
  const made = compileMjml(source).then(readSkeleton)
  made.catch(() => kept.delete(key))
  kept.set(key, made)
  for (const old of kept.keys()) if (kept.size > most) kept.delete(old)
  return made
}

function mjmlOf(blocks: readonly ContentBlock[], brand: Brand, language: Language): string {
  const look = { color: brand.color, onColor: legibleOn(brand.color) }
  const logo =
    brand.logo === ''
      ? ''
      : `<mj-section><mj-column><mj-image padding="12px 24px" align="left" width="140px" src="${slotMark('@logo')}" alt="${slotMark('@shop')}" /></mj-column></mj-section>`
  const shop =
    brand.logo === ''
      ? `<mj-section padding="12px 0"><mj-column><mj-text padding="0 8px" font-weight="600" color="${brand.color}">${slotMark('@shop')}</mj-text></mj-column></mj-section>`
      : logo
  return `<mjml lang="${language === 'zh' ? 'zh-CN' : 'en'}"><mj-head><mj-title>${slotMark('@subject')}</mj-title><mj-preview>${slotMark('preview')}</mj-preview>
<mj-attributes><mj-all font-family="${font}" /><mj-text font-size="16px" line-height="1.7" color="#1f2933" /><mj-section padding="0" /></mj-attributes></mj-head>
<mj-body width="600px" background-color="#f4f5f7">${shop}<mj-wrapper background-color="#ffffff" padding="20px 0" border-radius="8px">${blocks.map((block) => mjmlOfBlock(block, look)).join('')}</mj-wrapper>
<mj-section padding="12px 0"><mj-column><mj-text font-size="13px" color="#5b6472" padding="4px 8px">${slotMark('@footer')}</mj-text></mj-column></mj-section></mj-body></mjml>`
}

type Look = Pick<Drawing, 'color' | 'onColor'>

function mjmlOfBlock(block: ContentBlock, look: Look): string {
  const column = (inner: readonly SimpleBlock[]) => `<mj-column>${inner.map((one) => mjmlOfSimple(one, look)).join('')}</mj-column>`
  if (block.kind === 'columns') return `<mj-section>${column(block.left)}${column(block.right)}</mj-section>`
  return `<mj-section>${column([block])}</mj-section>`
}

function mjmlOfSimple(block: SimpleBlock, look: Look): string {
  const bound = boundBlock(block)
  const drawing: Drawing = {
    ...look,
    slot: (name) => slotMark(`${bound.id}.${name}`),
    region: (name, inner) => regionMarks(`${bound.id}.${name}`, inner),
  }
  return regionMarks(bound.id, bound.toMjml(drawing))
}
