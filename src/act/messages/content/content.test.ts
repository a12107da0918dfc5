import { expect, test } from 'vitest'
import { contrast, legibleOn } from './brand.ts'
import { checkWords, partsOf, placeholdersIn } from './checks.ts'
import { languageOf, readContent, readLanguage, type TemplateContent, templateContent } from './content.ts'
import { compareContents, plainSummary } from './describe-content.ts'
import { addLanguage, copyBlock, dropLanguage, emptyBlock, emptyContent, moveBlock, stepBlock } from './edit-content.ts'
import { fillSkeleton, readSkeleton } from './skeleton.ts'
import { saysHowToStop, smsParts, withSignature } from './sms-parts.ts'

// 3GPP TS 23.038 and 23.040: 160 characters of the GSM alphabet or 70 of UCS-2 in one message, 153 and 67 in each of several.
test.each([
  ['', 0],
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  ['茶'.repeat(70), 1],
  ['茶'.repeat(71), 2],
  ['茶'.repeat(134), 2],
  ['茶'.repeat(135), 3],
  [`${'a'.repeat(69)}茶`, 1],
  ['🍵'.repeat(35), 1],
  ['🍵'.repeat(36), 2],
])('an SMS is paid by its parts (%#)', (text, parts) => {
  expect(smsParts(text).parts).toBe(parts)
})

test('a signature stands once, and the ways to refuse are known', () => {
  expect(withSignature('茶事', '您好')).toBe('【茶事】您好')
  expect(withSignature('茶事', '【茶事】您好')).toBe('【茶事】您好')
  for (const said of ['拒收请回复R', '退订回T', '回复TD退订', 'Reply STOP to end']) expect(saysHowToStop(said), said).toBe(true)
  expect(saysHowToStop('新茶到了')).toBe(false)
})

// WCAG 2.2: #777 on white is 4.48, the well-known one that just fails; black on white is 21.
test('contrast is that of WCAG', () => {
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect([legibleOn('#0f766e'), legibleOn('#ffe08a')]).toEqual(['#ffffff', '#111827'])
})

test('places to fill in are found with the words for where nothing is known', () => {
  expect(placeholdersIn('{{name}} {{ city | default: "您的城市" }} {{- spend | round | default: \'0\' -}} {% if name %}')).toMatchObject([
    { name: 'name', fallback: null },
    { name: 'city', fallback: '您的城市' },
    { name: 'spend', fallback: '0' },
  ])
})

const mail = (blocks: object[], subject = '新茶'): TemplateContent =>
  templateContent.parse({ form: 'mail', texts: { zh: { subject, blocks: blocks.map((block, i) => ({ id: `b${i}`, ...block })) } } })
const asked = { channel: 'email', kind: 'marketing', color: '#0f766e', known: ['name', 'city', 'shopName'] }
const saidOf = (content: TemplateContent, more: object = {}) =>
  checkWords(content, 'zh', { ...asked, ...more }).map(({ level, said }) => `${level} ${said.zh}`)

test('what filters and readers dislike is said, and what is fine too', () => {
  expect(saidOf(mail([{ kind: 'text', text: '新茶到了，欢迎{{ name | default: "您" }}来{{ shopName }}。' }]))).toEqual([
    'fine 没有发现问题',
  ])
  const spoiled = mail([
    { kind: 'text', text: '恭喜您获得大奖！！！！！ FREE PRIZE OFFER {{ nmae }} {{ city }} http://a.cn' },
    { kind: 'picture', picture: 'https://a.cn/x.png', alt: '' },
    { kind: 'button', text: '去', address: 'shop' },
  ])
  const said = saidOf(spoiled, { color: '#ffff00' }).join('\n')
  for (const part of [
    '垃圾信息',
    '感叹号',
    '整词大写',
    'wrong 没有这些变量',
    '没有写备用词',
    'wrong 不是网址',
    '没有加密',
    '没有说明文字',
    '白底',
  ])
    expect(said).toContain(part)
  expect(saidOf(mail([], '')).join()).toMatch(/没有写主题.*没有内容块/)
  const halfDone = ['heading', 'picture', 'button', 'coupon', 'qr', 'product', 'divider', 'columns'] as const
  expect(saidOf(mail([{ kind: 'text', text: '新茶到了' }, ...halfDone.map((kind) => emptyBlock(kind, kind))]))).toContain(
    'advice 还空着，客户看不到：标题、图片、按钮、优惠券、二维码、两栏',
  )
})

test('an SMS says what is missing and what it is paid as', () => {
  const content = templateContent.parse({ form: 'registered', texts: { zh: { code: '', text: '您好${name}', parameters: {} } } })
  expect(saidOf(content, { channel: 'sms' }).join('\n')).toMatch(/模板编码[\s\S]*短信签名[\s\S]*参数[\s\S]*拒收[\s\S]*条计费/)
})

test('what is different between two versions is said block by block', () => {
  const one = mail([{ kind: 'text', text: '一' }, { kind: 'divider' }, { kind: 'button', text: '去', address: 'https://a.cn' }])
  const other = mail(
    [
      { id: 'b1', kind: 'divider' },
      { id: 'b0', kind: 'text', text: '二' },
      { id: 'new', kind: 'heading', text: '新' },
    ],
    '主题',
  )
  expect(compareContents(one, other).map(({ how, what, after }) => [how, what.zh, after])).toEqual([
    ['removed', '中文：按钮', ''],
    ['changed', '中文：主题', '主题'],
    ['moved', '中文：分隔线', ''],
    ['changed', '中文：文字', '二'],
    ['added', '中文：标题', expect.stringContaining('新')],
  ])
  expect(compareContents(one, one)).toEqual([])
})

test('a list shows the words without signs and places', () => {
  expect(
    plainSummary(mail([{ kind: 'text', text: '**您好** {{ name | default: "您" }}{% if city %}，[看](https://a.cn){% endif %}' }])),
  ).toEqual({
    subject: '新茶',
    text: '您好 您，看',
  })
})

test('blocks move, step, and are copied with ids of their own', () => {
  const list = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
  const ids = (moved: readonly { id: string }[]) => moved.map(({ id }) => id).join('')
  expect([ids(moveBlock(list, 'a', 3)), ids(moveBlock(list, 'c', 0)), ids(moveBlock(list, 'b', 1)), ids(moveBlock(list, 'x', 0))]).toEqual([
    'bca',
    'cab',
    'abc',
    'abc',
  ])
  expect([
    ids(stepBlock(list, 'a', 1)),
    ids(stepBlock(list, 'a', -1)),
    ids(stepBlock(list, 'c', -1)),
    ids(stepBlock(list, 'c', 1)),
  ]).toEqual(['bac', 'abc', 'acb', 'abc'])
  let n = 0
  const columns = { ...emptyBlock('columns', 'k'), left: [emptyBlock('text', 'l')] }
  const copied = copyBlock(
    [templateContent.parse({ form: 'mail', texts: { zh: { subject: '', blocks: [columns] } } })].flatMap((c) =>
      c.form === 'mail' ? (c.texts.zh?.blocks ?? []) : [],
    ),
    'k',
    () => `n${n++}`,
  )
  expect(JSON.stringify(copied).match(/"id":"[^"]+"/g)).toEqual(['"id":"k"', '"id":"l"', '"id":"n0"', '"id":"n1"'])
})

test('a second language begins as the first, and either may go', () => {
  const both = addLanguage(mail([{ kind: 'text', text: '一' }]), 'zh', 'en')
  expect(both.texts.en).toEqual(both.texts.zh)
  expect(Object.keys(JSON.parse(JSON.stringify(dropLanguage(both, 'zh').texts)))).toEqual(['en'])
  for (const form of ['mail', 'registered', 'text', 'json', 'task'] as const)
    expect(templateContent.safeParse(emptyContent(form, 'zh', () => 'x')).success, form).toBe(true)
  expect(readContent({ form: 'mail', texts: {} })).toBe(null)
  expect(readContent('<mjml>')).toBe(null)
})

test('a language is known however it is written down, and one that a template does not speak gives way', () => {
  expect(['en-GB', 'English', '英文', 'zh_TW', '中文', 'fr', '', null].map(readLanguage)).toEqual([
    'en',
    'en',
    'en',
    'zh',
    'zh',
    null,
    null,
    null,
  ])
  const english = templateContent.parse({ form: 'task', texts: { en: { title: 'Call', script: '' } } })
  expect(languageOf(english, ['zh', null])).toBe('en')
  expect(languageOf(addLanguage(english, 'en', 'zh'), [null, 'en'])).toBe('en')
})

test('what is hidden is cut out of a layout whole, and marks that stand alone harm nothing', () => {
  const layout = readSkeleton('a\ue010one\ue011b\ue012x\ue013\ue010two\ue011c\ue014two\ue011\ue014one\ue011d\ue014stray\ue011')
  expect(fillSkeleton(layout, (slot) => `[${slot}]`, new Set())).toBe('ab[x]cd')
  expect(fillSkeleton(layout, (slot) => `[${slot}]`, new Set(['two']))).toBe('ab[x]d')
  expect(fillSkeleton(layout, (slot) => `[${slot}]`, new Set(['one']))).toBe('ad')
})

test('what an SMS is paid as counts its signature; other channels have no parts', () => {
  const sms = (text: string) =>
    templateContent.parse({ form: 'registered', texts: { zh: { code: 'SMS_1', signature: '山前茶事', text, parameters: {} } } })
  expect(partsOf(sms('茶'.repeat(64)), 'zh')?.parts).toBe(1)
  expect(partsOf(sms('茶'.repeat(65)), 'zh')?.parts).toBe(2)
  expect(partsOf(sms('茶'), 'en')).toBeNull()
  expect(partsOf(templateContent.parse({ form: 'text', texts: { zh: { text: '茶' } } }), 'zh')).toBeNull()
})

test('a task that is given to others is a difference between two versions', () => {
  const task = (assign?: object) =>
    templateContent.parse({ form: 'task', texts: { zh: { title: '回访', script: '' } }, ...(assign ? { assign } : {}) })
  const team = '01920000-0000-7000-8000-00000000beef'
  expect(compareContents(task(), task({ kind: 'owner' }))).toEqual([])
  expect(compareContents(task(), task({ kind: 'team', team }))).toMatchObject([{ how: 'changed', what: { zh: '中文：由谁来做' } }])
})
