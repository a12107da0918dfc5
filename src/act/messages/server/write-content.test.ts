import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usualBrand } from '../content/brand.ts'
import { sourcesOf, templateContent } from '../content/content.ts'
import { asLiteral } from '../markup/literal.ts'
import { qrPng } from './qr-png.ts'
import { type Writing, writeContent } from './write-content.ts'

const blocks = [
  { id: 'a', kind: 'heading', text: 'x' },
  { id: 'b', kind: 'text', text: 'x' },
  { id: 'c', kind: 'picture', picture: 'x', alt: 'x', address: 'x' },
  { id: 'd', kind: 'coupon', title: 'x', code: 'x', note: 'x' },
  { id: 'e', kind: 'button', text: 'x', address: 'x' },
  {
    id: 'f',
    kind: 'columns',
    left: [{ id: 'g', kind: 'text', text: 'x' }],
    right: [{ id: 'h', kind: 'product', code: 'x', by: 'code', address: 'x', picture: 'x', button: 'x' }],
  },
  { id: 'i', kind: 'qr', content: 'x', caption: 'x' },
]
const content = templateContent.parse({ form: 'mail', texts: { zh: { subject: 'x', preview: 'x', blocks } } })
const writing: Writing = {
  shopName: '山前茶事',
  language: 'zh',
  unsubscribeUrl: 'https://shop.cn/u/x',
  brand: { ...usualBrand, logo: 'https://shop.cn/logo.png' },
  embed: 'cid',
  marketing: true,
  channel: 'email',
}

/** The mail with this value in every place where a customer's own words may stand. */
async function mailWith(value: string) {
  const literal = asLiteral(`x${value}`)
  const saidAs = {
    markup: `**${literal}** ${literal} [${literal}](https://shop.cn/${literal})`,
    line: literal,
    address: `https://shop.cn/${literal}`,
    picture: `https://shop.cn/${literal}`,
    qr: literal,
  }
  const filled = new Map(sourcesOf(content, 'zh').map(({ key, as }) => [key, saidAs[as]]))
  const written = await writeContent(content, 'zh', filled, writing)
  if (!('mail' in written)) throw new Error('no mail')
  return written.mail
}
const tagsOf = (html: string) => html.match(/<[a-z/!][^<]*?(?=[\s>])|\s(?:on\w+|href|src|style|alt)="/gi) ?? []

test('whatever a customer is called, a mail has the same tags and attributes, and each link leads to where it was written to', async () => {
  const usual = tagsOf((await mailWith('')).html)
  const signs = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '&',
    '`',
    '</div>',
    '<img src=x onerror=alert(1)>',
    ']]>',
    '-->',
    '<!--',
    '{{',
    '}}',
    '](',
    '**',
    '\n\n# ',
    '\ue000',
    '\ue012',
    '\ue010',
    'javascript:',
    '//evil.cn',
    '../',
    '茶',
    '\u202e',
    '\0',
    '\ud800',
  )
  const value = fc.array(fc.oneof(signs, fc.string({ maxLength: 5 })), { maxLength: 8 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(value, async (name) => {
      const { html, subject, text } = await mailWith(name)
      expect(tagsOf(html)).toEqual(usual)
      for (const [, address = ''] of html.matchAll(/(?:href|src)="([^"]*)"/g)) expect(address).toMatch(/^(https:\/\/shop\.cn\/|cid:|#|$)/)
      expect(subject).not.toMatch(/[\r\n]/)
      expect(text).not.toMatch(/[\ue000\ue001]/)
    }),
    // Somebody whose name closes a link's text and goes on like its address.
    { numRuns: 60, examples: [['](!)']] },
  )
})

test('a code is a picture that can be read, and what no code holds is none', () => {
  const png = qrPng('https://shop.cn/m', 4)
  expect(png?.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
  // Seventeen bytes are version 1, which has 21 modules, and four of quiet on each side (ISO/IEC 18004).
  expect([png?.readUInt32BE(16), png?.readUInt32BE(20)]).toEqual([29 * 4, 29 * 4])
  expect(png?.subarray(-8).toString('hex'), 'IEND with its CRC').toBe('49454e44ae426082')
  expect(qrPng('x'.repeat(10_000))).toBe(null)
})
