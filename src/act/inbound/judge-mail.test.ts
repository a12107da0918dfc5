import { expect, test } from 'vitest'
import { processorTime } from '../../../test/processor-time.ts'
import { parseMail, plainTextOf } from '../../platform/channels/parse-mail.ts'
import { judgeMail, ownWords } from './judge-mail.ts'

const crlf = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))
const judge = async (text: string) => judgeMail(await parseMail(crlf(text)))

const report = (status: string, action = 'failed', diagnostic = '') => `From: MAILER-DAEMON@mx.tea.test
To: bounces@shop.test
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=-b"

--=-b
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--=-b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.tea.test
Arrival-Date: Mon, 15 Jun 2026 11:00:00 +0800

Original-Recipient: rfc822;Wang@tea.test
Final-Recipient: rfc822; wang@tea.test
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx2.tea.test
Diagnostic-Code: smtp; ${diagnostic}

--=-b
Content-Type: message/rfc822

From: hello@shop.test
To: wang@tea.test
Message-ID: <01920000-0000-7000-8000-0000000000aa@shop.test>
Subject: tea

hello
--=-b--
`

test.each([
  ['5.1.1', '550 5.1.1 <wang@tea.test>: Recipient address rejected: User unknown', 'hard', '5.1.1'],
  ['5.2.1', '550 mailbox disabled', 'hard', '5.2.1'],
  ['5.2.2', '552 5.2.2 Over quota', 'soft', '5.2.2'],
  ['4.4.7', 'delivery time expired', 'route', '4.4.7'],
  ['4.2.0', '450 4.2.0 <wang@tea.test>: Recipient address rejected: Greylisted, see http://postgrey.test', 'policy', '4.2.0'],
  ['4.7.1', '451 4.7.1 please try again later', 'policy', '4.7.1'],
  ['4.3.1', '452 4.3.1 Insufficient system storage', 'route', '4.3.1'],
  ['4.2.2', '452 4.2.2 mailbox full', 'soft', '4.2.2'],
  ['5.0.0', '552 mailbox size limit exceeded', 'soft', '552'],
  ['5.0.0', '550 收件人邮箱已满，超出容量限制', 'soft', '550'],
  ['5.0.0', '552 message size exceeds the limit', 'policy', '552'],
  ['4.1.1', '450 4.1.1 <wang@tea.test>: unverified address', 'soft', '4.1.1'],
  ['4.1.8', '450 4.1.8 <hello@shop.test>: Sender address rejected: Domain not found', 'policy', '4.1.8'],
  ['4.0.0', '421 Service not available', 'route', '421'],
  ['5.0.0', '550 relay not permitted', 'policy', '550'],
  ['5.0.0', '550 sender not allowed', 'policy', '550'],
  ['5.1.0', '550 5.1.0 Sender rejected', 'policy', '5.1.0'],
  ['5.1.0', '550 5.1.0 Address rejected', 'hard', '5.1.0'],
  ['5.2.3', '552 5.2.3 message length exceeds limit', 'policy', '5.2.3'],
  ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied', 'hard', '5.4.1'],
  ['5.4.6', '554 5.4.6 routing loop detected', 'route', '5.4.6'],
  ['5.6.1', '554 5.6.1 body type not supported', 'policy', '5.6.1'],
  ['5.0.0', '550 requested action not taken', 'soft', '550'],
  ['5.0.0', '554 transaction failed', 'route', '554'],
  ['5.0.0', '550 5.0.0', 'soft', '550'],
  ['5.7.1', '550 5.7.1 Message rejected due to content policy: spam', 'policy', '5.7.1'],
  ['5.0.0', '550 5.1.1 no such user', 'hard', '5.1.1'],
  ['5.5.0', '550 Mailbox unavailable or access denied', 'hard', '550'],
  ['5.0.0', '554 blocked by blacklist', 'policy', '554'],
] as const)('a report with %s and “%s” is a %s bounce', async (status, said, sort, code) => {
  expect(await judge(report(status, 'failed', said))).toMatchObject({ kind: 'bounce', sort, code, recipient: 'wang@tea.test' })
})

test('a mail that is only late, or that arrived, has not bounced', async () => {
  expect(await judge(report('4.4.1', 'delayed', '421 busy'))).toEqual({ kind: 'notice', action: 'delayed', recipient: 'wang@tea.test' })
  expect(await judge(report('2.1.5', 'delivered'))).toMatchObject({ kind: 'notice', action: 'delivered' })
})

test('of several recipients the one who failed is told', async () => {
  const two = report('2.1.5', 'relayed').replace(
    'Diagnostic-Code: smtp; \n',
    'Diagnostic-Code: smtp; \n\nFinal-Recipient: rfc822; li@tea.test\nAction: failed\nStatus: 5.1.1\n',
  )
  expect(await judge(two)).toMatchObject({ kind: 'bounce', recipient: 'li@tea.test', sort: 'hard' })
})

test('a bounce in words alone, as mailboxes in China write it, is a bounce', async () => {
  const mail = `From: PostMaster@qq.test
To: hello@shop.test
Subject: =?utf-8?B?57O757uf6YCA5L+h?=
Content-Type: text/plain; charset=utf-8

很抱歉，您发送的邮件被退回。
收件人: wang@qq.test
退信原因: 收件人邮箱地址不存在，邮件无法送达。
`
  expect(await judge(mail)).toMatchObject({ kind: 'bounce', sort: 'hard', recipient: 'wang@qq.test' })
})

test('a complaint says whose it is', async () => {
  const mail = `From: feedback@isp.test
To: hello@shop.test
Subject: FW: tea
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <bounces+x@shop.test>
Original-Rcpt-To: <wang@tea.test>

--b
Content-Type: message/rfc822

From: hello@shop.test
Message-ID: <01920000-0000-7000-8000-0000000000aa@shop.test>

hello
--b--
`
  expect(await judge(mail)).toEqual({ kind: 'complaint', sort: 'abuse', recipient: 'wang@tea.test' })
})

const plain = (text: string, head = '') =>
  `From: 王芳 <wang@tea.test>\nTo: hello@shop.test\nSubject: Re: tea\n${head}Content-Type: text/plain; charset=utf-8\n\n${text}\n`

test.each([
  ['Auto-Submitted: auto-replied\n', 'a header of RFC 3834'],
  ['X-Autoreply: yes\n', 'a header of a mail program'],
  ['Precedence: bulk\n', 'a precedence'],
  ['Return-Path: <>\n', 'the null sender'],
  ['List-Id: <news.tea.test>\n', 'a mailing list’s header'],
])('an answer that a program gave is no reply: %s', async (head) => {
  expect(await judge(plain('我在休假，7 月 1 日回来', head))).toEqual({ kind: 'auto-reply' })
})

test('an answer whose subject says that nobody wrote it is no reply', async () => {
  expect(await judge(plain('您好').replace('Re: tea', '自动回复: 春茶'))).toEqual({ kind: 'auto-reply' })
  expect(await judge(plain('您好', 'Auto-Submitted: no\n'))).toEqual({ kind: 'reply' })
})

test.each(['退订', 'TD', 'ｔｄ', ' T。', 'Unsubscribe', 'please unsubscribe me', '不要再发了！', 'STOP', '请不要再给我发邮件了'])(
  '“%s” alone wants no more',
  async (words) => {
    expect(await judge(plain(`${words}\n\n在 2026年6月15日，山前茶事写道：\n> 新茶上市，退订请点这里`))).toEqual({ kind: 'unsubscribe' })
  },
)

test.each(['怎么退订我上次买的茶？我想换一款', '今天的茶很好', 'Do not stop sending me these', '这款茶 T 恤有吗'])(
  '“%s” is a reply',
  async (words) => {
    expect(await judge(plain(words))).toEqual({ kind: 'reply' })
  },
)

test('an empty answer to the address for leaving wants no more', async () => {
  expect(await judge(plain('').replace('Re: tea', 'Unsubscribe'))).toEqual({ kind: 'unsubscribe' })
})

test.each([
  ['还有货吗？\n\n在 2026年6月15日 周一，山前茶事 <hello@shop.test> 写道：\n> 新茶', '还有货吗？'],
  ['Yes please\n\nOn Mon, Jun 15, 2026 at 11:00 AM Tea <hello@shop.test>\nwrote:\n> tea', 'Yes please'],
  ['要两斤\n------------------ 原始邮件 ------------------\n发件人: "山前茶事"', '要两斤'],
  ['ok\n-- \n王芳\n13800138000', 'ok'],
  ['第一行\n\n\n\n第二行', '第一行\n\n第二行'],
  ['> 只有引用', ''],
])('what is quoted is cut off: %j', (text, own) => {
  expect(ownWords(text)).toBe(own)
})

test('of HTML only the words are left', async () => {
  expect(plainTextOf('<style>a{}</style><p>好的 &amp; 谢谢</p><script>alert(1)</script><img src=x onerror=alert(1)>&#x4f60;<b>好')).toBe(
    '好的 & 谢谢\n你好',
  )
  const mail = plain('<p>还有货吗</p><script>x</script><blockquote>新茶</blockquote>').replace('text/plain', 'text/html')
  const parsed = await parseMail(crlf(mail))
  expect(ownWords(parsed.text)).toBe('还有货吗')
})

test('a mail of mails nested a hundred deep, a broken one and no mail at all are taken as they are', async () => {
  let bomb = 'hello'
  for (let i = 0; i < 100; i++) bomb = `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n${bomb}\n--b${i}--\n`
  const deep = await parseMail(crlf(`From: wang@tea.test\nSubject: deep\nIn-Reply-To: <a@b>\n${bomb}`))
  expect(deep).toMatchObject({ subject: 'deep', from: { address: 'wang@tea.test' }, answers: ['<a@b>'] })
  const heads = await parseMail(crlf(`From: wang@tea.test\n${'X-A: b\n'.repeat(100_000)}\nhello`))
  expect(heads.from?.address).toBe('wang@tea.test')
  const broken =
    'From: wang@tea.test\nContent-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\n--x\nContent-Type: text/plain; charset=nothing\n\n\u0000\u0001还'
  expect((await parseMail(crlf(broken))).from?.address).toBe('wang@tea.test')
  for (const none of ['', '\r\n\r\n', '\u0000'.repeat(1_000), 'x'.repeat(600_000)])
    expect(judgeMail(await parseMail(Buffer.from(none))).kind).toBeTypeOf('string')
})

test('a mail that is made to be slow to read is read at once', async () => {
  const began = processorTime()
  for (const bit of ['to', ' ', '<', 'a', '<script', '\n', '>', '<blockquote', '5.1.', '写道'])
    for (const type of ['plain', 'html']) {
      const mail = await parseMail(crlf(`From: postmaster@tea.test\nContent-Type: text/${type}\n\n${bit.repeat(100_000)}`))
      judgeMail(mail)
      ownWords(mail.text)
    }
  expect(processorTime() - began).toBeLessThan(8_000)
})

test('words in the encodings of Chinese mail programs are read', async () => {
  const head =
    'From: =?gb2312?B?zfW3vA==?= <wang@tea.test>\r\nSubject: =?gb18030?B?u9i4tA==?=\r\nContent-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: base64\r\n\r\n'
  const mail = await parseMail(Buffer.from(`${head}u7nT0LvVwvA=\r\n`))
  expect([mail.from?.name, mail.subject, mail.text.trim()]).toEqual(['王芳', '回复', '还有徽吗'])
})
