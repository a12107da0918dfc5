import type { Words } from '../../../core/kit/words.ts'

export type ReplaySample = {
  readonly customerId: string
  readonly enteredAt: string
  readonly arm: 'treated' | 'holdout'
  readonly path: readonly { readonly step: string; readonly at: string; readonly what: string }[]
}

export type ReplayDay = { readonly day: string; readonly entries: number; readonly messages: number; readonly capped: number }

export type ReplayResult = {
  readonly entries: number
  readonly people: number
  readonly holdout: number
  readonly messages: number
  readonly capped: number
  readonly ended: Record<string, number>
  readonly steps: { readonly step: string; readonly what: Record<string, number> }[]
  readonly days: ReplayDay[]
  readonly unknown: Words[]
  /** Behind each figure the first of its people, by `placeOf`. */
  readonly who: Readonly<Record<string, readonly string[]>>
  readonly sample: readonly ReplaySample[]
}

/** `of` customers may have entered; `done` of them, up to `after`, are looked at. */
export type ReplayProgress = { readonly done: number; readonly of: number; readonly after: string | null }

export const nothingYet: ReplayResult = {
  entries: 0,
  people: 0,
  holdout: 0,
  messages: 0,
  capped: 0,
  ended: {},
  steps: [],
  days: [],
  unknown: [],
  who: {},
  sample: [],
}

/** So many people are kept with their path. */
const mostSampled = 50
/** And so many behind each figure. */
export const mostBehind = 200

export const replayFigures = ['entries', 'holdout', 'messages', 'capped'] as const
/** What a figure of a replay counts: something of the whole time or of one day, or what happened at a step. */
export type ReplayPlace =
  | { readonly figure: (typeof replayFigures)[number]; readonly day?: string | undefined }
  | { readonly step: string; readonly what: string }

export const placeOf = (place: ReplayPlace): string =>
  'figure' in place ? `${place.day ?? 'all'} ${place.figure}` : `step ${place.step} ${place.what}`

function joinWho(a: ReplayResult['who'], b: ReplayResult['who']): ReplayResult['who'] {
  const joined: Record<string, readonly string[]> = { ...a }
  for (const [place, ids] of Object.entries(b)) joined[place] = [...(joined[place] ?? []), ...ids].slice(0, mostBehind)
  return joined
}

const add = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) => {
  const sum = { ...a }
  for (const [key, n] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + n
  return sum
}

/** Two parts of one replay, of different customers. */
export function joinResults(a: ReplayResult, b: ReplayResult): ReplayResult {
  const steps = [...new Set([...a.steps, ...b.steps].map((one) => one.step))]
  const days = [...new Set([...a.days, ...b.days].map((one) => one.day))].sort()
  const whatOf = (result: ReplayResult, step: string) => result.steps.find((one) => one.step === step)?.what ?? {}
  const dayOf = (result: ReplayResult, day: string) => result.days.find((one) => one.day === day) ?? { entries: 0, messages: 0, capped: 0 }
  return {
    entries: a.entries + b.entries,
    people: a.people + b.people,
    holdout: a.holdout + b.holdout,
    messages: a.messages + b.messages,
    capped: a.capped + b.capped,
    ended: add(a.ended, b.ended),
    steps: steps.map((step) => ({ step, what: add(whatOf(a, step), whatOf(b, step)) })),
    days: days.map((day) => {
      const [one, other] = [dayOf(a, day), dayOf(b, day)]
      return { day, entries: one.entries + other.entries, messages: one.messages + other.messages, capped: one.capped + other.capped }
    }),
    unknown: a.unknown.length > 0 ? a.unknown : b.unknown,
    who: joinWho(a.who, b.who),
    sample: [...a.sample, ...b.sample].slice(0, mostSampled),
  }
}
