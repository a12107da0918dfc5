import { Webhook } from 'standardwebhooks'
import type { ChannelAccount, ChannelDriver, ChannelOutcome, ChannelTools, Outgoing } from './channel.ts'
import { type Answered, isAnswered, postJson, textSetting } from './post-json.ts'

/**
 * Signed webhooks as the specification “Standard Webhooks” says: `webhook-id` is the same on every try, so that a receiver
 * knows a repeated delivery again; while the secret is changed both sign. Whatever is not a plain yes or no is therefore
 * tried again: a delivery that comes twice does no harm.
 */
export const webhook: ChannelDriver = {
  addressOf: (settings) => textSetting(settings, 'address'),
  send: async (account, message, tools) => {
    const body = bodyOf(message, tools)
    if (body === null) return { state: 'refused', reason: 'a webhook carries JSON only', cause: 'content' }
    return deliver(account, message.id, body, tools)
  },
  check: async (account, tools) =>
    deliver(account, tools.newId(), JSON.stringify({ type: 'test', timestamp: tools.clock().toISOString(), data: {} }), tools),
}

function bodyOf({ content }: Outgoing, { clock }: ChannelTools): string | null {
  if (content.form !== 'json') return null
  return JSON.stringify({ type: content.type, timestamp: clock().toISOString(), data: content.data })
}

async function deliver({ settings }: ChannelAccount, id: string, body: string, tools: ChannelTools): Promise<ChannelOutcome> {
  const at = tools.clock()
  const signature = sign(settings, id, at, body)
  if (signature === null) return { state: 'refused', reason: 'the signing secret is not whsec_ and base64', cause: 'sign-in' }
  const answer = await postJson(tools, textSetting(settings, 'address'), body, {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signature,
  })
  if (isAnswered(answer)) return judge(answer, id)
  return answer.state === 'unknown' ? { ...answer, state: 'later' } : answer
}

/** The current secret’s signature first, then the former one’s; null where a secret is none. */
function sign(settings: ChannelAccount['settings'], id: string, at: Date, body: string): string | null {
  const secrets = ['secret', 'formerSecret'].map((name) => textSetting(settings, name)).filter((secret) => secret !== '')
  if (secrets.length === 0) return null
  try {
    return secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' ')
  } catch {
    return null
  }
}

function judge({ status, text, retryAfterSeconds }: Answered, id: string): ChannelOutcome {
  if (status >= 200 && status < 300) return { state: 'sent', reference: id }
  const reason = `${status} ${text.slice(0, 300)}`.trim()
  const when = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
  // 410: the receiver wants no more of them, ever.
  if (status === 410) return { state: 'refused', reason, cause: 'not-allowed', wantsNoMore: true }
  if (status === 401 || status === 403) return { state: 'refused', reason, cause: 'sign-in' }
  if (status === 408 || status === 425 || status === 429) return { state: 'later', reason, cause: 'busy', ...when }
  // Redirects are not followed: the signed content would go to an address that nobody here has seen.
  if (status < 500) return { state: 'refused', reason, cause: status < 400 ? 'address' : 'content' }
  return { state: 'later', reason, cause: 'busy', ...when }
}
