import { z } from 'zod'
import { callVendor, type CodeVerdicts, type NotSent, type VendorAnswer, type VendorCall, verdictOf, withoutDoubt } from './call-vendor.ts'
import type { ChannelAccount, ChannelTools } from './channel.ts'

/** WeCom and WeChat answer alike: 200 with an `errcode` inside, 0 for yes. */
const verdictIn = z.object({ errcode: z.number().default(0), errmsg: z.string().default('') })

const tokenIn = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/** How an account gets its access token, and by which codes the vendor says that a token is none (any more). */
export type TokenWay = {
  /** Where a token is asked for; `refused` where the vendor took back the one that still seemed good. */
  readonly request: (settings: ChannelAccount['settings'], refused: boolean) => VendorCall & { readonly address: string }
  readonly refusedCodes: ReadonlySet<number>
  readonly verdicts: CodeVerdicts
}

class NoToken extends Error {
  readonly outcome: NotSent
  constructor(outcome: NotSent) {
    super('no token')
    this.outcome = outcome
  }
}

export type Answered = { readonly state: 'answered'; readonly value: Readonly<Record<string, unknown>> }

/**
 * Asks with the account's token. One that the vendor refuses is fetched anew, once: a second refusal lies with the account.
 * @param call what is asked; its address without the token
 */
export async function askWithToken(
  way: TokenWay,
  account: ChannelAccount,
  tools: ChannelTools,
  call: VendorCall & { readonly address: string },
): Promise<Answered | NotSent> {
  try {
    const first = await takeToken(way, account, tools)
    const answer = await askOnce(tools, call, first)
    if (!isRefused(way, answer)) return judge(way, answer)
    return judge(way, await askOnce(tools, call, await takeToken(way, account, tools, first)))
  } catch (error) {
    if (error instanceof NoToken) return error.outcome
    throw error
  }
}

function takeToken(way: TokenWay, { id, settings }: ChannelAccount, tools: ChannelTools, refused?: string): Promise<string> {
  const fetchNew = async () => {
    const { address, ...call } = way.request(settings, refused !== undefined)
    const answer = await callVendor(tools, address, call)
    if (!answer.ok) throw new NoToken(withoutDoubt(answer.outcome))
    const token = tokenIn.safeParse(answer.value)
    if (token.success) return { value: token.data.access_token, forSeconds: token.data.expires_in }
    const { errcode, errmsg } = verdictIn.parse(answer.value)
    const verdict = verdictOf(way.verdicts, String(errcode), errmsg)
    // What is wrong while signing in is wrong with the account and never with the message.
    throw new NoToken(verdict.state === 'refused' ? { ...verdict, state: 'later', cause: 'sign-in' } : verdict)
  }
  return tools.tokens.take(id, 'access', fetchNew, refused)
}

function askOnce(tools: ChannelTools, { address, ...call }: VendorCall & { readonly address: string }, token: string) {
  return callVendor(tools, `${address}${address.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}`, call)
}

const codeIn = (answer: VendorAnswer): number => (answer.ok ? (verdictIn.safeParse(answer.value).data?.errcode ?? 0) : 0)
const isRefused = (way: TokenWay, answer: VendorAnswer) => way.refusedCodes.has(codeIn(answer))

function judge(way: TokenWay, answer: VendorAnswer): Answered | NotSent {
  if (!answer.ok) return answer.outcome
  const read = verdictIn.safeParse(answer.value)
  if (!read.success) return { state: 'unknown', reason: `HTTP ${answer.status}`, cause: 'other' }
  const { errcode, errmsg } = read.data
  if (errcode === 0) return { state: 'answered', value: answer.value }
  return verdictOf(way.verdicts, String(errcode), errmsg)
}

/** A call whose body is JSON. */
export const postJson = (address: string, body: object) => ({
  address,
  method: 'POST',
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
})
