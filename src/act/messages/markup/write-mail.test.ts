import { expect, test } from 'vitest'
import { asLiteral } from './literal.ts'
import { writeMail } from './write-mail.ts'

const frame = { shopName: '山前茶事', language: 'zh', unsubscribeUrl: 'https://shop.cn/u/abc' } as const
const htmlOf = (body: string) =>
  /padding:24px">\n([\s\S]*)\n<\/div>\n<div style="padding:16px/.exec(writeMail('s', body, frame).html)?.[1] ?? ''

test('paragraphs, line ends, headings, lists, bold and links become HTML', () => {
  const html = htmlOf('# 新茶\n第一行\n第二行\n\n- 龙井\n- **碧螺春**\n\n看 [这里](https://shop.cn/a?b=1&c=2) 或 https://shop.cn/x。')
  expect(html).toContain('新茶</h2>')
  expect(html).toContain('第一行<br>第二行</p>')
  expect(html).toContain('<li>龙井</li><li><strong>碧螺春</strong></li>')
  expect(html).toContain('<a href="https://shop.cn/a?b=1&amp;c=2"')
  expect(html).toContain('>https://shop.cn/x</a>。')
})

test('nothing that was written is HTML', () => {
  expect(htmlOf('<script>alert(1)</script> "x" & y')).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;x&quot; &amp; y')
  expect(htmlOf('[x](javascript:alert(1))')).not.toContain('<a')
  expect(htmlOf('[x](https://a.cn/"onmouseover="x)')).not.toContain('"onmouseover')
})

test('a customer’s name is a name, whatever signs it holds', () => {
  const html = htmlOf(`您好 ${asLiteral('[点我](https://evil.cn) **x**\n\n# y <b> https://evil.cn')}！`)
  expect(html).not.toContain('<a')
  expect(html).not.toContain('<strong>')
  expect(html).not.toContain('<h2')
  expect(html).toContain('[点我](https://evil.cn) **x** # y &lt;b&gt; https://evil.cn')
})

test('a value inside an address is encoded, and cannot choose where it leads', () => {
  expect(htmlOf(`[单](https://shop.cn/o/${asLiteral('a/b?c=1')})`)).toContain('href="https://shop.cn/o/a%2Fb%3Fc%3D1"')
  expect(htmlOf(`[单](${asLiteral('https://evil.cn')})`)).not.toContain('<a')
})

test('the subject is one line without control signs', () => {
  expect(writeMail(`你好\r\nBcc: x@y.cn ${asLiteral('甲\n乙')}`, 'b', frame).subject).toBe('你好 Bcc: x@y.cn 甲 乙')
})

test('the plain text says the same, with addresses and the way out', () => {
  expect(writeMail('s', '你好\n\n- [看](https://a.cn/)', frame).text).toBe(
    '你好\n\n- 看 (https://a.cn/)\n\n--\n您收到这封邮件，是因为您是山前茶事的客户。\n退订: https://shop.cn/u/abc',
  )
})
