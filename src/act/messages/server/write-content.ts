import { escapeHtml } from '../../../core/kit/escape-html.ts'
import type { Language } from '../../../core/kit/words.ts'
import type { ChannelContent } from '../../../platform/channels/channel.ts'
import type { MailAttachment } from '../../../platform/channels/mailer.ts'
import { fillPlaces } from '../../channels/registered-places.ts'
import { simpleBlocks } from '../blocks/blocks.ts'
import type { Brand } from '../content/brand.ts'
import type { MailText, TemplateContent } from '../content/content.ts'
import {
  addressOf,
  type FilledTexts,
  hiddenRegions,
  pictureOf,
  sayJson,
  sayParameters,
  sourceMap,
  textOfBlocks,
} from '../content/say-content.ts'
import { fillSkeleton } from '../content/skeleton.ts'
import { saysHowToStop, smsParts, withSignature } from '../content/sms-parts.ts'
import { footerHtml, footerLines, type Frame, htmlOfMarkup, oneLine, textOfMarkup } from '../markup/write-mail.ts'
import { compileMail } from './compile-mail.ts'
import { qrPng } from './qr-png.ts'

/** What is written with. `embed`: pictures go along as parts of the mail, or stand in its HTML, which mail programs refuse and previews need. */
export type Writing = Frame & {
  readonly brand: Brand
  readonly embed: 'cid' | 'data'
  readonly marketing: boolean
  readonly channel: string
}

export type Written =
  | {
      readonly mail: {
        readonly subject: string
        readonly html: string
        readonly text: string
        readonly attachments: readonly MailAttachment[]
      }
    }
  | { readonly subject: string; readonly content: ChannelContent; readonly parts?: number }

/** A template's content, filled in for one customer, in the form in which it leaves. */
export async function writeContent(content: TemplateContent, language: Language, filled: FilledTexts, writing: Writing): Promise<Written> {
  switch (content.form) {
    case 'mail': {
      const text = content.texts[language]
      return {
        mail: text ? await writeMailText(content, text, language, filled, writing) : { subject: '', html: '', text: '', attachments: [] },
      }
    }
    case 'registered': {
      const text = content.texts[language]
      if (!text) return nothing
      const parameters = sayParameters(Object.keys(text.parameters), filled, linkOf(writing))
      const whole =
        writing.channel === 'sms'
          ? smsText(text.signature, fillPlaces(text.text, parameters), writing.marketing)
          : fillPlaces(text.text, parameters)
      const url = addressOf(filled.get('url') ?? '')
      const made = {
        form: 'registered',
        code: text.code,
        parameters,
        text: whole,
        ...(url === null ? {} : { url: linkOf(writing)(url) }),
      } as const
      return { subject: whole.slice(0, 60), content: made, ...(writing.channel === 'sms' ? { parts: smsParts(whole).parts } : {}) }
    }
    case 'text': {
      const title = oneLine(filled.get('title') ?? '')
      const text = textOfMarkup(filled.get('text') ?? '', writing.link)
      const url = addressOf(filled.get('url') ?? '')
      const picture = pictureOf(filled.get('picture') ?? '')
      const made = {
        form: 'text',
        text,
        ...(title ? { title } : {}),
        ...(url ? { url: linkOf(writing)(url) } : {}),
        ...(picture ? { picture } : {}),
      } as const
      return { subject: title || oneLine(text).slice(0, 60), content: made }
    }
    case 'json': {
      const text = content.texts[language]
      return text ? { subject: text.type, content: { form: 'json', type: text.type, data: sayJson(text.data, filled) } } : nothing
    }
    case 'task': {
      const title = oneLine(filled.get('title') ?? '')
      return { subject: title, content: { form: 'text', title, text: textOfMarkup(filled.get('script') ?? '') } }
    }
  }
}

const nothing: Written = { subject: '', content: { form: 'text', text: '' } }
const linkOf = ({ link }: Frame) => link ?? ((address: string) => address)

/** Marketing says how to refuse where its own words do not. */
function smsText(signature: string, text: string, marketing: boolean): string {
  const whole = marketing && text !== '' && !saysHowToStop(text) ? `${text} 拒收请回复R` : text
  return withSignature(signature, whole)
}

type Pictures = { readonly attachments: MailAttachment[]; readonly place: (data: Buffer, type: string) => string }

/** Pictures that go along, each once. */
function picturesOf(embed: Writing['embed']): Pictures {
  const attachments: MailAttachment[] = []
  const place = (content: Buffer, type: string) => {
    if (embed === 'data') return `data:${type};base64,${content.toString('base64')}`
    const known = attachments.find((one) => one.content.equals(content))
    const cid = known?.cid ?? `picture-${attachments.length + 1}@regulars`
    if (!known) attachments.push({ cid, type, filename: `picture-${attachments.length + 1}.${type.split('/')[1]}`, content })
    return `cid:${cid}`
  }
  return { attachments, place }
}

/** Pictures that were uploaded into a template; nothing else that an address with data may hold. */
const uploaded = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=]+)$/

function placeUploaded(pictures: Pictures, address: string): string | null {
  const [, type, data] = uploaded.exec(address) ?? []
  return type && data ? pictures.place(Buffer.from(data, 'base64'), type) : null
}

async function writeMailText(content: TemplateContent, text: MailText, language: Language, filled: FilledTexts, writing: Writing) {
  const skeleton = await compileMail(text.blocks, writing.brand, language)
  const sources = sourceMap(content, language)
  const hidden = hiddenRegions(text, sources, filled)
  const pictures = picturesOf(writing.embed)
  const own = new Map<string, string>(
    simpleBlocks(text.blocks).flatMap((block) => (block.kind === 'picture' ? [[`${block.id}.picture`, block.picture] as const] : [])),
  )
  const link = linkOf(writing)
  const subject = oneLine(filled.get('subject') ?? '')
  const htmlOf = (key: string): string => {
    const standing = standingSlot(key, subject, writing, pictures, language)
    if (standing !== null) return standing
    const said = filled.get(key) ?? ''
    switch (sources.get(key)?.as) {
      case 'markup':
        return htmlOfMarkup(said, { link, color: writing.brand.color })
      case 'address': {
        const address = addressOf(said)
        return escapeHtml(address === null ? '#' : link(address))
      }
      case 'picture':
        return escapeHtml(placeUploaded(pictures, own.get(key) ?? '') ?? pictureOf(said) ?? '')
      case 'qr': {
        const png = qrPng(oneLine(said))
        return png ? pictures.place(png, 'image/png') : ''
      }
      default:
        return escapeHtml(oneLine(said))
    }
  }
  const html = fillSkeleton(skeleton, htmlOf, hidden)
  const lines = [...footerLines(writing), writing.brand.footer[language]].filter((line) => line !== '')
  const end = lines.length > 0 ? `\n\n--\n${lines.join('\n')}` : ''
  return { subject, html, text: `${textOfBlocks(text, sources, filled, hidden, link)}${end}`, attachments: pictures.attachments }
}

/** What stands in every mail: the firm and the ways out. Null for a key of the template's own. */
function standingSlot(key: string, subject: string, writing: Writing, pictures: Pictures, language: Language): string | null {
  if (key === '@subject') return escapeHtml(subject)
  if (key === '@shop') return escapeHtml(writing.shopName)
  if (key === '@logo') return escapeHtml(placeUploaded(pictures, writing.brand.logo) ?? pictureOf(writing.brand.logo) ?? '')
  if (key !== '@footer') return null
  const own = escapeHtml(writing.brand.footer[language]).replaceAll('\n', '<br>')
  return `${footerHtml(writing)}${own === '' ? '' : `<br>${own}`}`
}
