import type { Clock, NewId } from '../../core/kit/id.ts'

/** What a message says, in the form in which its channel takes it. E-mail goes its own way (`mailer.ts`). */
export type ChannelContent =
  /** A text that was registered with the vendor beforehand, and its parameters: SMS in China, WeChat's template messages. */
  | {
      readonly form: 'registered'
      readonly code: string
      readonly parameters: Readonly<Record<string, string>>
      /** The whole text as the customer reads it, for counting parts and for our own record. */
      readonly text: string
      readonly url?: string
    }
  /** Plain text, perhaps with a title, a picture and one address that it leads to. */
  | { readonly form: 'text'; readonly text: string; readonly title?: string; readonly url?: string; readonly picture?: string }
  /** A signed webhook's body. */
  | { readonly form: 'json'; readonly type: string; readonly data: unknown }

/** A message for one receiver, ready to go. */
export type Outgoing = {
  /** In the channel's own form: +8613800138000, an openid, an external_userid, a robot's nothing. */
  readonly to: string
  /** The same on every try of the same message, so that a vendor that knows such ids sends it once. */
  readonly id: string
  readonly content: ChannelContent
  /** Of WeCom: the employee whom the customer knows, and who will send it. Left out, the vendor chooses. */
  readonly through?: string
}

/**
 * What became of a try.
 * - sent: the vendor took it - handed: it took it, and a person must confirm it before it goes (WeCom)
 * - refused: it said no for good - later: not now, or it could not be reached; perhaps it said when
 * - unknown: the connection broke after the content went out, so nobody can say
 *
 * What lies with the account (`sign-in`, `balance`, `not-allowed`, `closed-address`, `unlisted`) comes as `later`: the message is sound, and another try with
 * better settings may succeed. What lies with the message (`address`, `content`) comes as `refused`.
 */
export type ChannelOutcome =
  | { readonly state: 'sent' | 'handed'; readonly reference: string; readonly parts?: number }
  | {
      readonly state: 'refused' | 'later' | 'unknown'
      /** The vendor's own code and words, for whoever looks into it. */
      readonly reason: string
      readonly cause?: ChannelTrouble
      readonly retryAfterSeconds?: number
      /** The receiver wants nothing of the kind any more, ever. */
      readonly wantsNoMore?: true
      /** Of what is in doubt: by this reference a receipt will still find it. */
      readonly receipt?: string
    }

/** What to look at, as far as the failure tells. */
export const channelTroubles = [
  'address',
  'content',
  'sign-in',
  'quota',
  'balance',
  'busy',
  'connection',
  'timeout',
  'not-allowed',
  // Our own guard lets nothing through to the address: it is not https, or in the own network.
  'closed-address',
  // The firm’s list of addresses that may be reached does not have it.
  'unlisted',
  'other',
] as const
export type ChannelTrouble = (typeof channelTroubles)[number]

/** One of the firm's accounts, its secrets opened. */
export type ChannelAccount = { readonly id: string; readonly vendor: string; readonly settings: Readonly<Record<string, unknown>> }

/** Access tokens that a vendor hands out for a time, kept for all workers alike. */
export type TokenKeeper = {
  /** The token that holds; fetched anew by one worker alone when it ended, or when it is the one that was `refused`. */
  take(
    accountId: string,
    name: string,
    fetchNew: () => Promise<{ readonly value: string; readonly forSeconds: number }>,
    refused?: string,
  ): Promise<string>
}

export type ChannelTools = {
  /** Guarded: private addresses are refused unless allowed, redirects are not followed, answers are limited. */
  readonly fetch: (
    address: string,
    asked: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string; readonly signal?: AbortSignal },
  ) => Promise<Response>
  readonly clock: Clock
  readonly newId: NewId
  readonly tokens: TokenKeeper
}

/** What became of a message that an employee was to confirm. */
export type Followed =
  | { readonly state: 'waiting' }
  | { readonly state: 'confirmed'; readonly at: Date }
  | { readonly state: 'refused'; readonly reason: string; readonly cause: ChannelTrouble }

/** What a vendor knows of somebody who follows the firm there. */
export type KnownByVendor = {
  readonly name?: string
  /** The same for all of the firm's accounts with WeChat. */
  readonly unionId?: string
  readonly phones: readonly string[]
  /** The employee whom the customer added. */
  readonly employee?: string
}

/** Messages that a vendor takes in one request. */
export type Lots = {
  readonly most: number
  /** Messages of one key may go together; what is alone of its key, or has none, goes as it always did. */
  readonly keyOf: (message: Outgoing) => string | null
}

export type LotsDriver = Lots & {
  /** An outcome for each, in the order of the messages. */
  readonly send: (account: ChannelAccount, messages: readonly Outgoing[], tools: ChannelTools) => Promise<readonly ChannelOutcome[]>
}

/** Everything about speaking to one vendor. It throws nothing that the vendor or the network brought about. */
export type ChannelDriver = {
  /** Where this account is spoken to. */
  readonly addressOf: (settings: ChannelAccount['settings']) => string
  readonly send: (account: ChannelAccount, message: Outgoing, tools: ChannelTools) => Promise<ChannelOutcome>
  readonly lots?: LotsDriver
  /** Whether the account can be used, without sending anything to a customer. */
  readonly check?: (account: ChannelAccount, tools: ChannelTools) => Promise<ChannelOutcome>
  /** What became of messages that came back as `handed` under one reference, by whom each was to. Who is left out still waits. */
  readonly follow?: (account: ChannelAccount, handed: Handed, tools: ChannelTools) => Promise<ReadonlyMap<string, Followed>>
  /** Answers whoever has just followed or added the firm, by the code that came with it. */
  readonly greet?: (account: ChannelAccount, greeting: Greeting, tools: ChannelTools) => Promise<ChannelOutcome>
  /** Null where the vendor does not say, or could not be reached. */
  readonly whoIs?: (account: ChannelAccount, address: string, tools: ChannelTools) => Promise<KnownByVendor | null>
}

/** `reference`: as it stood in the outcome. */
export type Handed = { readonly reference: string; readonly to: readonly string[] }
export type Greeting = { readonly code: string; readonly text: string }

/** The door to all channels but e-mail. */
export type Channels = {
  send(account: ChannelAccount, message: Outgoing): Promise<ChannelOutcome>
  /** What the account's vendor takes together; null where it takes one at a time. */
  lotsOf(account: ChannelAccount): Lots | null
  sendLot(account: ChannelAccount, messages: readonly Outgoing[]): Promise<readonly ChannelOutcome[]>
  check(account: ChannelAccount): Promise<ChannelOutcome>
  follow(account: ChannelAccount, handed: Handed): Promise<ReadonlyMap<string, Followed>>
  greet(account: ChannelAccount, greeting: Greeting): Promise<ChannelOutcome>
  whoIs(account: ChannelAccount, address: string): Promise<KnownByVendor | null>
}
