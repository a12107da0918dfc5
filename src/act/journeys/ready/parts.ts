import type { Words } from '../../../core/kit/words.ts'

// The parts that ready journeys are put together from. What they give is plain data.

type To = string | null

export const hours = (amount: number) => ({ amount, unit: 'hours' }) as const
export const days = (amount: number) => ({ amount, unit: 'days' }) as const

/** `message` is the key of one of the journey's messages. */
export const send = (id: string, message: string, next: To = null) => ({ id, kind: 'send', templateId: `@${message}`, next }) as const
export const wait = (id: string, duration: { readonly amount: number; readonly unit: string }, next: To) =>
  ({ id, kind: 'wait', duration, next }) as const
export const until = (id: string, time: string, next: To) => ({ id, kind: 'wait', until: { time }, next }) as const
/** Until the hour at which the person usually acts. */
export const bestHour = (id: string, next: To) => ({ id, kind: 'wait', bestHour: true, next }) as const
export const branch = (id: string, rule: unknown, yes: To, no: To) => ({ id, kind: 'branch', rule, yes, no }) as const
export const todo = (
  id: string,
  input: { readonly title: Words; readonly note: Words; readonly priority?: 'high' | 'normal'; readonly dueDays: number },
  next: To = null,
) => ({ id, kind: 'act', action: 'create-todo', input, next }) as const

/** A fact that the shop's own software tracks, by the names it may go by. */
export const tracked = (...names: readonly string[]) => ({ any: names.map((value) => ({ field: 'event', op: 'is', value })) }) as const

/** Bought in the last so long. */
export const boughtIn = (duration: { readonly amount: number; readonly unit: string }) =>
  ({ did: 'purchase.made', within: { last: duration } }) as const
/** Whoever buys after entering has what the journey was for. */
export const untilBought = { event: 'purchase.made' } as const
export const valuable = { field: 'purchaseCount', op: 'at-least', value: 4 } as const
