import { escapeHtml } from '../../../core/kit/escape-html.ts'
import type { Language } from '../../../core/kit/words.ts'
import { withoutMarks } from './literal.ts'
import { type Block, type Inline, readMarkup } from './read-markup.ts'

export type Frame = {
  readonly shopName: string
  readonly language: Language
  readonly unsubscribeUrl: string | null
  readonly preferencesUrl?: string
  /** Where a link leads in what goes out; as it is written where left out. */
  readonly link?: Link
}
export type Link = (address: string) => string
export type WrittenMail = { readonly subject: string; readonly html: string; readonly text: string }

const footer = {
  zh: { why: '您收到这封邮件，是因为您是{shop}的客户。', stop: '退订', choose: '选择想收到什么' },
  en: { why: 'You get this mail because you are a customer of {shop}.', stop: 'Unsubscribe', choose: 'Choose what you get' },
} satisfies Record<Language, { why: string; stop: string; choose: string }>

/** A filled-in template as the mail that goes out: subject on one line, HTML with everything escaped, and plain text. */
export function writeMail(subject: string, body: string, frame: Frame): WrittenMail {
  const blocks = readMarkup(body)
  return { subject: oneLine(subject), html: writeHtml(blocks, frame), text: writeText(blocks, frame) }
}

const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

export function oneLine(text: string): string {
  return withoutMarks(text).replace(controls, ' ').replace(/ +/g, ' ').trim().slice(0, 500)
}

/** The language a text is written in, as far as the frame cares. */
export function languageOfText(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

const font = `-apple-system,BlinkMacSystemFont,'PingFang SC','Microsoft YaHei','Segoe UI',Helvetica,Arial,sans-serif`

function writeHtml(blocks: readonly Block[], frame: Frame): string {
  const shop = escapeHtml(frame.shopName)
  return `<!doctype html>
<html lang="${frame.language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"></head>
<body style="margin:0;background:#f4f5f7;color:#1f2933;font:16px/1.7 ${font}">
<div style="max-width:600px;margin:0 auto;padding:24px 16px">
<div style="padding:0 8px 12px;font-weight:600;color:#0f766e">${shop}</div>
<div style="background:#ffffff;border-radius:8px;padding:24px">
${blocks.map((block) => htmlOfBlock(block, frame)).join('\n')}
</div>
<div style="padding:16px 8px;font-size:13px;color:#5b6472">${footerHtml(frame)}</div>
</div></body></html>`
}

type Linking = { readonly link?: Link; readonly color?: string }

/** Filled-in markup as HTML alone, to stand in a layout. */
export function htmlOfMarkup(body: string, linking: Linking): string {
  return readMarkup(body)
    .map((block) => htmlOfBlock(block, linking))
    .join('\n')
}

function htmlOfBlock(block: Block, linking: Linking): string {
  if (block.kind === 'list')
    return `<ul style="margin:0 0 16px;padding-left:24px">${block.items.map((item) => `<li>${htmlOf(item, linking)}</li>`).join('')}</ul>`
  if (block.kind === 'heading') return `<h2 style="margin:0 0 12px;font-size:20px;line-height:1.4">${htmlOf(block.inlines, linking)}</h2>`
  return `<p style="margin:0 0 16px">${htmlOf(block.inlines, linking)}</p>`
}

const plainLink: Link = (address) => address

function htmlOf(inlines: readonly Inline[], { link = plainLink, color = '#0f766e' }: Linking): string {
  return inlines
    .map((inline) => {
      if ('newLine' in inline) return '<br>'
      const text = escapeHtml(inline.text)
      if (inline.href) return `<a href="${escapeHtml(link(inline.href))}" style="color:${color}">${text}</a>`
      return inline.bold ? `<strong>${text}</strong>` : text
    })
    .join('')
}

function writeText(blocks: readonly Block[], frame: Frame): string {
  const parts = blocks.map((block) => textOfBlock(block, frame.link ?? plainLink))
  const end = footerLines(frame)
  return [...parts, ...(end.length > 0 ? [`--\n${end.join('\n')}`] : [])].join('\n\n')
}

/** Why they get it and the ways out, as lines of plain text. */
export function footerLines(frame: Frame): string[] {
  const { why, stop, choose } = footer[frame.language]
  return [
    frame.shopName ? why.replace('{shop}', () => frame.shopName) : '',
    frame.unsubscribeUrl ? `${stop}: ${frame.unsubscribeUrl}` : '',
    frame.preferencesUrl ? `${choose}: ${frame.preferencesUrl}` : '',
  ].filter((line) => line !== '')
}

/** The same as HTML. */
export function footerHtml(frame: Frame): string {
  const { why, stop, choose } = footer[frame.language]
  const shop = escapeHtml(frame.shopName)
  const link = frame.unsubscribeUrl ? ` <a href="${escapeHtml(frame.unsubscribeUrl)}" style="color:#5b6472">${stop}</a>` : ''
  const more = frame.preferencesUrl ? ` · <a href="${escapeHtml(frame.preferencesUrl)}" style="color:#5b6472">${choose}</a>` : ''
  return `${frame.shopName ? why.replace('{shop}', () => shop) : ''}${link}${more}`
}

/** Filled-in markup as plain text alone, for channels that take no more. */
export function textOfMarkup(body: string, link: Link = plainLink): string {
  return readMarkup(body)
    .map((block) => textOfBlock(block, link))
    .join('\n\n')
}

const textOfBlock = (block: Block, link: Link) =>
  block.kind === 'list' ? block.items.map((item) => `- ${textOf(item, link)}`).join('\n') : textOf(block.inlines, link)

function textOf(inlines: readonly Inline[], link: Link): string {
  return inlines
    .map((inline) => {
      if ('newLine' in inline) return '\n'
      if (!inline.href) return inline.text
      return inline.href === inline.text ? link(inline.href) : `${inline.text} (${link(inline.href)})`
    })
    .join('')
}
