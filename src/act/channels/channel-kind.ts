import type { Option } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

export const channelNames = ['email', 'sms', 'wecom', 'wechat', 'dingtalk', 'feishu', 'webhook', 'task'] as const
export type ChannelName = (typeof channelNames)[number]

/** One thing that an account of a vendor is made of. Kept under its name in `channel_accounts.settings`. */
export type AccountField = {
  readonly name: string
  readonly label: Words
  readonly help?: Words
  /** The same in both languages: what a value looks like. */
  readonly placeholder?: string
  /** Kept sealed and never shown again. */
  readonly isSecret?: boolean
  readonly isRequired?: boolean
  /** Written in several lines. */
  readonly isLong?: boolean
  /** An address of a server; https unless whoever runs the program allows the own network. */
  readonly isAddress?: boolean
  /** What the whole value must look like. */
  readonly pattern?: RegExp
  readonly usual?: string
  /** A secret of ours that the page can make. */
  readonly isMade?: boolean
  /** Of a secret: the field that keeps the one before once another is given, so that whoever knows only that one is not cut off. */
  readonly formerIn?: string
  readonly options?: readonly Option[]
}

/** How a vendor is set up, and how it calls back. */
export type VendorRecord = {
  /** The name of its driver in src/platform/channels/drivers.ts. */
  readonly name: string
  readonly label: Words
  readonly fields: readonly AccountField[]
  /** What is to be done at the vendor's beforehand, and where each value is found, step by step. */
  readonly prepare: readonly Words[]
  /** The title of the vendor's own document, as it is found by a search. */
  readonly document: string
  /** It tells us what became of messages and what customers answer: where our address is entered, step by step. */
  readonly callback?: {
    readonly steps: readonly Words[]
    /** The vendor signs what it sends; else our address carries a key that only the vendor is told. */
    readonly isSigned: boolean
  }
  /** There is nothing to ask without saying something: its check is heard by whoever receives it, and is made by hand alone. */
  readonly checkSpeaks?: boolean
  /** Texts must be registered with the vendor before they can be sent. */
  readonly registers?: Words
}

/** The most that one customer may get by a channel. */
export type ChannelCap = {
  /** Names the rule in a refusal, and in the settings where the firm changes it. */
  readonly code: string
  readonly most: number
  readonly per: 'day' | 'week' | 'month'
  readonly counts: 'marketing' | 'all'
  readonly label: Words
}

/** Times of the customer's day, `HH:MM`, between which a message may leave. */
export type DayHours = { readonly from: string; readonly to: string }

export type ChannelLimits = {
  readonly caps: readonly ChannelCap[]
  /** What the law or the vendor allows: nothing leaves at other times, whatever the firm sets. */
  readonly hardHours?: DayHours
  /** Until the firm says otherwise. */
  readonly usualHours?: DayHours
  /** Plain text may be sent for so many hours after the customer's last word. */
  readonly windowHours?: number
  /** An employee must confirm before it goes. */
  readonly isConfirmed?: boolean
}

export type ChannelKind = {
  readonly name: ChannelName
  readonly label: Words
  /** What its templates make: see `ChannelContent`; `mail` goes through the mailer, `task` to a person. */
  readonly form: 'mail' | 'registered' | 'text' | 'json' | 'task'
  /** Which of the customer's addresses it needs; null where it goes to the firm and not to the customer. */
  readonly address: 'email' | 'phone' | 'wechat-openid' | 'wecom-external' | null
  /** Marketing may go by it. */
  readonly marketing: boolean
  readonly vendors: readonly VendorRecord[]
  readonly limits: ChannelLimits
}
