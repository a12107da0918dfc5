import type { Words } from '../../core/kit/words.ts'

export type Reason = { readonly words: Words; readonly tone: 'good' | 'attention' | 'neutral' }

export type KnownPast = {
  readonly days: number
  /** Days without those on which the shop was closed. */
  readonly sinceLast: number
  readonly spanDays: number
  /** Their usual gap as everywhere else on the page; null where it has not been worked out yet. */
  readonly gapDays: number | null
  readonly repeat: number | null
  readonly money: (minor: number) => Words
  /** What the reader may not know is not given as a reason either. */
  readonly hidden: { readonly rhythm: boolean; readonly amount: boolean }
}

type Quantiles = { readonly days: readonly number[]; readonly repeat: readonly number[] }

/** Days, whole ones from ten on. */
const daysText = (days: number): string => (days >= 10 ? String(Math.round(days)) : String(Math.round(days * 10) / 10))

/** Why somebody is predicted so: their own rhythm first, then how often and how much against others. */
export function sayReasons(past: KnownPast, quantiles: Quantiles): Reason[] {
  const { hidden } = past
  return [
    ...(hidden.rhythm ? [] : [rhythm(past)]),
    often(past, quantiles.days),
    ...(hidden.amount ? [] : muchOrLittle(past, quantiles.repeat)),
  ]
}

function rhythm({ days, sinceLast, spanDays, gapDays }: KnownPast): Reason {
  const since = Math.round(sinceLast)
  if (days < 2)
    return {
      tone: 'neutral',
      words: {
        zh: `只在一天消费过（${since} 天前），看不出自己的节奏，主要参照和他相似的客户。`,
        en: `Bought on one day only (${since} days ago), so there is no rhythm of their own; the prediction goes by customers like them.`,
      },
    }
  const gap = gapDays ?? spanDays / (days - 1)
  const ratio = since / Math.max(1, gap)
  const words = {
    zh: `平时每 ${daysText(gap)} 天来一次，${since === 0 ? '刚刚来过' : ratio > 1 ? `已经 ${since} 天没来` : `${since} 天前来过`}。`,
    en: `Usually comes every ${daysText(gap)} days; ${since === 0 ? 'came just now' : ratio > 1 ? `has not come for ${since} days` : `came ${since} days ago`}.`,
  }
  return { words, tone: ratio > 2 ? 'attention' : ratio <= 1 ? 'good' : 'neutral' }
}

/** How many of all buyers one is above: 0 to 90, in tenths. */
const above = (value: number, quantiles: readonly number[]): number => quantiles.filter((edge) => edge < value).length * 10

function often({ days }: KnownPast, quantiles: readonly number[]): Reason {
  const share = above(days, quantiles)
  const more =
    share >= 50
      ? { zh: `，比 ${share}% 的买家多`, en: `, more than ${share}% of buyers` }
      : { zh: '，和多数买家差不多或更少', en: ', as many as most buyers or fewer' }
  return {
    words: { zh: `一共在 ${days} 天里消费过${more.zh}。`, en: `Bought on ${days} ${days === 1 ? 'day' : 'days'} in all${more.en}.` },
    tone: share >= 70 ? 'good' : 'neutral',
  }
}

function muchOrLittle({ repeat, money }: KnownPast, quantiles: readonly number[]): Reason[] {
  if (repeat === null || quantiles.length === 0) return []
  const share = above(repeat, quantiles)
  // Where many pay the same, nobody of them pays less.
  const isLess = quantiles.filter((edge) => edge > repeat).length >= 8
  const said = money(repeat)
  const against =
    share >= 70
      ? { zh: `，比 ${share}% 的回头客多`, en: `, more than ${share}% of those who came back` }
      : isLess
        ? { zh: '，比多数回头客少', en: ', less than most of those who came back' }
        : { zh: '，和多数回头客差不多', en: ', about as most of those who came back' }
  return [
    {
      words: { zh: `回头时每次约 ${said.zh}${against.zh}。`, en: `Spends about ${said.en} a visit${against.en}.` },
      tone: share >= 70 ? 'good' : 'neutral',
    },
  ]
}
