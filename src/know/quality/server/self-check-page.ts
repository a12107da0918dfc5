import { escapeHtml } from '../../../core/kit/escape-html.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customerPage } from '../../../platform/http/customer-page.ts'
import type { Answers, Asked, OpenCheck } from './answer-self-check.ts'
import { maskValue } from './mask-value.ts'

const said = {
  title: { zh: '这些信息还对吗？', en: 'Are these details still right?' },
  intro: {
    zh: '请逐项看一看。为保护您的隐私，部分内容已隐去。点“确认提交”之前，什么都不会改变。',
    en: 'Please look at each. Parts are hidden to protect you. Nothing changes before you confirm.',
  },
  right: { zh: '对的', en: 'Right' },
  changed: { zh: '改为', en: 'Change to' },
  wrong: { zh: '不再对', en: 'No longer right' },
  leave: { zh: '不填', en: 'Leave empty' },
  unknown: { zh: '（还没有）', en: '(not known yet)' },
  review: { zh: '下一步：核对', en: 'Next: review' },
  reviewTitle: { zh: '请核对', en: 'Please review' },
  confirm: { zh: '确认提交', en: 'Confirm' },
  back: { zh: '返回修改', en: 'Go back' },
  done: { zh: '谢谢您！信息已更新。', en: 'Thank you! Your details are up to date.' },
  doubted: {
    zh: '其中有 {n} 项我们会再核实，核实前不会使用。',
    en: 'We will look into {n} of them and will not rely on them until then.',
  },
  expired: {
    zh: '这个链接已过期，什么都没有改变。请向商家要一个新的链接。',
    en: 'This link has expired; nothing was changed. Ask the shop for a new one.',
  },
  answered: { zh: '这个链接已经用过了，您的回答已保存。', en: 'This link has been used; your answers are kept.' },
  revoked: { zh: '这个链接已被商家作废，什么都没有改变。', en: 'The shop has withdrawn this link; nothing was changed.' },
  missing: { zh: '这个链接不完整或已失效。请使用完整的链接。', en: 'This link is incomplete or no longer valid. Use the whole link.' },
  nothing: { zh: '您还没有选择任何一项。', en: 'You have not said anything yet.' },
} satisfies Record<string, Words>

export type PageWords = keyof typeof said
type Wrong = Readonly<Record<string, Words>>
type Reader = { readonly ctx: Ctx; readonly language: Language }

/** How a detail reads, with its middle hidden where it could be misused. */
function shown({ ctx, language }: Reader, { name, field, value }: Asked): string | null {
  if (value === null || value === '') return null
  const type = ctx.registry.types[field.type]
  const text = type?.say(value, field, { language, currency: ctx.shop.currency, timeZone: ctx.shop.timeZone }) ?? ''
  return maskValue(name, field.type, text)
}

/** The questions: one block a detail. What was typed before stands there again beside what was wrong with it. */
export function questionsPage(reader: Reader, check: OpenCheck, answers: Answers, wrong: Wrong): string {
  const { language } = reader
  const blocks = check.asked.map((asked) => block(reader, asked, answers, wrong[asked.name])).join('')
  const note = Object.keys(wrong).length === 0 ? '' : `<p class="wrong" role="alert">${wrong[''] ? wrong[''][language] : ''}</p>`
  return frame(
    reader,
    said.title[language],
    `<p>${said.intro[language]}</p>${note}<form method="post">${blocks}<button>${said.review[language]}</button></form>`,
  )
}

function block(reader: Reader, asked: Asked, answers: Answers, wrong: Words | undefined): string {
  const { language } = reader
  const { name, field } = asked
  const value = shown(reader, asked)
  const given = answers[name]
  const radio = (says: string, label: string) =>
    `<label><input type="radio" name="${name}" value="${says}"${given?.says === says ? ' checked' : ''}> ${label}</label>`
  const text = given?.says === 'changed' ? given.text : ''
  const label = `${escapeHtml(field.label[language])}: ${said.changed[language]}`
  const input = field.options
    ? `<select name="${name}.text" aria-label="${label}"><option value=""></option>${field.options.map((one) => `<option value="${escapeHtml(one.value)}"${one.value === text ? ' selected' : ''}>${escapeHtml(one.label[language])}</option>`).join('')}</select>`
    : `<input name="${name}.text" value="${escapeHtml(text)}" maxlength="500" aria-label="${label}"${field.type === 'date' ? ' type="date"' : ''}>`
  const known =
    value === null ? radio('skip', said.leave[language]) : `${radio('right', said.right[language])}${radio('wrong', said.wrong[language])}`
  return `<fieldset><legend>${escapeHtml(field.label[language])}</legend><p class="value">${value === null ? said.unknown[language] : escapeHtml(value)}</p>
    <div class="ways">${known}${radio('changed', said.changed[language])} ${input}</div>${wrong ? `<p class="wrong" role="alert">${escapeHtml(wrong[language])}</p>` : ''}</fieldset>`
}

/** What will be written once they confirm, and nothing before. */
export function reviewPage(reader: Reader, check: OpenCheck, answers: Answers): string {
  const { language } = reader
  const rows = check.asked.flatMap(({ name, field }) => {
    const given = answers[name]
    if (!given) return []
    const what =
      given.says === 'changed'
        ? `${said.changed[language]}: ${escapeHtml(sayTyped(field, given.text, language))}`
        : said[given.says][language]
    return [`<li><b>${escapeHtml(field.label[language])}</b> ${what}</li>`]
  })
  const hidden = Object.entries(answers)
    .map(
      ([name, given]) =>
        `<input type="hidden" name="${name}" value="${given.says}">${given.says === 'changed' ? `<input type="hidden" name="${name}.text" value="${escapeHtml(given.text)}">` : ''}`,
    )
    .join('')
  return frame(
    reader,
    said.reviewTitle[language],
    `<ul>${rows.join('')}</ul><form method="post">${hidden}<button name="step" value="confirm">${said.confirm[language]}</button> <button class="quiet" name="step" value="back">${said.back[language]}</button></form>`,
  )
}

const sayTyped = (field: Asked['field'], text: string, language: Language) =>
  field.options?.find(({ value }) => value === text)?.label[language] ?? text

/** A page with one sentence. */
export function sentencePage(reader: Reader, words: PageWords, doubted = 0): string {
  const { language } = reader
  const more = doubted > 0 ? `<p>${said.doubted[language].replace('{n}', String(doubted))}</p>` : ''
  return frame(reader, said[words][language], more)
}

// The place to type in goes once another answer is chosen, so that nothing is typed that would not count.
const style = `fieldset{padding:.5em 1em .75em}.value{margin:.2em 0 .6em;font-variant-numeric:tabular-nums}.ways{display:flex;flex-wrap:wrap;gap:.4em 1.2em;align-items:center}.ways label{min-height:32px;display:inline-flex;align-items:center;gap:.35em}input:not([type=radio]),select{font:inherit;padding:.35em .5em;border:1px solid #98a2ad;border-radius:6px;min-width:10em;flex:1;background:transparent;color:inherit}.ways:has([type=radio]:checked:not([value=changed])) :is(input:not([type=radio]),select){display:none}.wrong{margin:.4em 0 0}`

const frame = ({ ctx, language }: Reader, title: string, body: string): string =>
  customerPage({ language, shop: ctx.shop.name, title, body, style })
