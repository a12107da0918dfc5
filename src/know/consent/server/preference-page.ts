import { escapeHtml } from '../../../core/kit/escape-html.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import { customerPage } from '../../../platform/http/customer-page.ts'
import type { RequestKind } from '../../privacy/privacy.ts'
import { sayChannel } from '../consent.ts'
import type { Preferences } from './read-preferences.ts'

const said = {
  title: { zh: '您想收到什么？', en: 'What would you like to get from us?' },
  intro: {
    zh: '勾选表示同意，取消勾选就是拒绝。点“保存”后马上生效，以后随时可以再改。',
    en: 'Tick what you agree to, untick what you do not. It holds at once when you save, and you may change it at any time.',
  },
  save: { zh: '保存', en: 'Save' },
  none: { zh: '全部停止', en: 'Stop everything' },
  noneHelp: { zh: '不再收到以上任何一种消息', en: 'You will get none of the above' },
  minor: {
    zh: '未满规定年龄，须由监护人同意，所以这里只能关闭，不能开启。请监护人与我们联系。',
    en: 'Below the age set by law a guardian must agree, so things can only be switched off here. Ask your guardian to contact us.',
  },
  saved: { zh: '已保存，马上生效。', en: 'Saved; it holds from now on.' },
  same: { zh: '没有改动。', en: 'Nothing was changed.' },
  tags: { zh: '我们给您的标签', en: 'Tags we keep about you' },
  tagsHelp: { zh: '我们用标签记住与您有关的事。选中的会删除。', en: 'We remember things about you by tags. Those you tick are deleted.' },
  tagsLink: { zh: '查看并删除我们给您的标签', en: 'See and delete the tags we keep about you' },
  noTags: { zh: '没有标签。', en: 'There are none.' },
  removeTags: { zh: '删除选中的标签', en: 'Delete those ticked' },
  removed: { zh: '已删除选中的标签。', en: 'Those ticked are deleted.' },
  back: { zh: '返回', en: 'Back' },
  rights: { zh: '您的个人信息', en: 'Your personal data' },
  rightsHelp: {
    zh: '请求会马上交给我们，我们在法定期限内答复您。',
    en: 'Your request reaches us at once, and we answer within the time set by law.',
  },
  asked: { zh: '已收到您的请求，我们会在 {day} 前答复。', en: 'We have your request and answer by {day}.' },
  missing: { zh: '这个链接不完整或已失效。请使用完整的链接。', en: 'This link is incomplete or no longer valid. Use the whole link.' },
  whole: { zh: '不分渠道', en: 'Everywhere' },
} satisfies Record<string, Words>

/** What the customer may ask of the firm by a button each. */
const asks: Readonly<Record<RequestKind, Words>> = {
  see: { zh: '查阅我的信息', en: 'See what you know about me' },
  export: { zh: '要一份我的信息副本', en: 'Get a copy of my data' },
  correct: { zh: '更正我的信息', en: 'Correct my data' },
  erase: { zh: '删除我的信息', en: 'Erase my data' },
  restrict: { zh: '只保存我的信息，不再使用', en: 'Keep my data, and use it no more' },
  object: { zh: '拒绝使用我的信息', en: 'Object to how my data is used' },
  explain: { zh: '请说明怎样使用我的信息', en: 'Explain how my data is used' },
}

export type Notice = { readonly words: keyof typeof said; readonly day?: string; readonly isProblem?: boolean }
export type Reader = { readonly shop: string; readonly language: Language }

const noticeOf = ({ language }: Reader, notice: Notice | null) =>
  notice === null
    ? ''
    : `<p class="${notice.isProblem ? 'wrong' : 'done'}" role="status">${escapeHtml(said[notice.words][language].replace('{day}', notice.day ?? ''))}</p>`

/** One form with a switch for each purpose and channel, and one button that stops everything. */
export function preferencePage(reader: Reader, preferences: Preferences, notice: Notice | null): string {
  const { language } = reader
  const { purposes, minor, requests } = preferences
  const blocks = purposes.map((each) => purposeBlock(language, each, minor)).join('')
  const body = `${noticeOf(reader, notice)}<p>${said.intro[language]}</p>${minor ? `<p class="wrong">${said.minor[language]}</p>` : ''}
    <form method="post"><input type="hidden" name="do" value="keep">${blocks}<div class="ends"><button>${said.save[language]}</button></div></form>
    <form method="post" class="apart"><button class="quiet" name="do" value="stop">${said.none[language]}</button> <small>${said.noneHelp[language]}</small></form>
    <p><a href="?show=tags&amp;lang=${language}">${said.tagsLink[language]}</a></p>${requests ? rightsBlock(language) : ''}`
  return frame(reader, said.title[language], body)
}

type Block = Preferences['purposes'][number]

function purposeBlock(language: Language, { purpose, wording, switches }: Block, minor: boolean): string {
  const rows = switches.map(({ name, channel, isOn }) => {
    const label = channel === '' ? purpose.name[language] : sayChannel(channel)[language]
    return `<label><input type="checkbox" name="on" value="${name}"${isOn ? ' checked' : ''}${minor && !isOn ? ' disabled' : ''}> ${escapeHtml(label)}</label><input type="hidden" name="${isOn ? 'was-on' : 'was-off'}" value="${name}">`
  })
  const help = wording ? wording[language] : purpose.help[language]
  return `<fieldset><legend>${escapeHtml(purpose.name[language])}</legend><p class="help">${escapeHtml(help)}</p><div class="ways">${rows.join('')}</div></fieldset>`
}

function rightsBlock(language: Language): string {
  const buttons = Object.entries(asks).map(
    ([kind, words]) => `<button class="quiet" name="ask" value="${kind}">${words[language]}</button>`,
  )
  return `<h2>${said.rights[language]}</h2><p class="help">${said.rightsHelp[language]}</p><form method="post" class="ways"><input type="hidden" name="do" value="ask">${buttons.join('')}</form>`
}

/** The tags, each to be ticked. Only who asks for it sees it. */
export function tagsPage(reader: Reader, { tags }: Preferences, notice: Notice | null): string {
  const { language } = reader
  const list = tags.map(({ id, name }) => `<label><input type="checkbox" name="tag" value="${id}"> ${escapeHtml(name)}</label>`).join('')
  const form =
    tags.length === 0
      ? `<p>${said.noTags[language]}</p>`
      : `<p>${said.tagsHelp[language]}</p><form method="post"><input type="hidden" name="do" value="tags"><div class="ways column">${list}</div><div class="ends"><button>${said.removeTags[language]}</button></div></form>`
  return frame(
    reader,
    said.tags[language],
    `${noticeOf(reader, notice)}${form}<p><a href="?lang=${language}">${said.back[language]}</a></p>`,
    'show=tags&amp;',
  )
}

export function missingPage(reader: Reader): string {
  return frame(reader, said.missing[reader.language], '')
}

const style = `body{padding:1.25em 1em 3em}h1{margin:.6em 0}h2{font-size:1.1em;margin:1.8em 0 .2em}fieldset{padding:.25em 1em .6em}.help{margin:.2em 0 .5em;color:#4b5863;font-size:.92em}.ways{display:flex;flex-wrap:wrap;gap:.3em 1.4em}.ways.column{flex-direction:column}.ways label{min-height:44px;display:inline-flex;align-items:center;gap:.5em;cursor:pointer}input[type=checkbox]{width:1.25em;height:1.25em;flex:none}button{padding:.6em 1.5em;min-height:44px;cursor:pointer}.ends button{width:100%}button.quiet{padding:.5em 1em}.apart{margin:1em 0;display:flex;flex-wrap:wrap;gap:.6em;align-items:center}small{color:#4b5863}.done{background:#e6f4f1;color:#0b544e;border-radius:8px;padding:.6em .9em}@media(prefers-color-scheme:dark){.help,small{color:#a9b4bd}.done{background:#123a36;color:#bdf0e6}}`

const frame = ({ shop, language }: Reader, title: string, body: string, keeps = ''): string =>
  customerPage({ language, shop, title, body, style, keeps })
