import type { Bounce, BounceSort } from '../../know/contact-points/bounce.ts'

/** What a mail that came in is about; what is not known of it is null or empty. */
export type Judged =
  /** Somebody's own words. */
  | { readonly kind: 'reply' }
  /** They want no more: the words say nothing else. */
  | { readonly kind: 'unsubscribe' }
  /** A program's answer (RFC 3834): out of office, received with thanks. */
  | { readonly kind: 'auto-reply' }
  | (Bounce & {
      readonly kind: 'bounce'
      /** To whom it could not be delivered. */
      readonly recipient: string | null
    })
  /** Delivered, delayed, passed on: nothing went wrong yet. */
  | { readonly kind: 'notice'; readonly action: string; readonly recipient: string | null }
  /** A receiver pressed “this is spam” (RFC 5965). */
  | { readonly kind: 'complaint'; readonly sort: string; readonly recipient: string | null }

/** As much of a mail as it is judged by: see ParsedMail of platform/channels/parse-mail.ts. */
export type JudgedMail = {
  readonly from: { readonly address: string } | null
  readonly returnPath: string | null
  readonly subject: string
  readonly text: string
  readonly parts: readonly { readonly type: string; readonly text: string }[]
  readonly headers: ReadonlyMap<string, string>
}

/** What a mail server that did not take a mail at once said of its address. */
export function judgeRefusal(said: string): Bounce {
  const code = codeIn(said)
  return { sort: sortOf(code, said), code, said }
}

export function judgeMail(mail: JudgedMail): Judged {
  const feedback = mail.parts.find(({ type }) => type === 'message/feedback-report')
  if (feedback) return judgeComplaint(feedback.text)
  const status = mail.parts.find(({ type }) => /^message\/(global-)?delivery-status$/.test(type))
  if (status) return judgeReport(status.text)
  if (isFromMailServer(mail)) return judgeWords(mail)
  if (isAutomatic(mail)) return { kind: 'auto-reply' }
  return wantsNoMore(ownWords(mail.text), mail.subject) ? { kind: 'unsubscribe' } : { kind: 'reply' }
}

/** `Name: value` lines, folded ones put together; names in small letters. */
function fieldsIn(text: string): ReadonlyMap<string, string> {
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const fields = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}

const addressIn = (text: string | undefined): string | null =>
  /([^\s<>;,"@]{1,64}@[^\s<>;,"@]{1,255})/.exec(text ?? '')?.[1]?.toLowerCase() ?? null

function judgeComplaint(text: string): Judged {
  const fields = fieldsIn(text)
  return {
    kind: 'complaint',
    sort: (fields.get('feedback-type') ?? 'abuse').toLowerCase().slice(0, 50),
    recipient: addressIn(fields.get('original-rcpt-to') ?? fields.get('removal-recipient')),
  }
}

/** A delivery status notification (RFC 3464): blocks of fields, the first about the mail and one for each recipient. */
function judgeReport(text: string): Judged {
  const blocks = text.split(/\r?\n[ \t]*\r?\n/).map(fieldsIn)
  const about = blocks.find((fields) => fields.get('action')?.toLowerCase() === 'failed') ?? blocks.find((fields) => fields.has('action'))
  const action = about?.get('action')?.toLowerCase() ?? 'failed'
  const recipient = addressIn(about?.get('original-recipient')) ?? addressIn(about?.get('final-recipient'))
  if (action !== 'failed') return { kind: 'notice', action: action.slice(0, 30), recipient }
  const said = (about?.get('diagnostic-code') ?? '').replace(/^smtp;\s*/i, '').slice(0, 500)
  const code = codeIn(about?.get('status') ?? '') ?? codeIn(said)
  const precise = code === null || saysLittle.test(code) ? (codeIn(said) ?? code) : code
  return { kind: 'bounce', sort: sortOf(precise, said), code: precise, said, recipient }
}

/** Some servers say 5.0.0 or 5.5.0 for everything; the number or the words beside it tell more. */
const saysLittle = /^[45]\.[05]\.0$/

function codeIn(text: string): string | null {
  const code = /(?:^|[\s;(#-])([45]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? null
  return code !== null && !saysLittle.test(code) ? code : (/(?:^|\s)([45]\d\d)\b/.exec(text)?.[1] ?? code)
}

const gone =
  /no such (user|recipient|mailbox|address)|user (unknown|not found|doesn.?t exist)|unknown (user|recipient)|(mailbox|recipient|address|account|user)\b.{0,40}(not exist|not found|unavailable|unknown|invalid|disabled|inactive|rejected)|does not exist|(host|domain)( name)? not found|invalid (recipient|mailbox|address)|mailbox unavailable|收件人.{0,12}(不存在|未找到)|(用户|邮箱|账号|帐号|地址).{0,8}(不存在|已注销|已停用|被禁用)|域名不存在/i
const full = /quota|mailbox.{0,20}(full|limit|exceed)|exceeded storage|insufficient.{0,10}storage|邮箱.{0,6}(已满|空间不足)|容量/i
const turnedAway =
  /spam|policy|blocked|blacklist|block ?list|reputation|spf|dkim|dmarc|content|too (large|big)|size.{0,20}(limit|exceed)|垃圾邮件|拒信|拦截|黑名单|频率|限制/i
/** Of who sends, whatever number stands before it: servers put greylisting under 4.2.0 and strange senders under 550. */
const ofSender =
  /gr[ae]y-?list|relay(ing)?( access)?( is)? (denied|not (permitted|allowed)|prohibited)|to relay|(sender|client host)( address| domain)?( was| is)? (rejected|denied|refused|blocked|not allowed|invalid|unverified|verif)|灰名单|发件人.{0,6}(被拒|不允许|受限)|禁止中继/i

/**
 * RFC 3463: what the numbers say of the address; where they say little, the words. Only what is about the recipient is hard or soft:
 * 1 is the address and 2 its mailbox, while 3 is the server, 4 the way there, 6 the content and 7 who may send.
 */
function sortOf(code: string | null, said: string): BounceSort {
  const isFinal = !code?.startsWith('4')
  const [, subject, detail] = code?.split('.') ?? []
  if (subject === '1' && (detail === '7' || detail === '8')) return 'policy'
  if (isFinal && subject === '1' && detail !== '0') return 'hard'
  if (ofSender.test(said)) return 'policy'
  if (subject === '2' && detail === '3') return 'policy'
  if (subject === '1' || (subject === '2' && detail === '1')) return isFinal ? 'hard' : 'soft'
  if (subject === '2' && detail !== '0') return 'soft'
  const isTurnedAway = subject === '6' || subject === '7' || (turnedAway.test(said) && !full.test(said))
  if (isFinal && gone.test(said) && !(subject === '7' && turnedAway.test(said)) && !full.test(said)) return 'hard'
  if (subject === '2') return 'soft'
  if (isTurnedAway) return 'policy'
  if (subject === '3' || subject === '4') return 'route'
  if (full.test(said) || gone.test(said)) return 'soft'
  // What they say without words: 550 to 553 are of the mailbox (RFC 5321), others of anything.
  return /^55[0-3]$/.test(code ?? '') ? 'soft' : 'route'
}

const serverNames = /^(mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?|noreply-bounce)([+@-]|$)/i
const bounceSubject =
  /undeliver|returned mail|delivery (status|failure|has failed|incomplete)|failure notice|mail delivery failed|退信|无法投递|投递失败|发送失败|未送达|系统退信/i

/** The null sender is a mail server's; so are these names. */
function isFromMailServer({ from, returnPath, subject }: JudgedMail): boolean {
  return serverNames.test(from?.address ?? '') || (returnPath === '' && bounceSubject.test(subject))
}

/** Without a report that programs can read: many mailboxes in China say it in words alone. */
function judgeWords({ subject, text: all }: JudgedMail): Judged {
  const text = all.slice(0, 10_000)
  const recipient = addressIn(/(?:收件人|recipient|to|<)[^@\n]{0,80}?([^\s<>:：;,"（(@]{1,64}@[^\s<>;,"）)@]{1,255})/i.exec(text)?.[1])
  if (!bounceSubject.test(subject) && !gone.test(text) && codeIn(text) === null) return { kind: 'notice', action: 'other', recipient }
  const said = text.replace(/\s+/g, ' ').trim().slice(0, 500)
  const code = codeIn(text)
  return { kind: 'bounce', sort: sortOf(code, text), code, said, recipient }
}

const awaySubject = /^(auto(matic)?[ -]?(reply|response)|out of (the )?office|自动(回复|答复)|(离开|休假|外出|假期).{0,6}(通知|回复))/i

function isAutomatic({ headers, subject, returnPath }: JudgedMail): boolean {
  const submitted = headers.get('auto-submitted')?.toLowerCase().trim()
  if (submitted !== undefined && submitted !== 'no') return true
  if (/^(bulk|junk|list|auto_reply)$/i.test(headers.get('precedence')?.trim() ?? '')) return true
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('list-id')) return true
  if (/\b(all|oof|autoreply)\b/i.test(headers.get('x-auto-response-suppress') ?? '')) return true
  return returnPath === '' || awaySubject.test(subject.trim())
}

const quoteBegins = [
  /^>/,
  /^-{2,}\s*(original message|原始邮件|原邮件|转发邮件|forwarded message|回复的原邮件)\s*-{2,}/i,
  /^_{10,}\s*$/,
  /^on .{4,120}wrote:\s*$/i,
  /^(在|于)\s?.{4,80}(写道|wrote)[:：]\s*$/,
  /^.{0,80}于\s?\d{4}.{3,40}写道[:：]\s*$/,
  /^\d{4}[-/年].{4,60}(写道|wrote)[:：]\s*$/,
  /^(from|发件人|寄件者)[:：]\s.+$/i,
]

/** What they wrote themselves: what they quote, and what their mail program puts above it, is cut off, as is the signature. */
export function ownWords(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const end = lines.findIndex((line, at) => {
    const bare = line.trim()
    // “On Monday, a very long name\nwrote:” stands on two lines.
    const joined = `${bare} ${lines[at + 1]?.trim() ?? ''}`
    return bare === '--' || line === '-- ' || quoteBegins.some((begins) => begins.test(bare)) || /^on .{4,200}wrote:$/i.test(joined)
  })
  return (end < 0 ? lines : lines.slice(0, end))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Words that say nothing but that. Full-width letters count as their own. */
const noMore =
  /^(td|t|n|退订|退定|取消订阅|不要再发(了|邮件)?(了)?|请?(不要|别)再(给我)?发(邮件)?(了)?|unsubscribe( me)?|remove( me)?|stop|opt[ -]?out|please unsubscribe( me)?)$/i

function wantsNoMore(words: string, subject: string): boolean {
  const bare = (text: string) =>
    text
      .normalize('NFKC')
      .replace(/[\s\p{P}]+/gu, ' ')
      .trim()
  const said = bare(words)
  if (noMore.test(said)) return true
  return said === '' && /^(unsubscribe|退订)$/i.test(bare(subject))
}
