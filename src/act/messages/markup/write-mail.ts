import { escapeHtml } from '../../../core/kit/escape-html.ts'
import type { Language } from '../../../core/kit/words.ts'
import { withoutMarks } from './literal.ts'
import { type Block, type Inline, readMarkup } from './read-markup.ts'

export type Frame = {
  readonly shopName: string
  readonly language: Language
  readonly unsubscribeUrl: string | null
  readonly preferencesUrl?: string
}
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

function oneLine(text: string): string {
  return withoutMarks(text).replace(controls, ' ').replace(/ +/g, ' ').trim().slice(0, 500)
}

/** The language a text is written in, as far as the frame cares. */
export function languageOfText(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

const font = `-apple-system,BlinkMacSystemFont,'PingFang SC','Microsoft YaHei','Segoe UI',Helvetica,Arial,sans-serif`

function writeHtml(blocks: readonly Block[], frame: Frame): string {
  const { why, stop, choose } = footer[frame.language]
  const shop = escapeHtml(frame.shopName)
  const link = frame.unsubscribeUrl ? ` <a href="${escapeHtml(frame.unsubscribeUrl)}" style="color:#6b7280">${stop}</a>` : ''
  const more = frame.preferencesUrl ? ` · <a href="${escapeHtml(frame.preferencesUrl)}" style="color:#6b7280">${choose}</a>` : ''
  return `<!doctype html>
<html lang="${frame.language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"></head>
<body style="margin:0;background:#f4f5f7;color:#1f2933;font:16px/1.7 ${font}">
<div style="max-width:600px;margin:0 auto;padding:24px 16px">
<div style="padding:0 8px 12px;font-weight:600;color:#0f766e">${shop}</div>
<div style="background:#ffffff;border-radius:8px;padding:24px">
${blocks.map(htmlOfBlock).join('\n')}
</div>
<div style="padding:16px 8px;font-size:13px;color:#6b7280">${frame.shopName ? why.replace('{shop}', () => shop) : ''}${link}${more}</div>
</div></body></html>`
}

function htmlOfBlock(block: Block): string {
  if (block.kind === 'list')
    return `<ul style="margin:0 0 16px;padding-left:24px">${block.items.map((item) => `<li>${htmlOf(item)}</li>`).join('')}</ul>`
  if (block.kind === 'heading') return `<h2 style="margin:0 0 12px;font-size:20px;line-height:1.4">${htmlOf(block.inlines)}</h2>`
  return `<p style="margin:0 0 16px">${htmlOf(block.inlines)}</p>`
}

function htmlOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if ('newLine' in inline) return '<br>'
      const text = escapeHtml(inline.text)
      if (inline.href) return `<a href="${escapeHtml(inline.href)}" style="color:#0f766e">${text}</a>`
      return inline.bold ? `<strong>${text}</strong>` : text
    })
    .join('')
}

function writeText(blocks: readonly Block[], frame: Frame): string {
  const { why, stop, choose } = footer[frame.language]
  const parts = blocks.map(textOfBlock)
  const end = [
    frame.shopName ? why.replace('{shop}', () => frame.shopName) : '',
    frame.unsubscribeUrl ? `${stop}: ${frame.unsubscribeUrl}` : '',
    frame.preferencesUrl ? `${choose}: ${frame.preferencesUrl}` : '',
  ].filter((line) => line !== '')
  return [...parts, ...(end.length > 0 ? [`--\n${end.join('\n')}`] : [])].join('\n\n')
}

/** Filled-in markup as plain text alone, for channels that take no more. */
export function textOfMarkup(body: string): string {
  return readMarkup(body).map(textOfBlock).join('\n\n')
}

const textOfBlock = (block: Block) =>
  block.kind === 'list' ? block.items.map((item) => `- ${textOf(item)}`).join('\n') : textOf(block.inlines)

function textOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) =>
      'newLine' in inline ? '\n' : inline.href && inline.href !== inline.text ? `${inline.text} (${inline.href})` : inline.text,
    )
    .join('')
}
