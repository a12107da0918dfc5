import type { Words } from '../../core/kit/words.ts'

/** What is known of a customer's rhythm at a moment. */
export type RhythmSaid = {
  /** Usual days between visits, whole. */
  readonly days: number
  readonly gaps: number
  /** Calendar days since the last purchase. */
  readonly since: number
  /** 0 to 100: as many of the gaps are shorter than what has passed now, closed days left out. */
  readonly longerThan: number
  readonly isLate: boolean
}

/** One sentence, with `{days}`, `{since}`, `{share}` filled in. */
export function sayRhythm({ days, gaps, since, longerThan, isLate }: RhythmSaid): { words: Words; values: Record<string, number> } {
  const values = { days, since, share: Math.min(99, Math.floor(longerThan)) }
  if (gaps === 0) {
    const words = isLate
      ? {
          zh: '只来过一次，已经 {since} 天没来；本店客户第二次消费通常在 {days} 天内，{share}% 都比这早',
          en: 'Bought once, {since} {since|day|days} ago; others come a second time after some {days} {days|day|days}, {share}% of them sooner than this',
        }
      : {
          zh: '只来过一次，{since} 天前；本店客户通常隔 {days} 天来第二次',
          en: 'Bought once, {since} {since|day|days} ago; others come a second time after some {days} {days|day|days}',
        }
    return { words, values }
  }
  const words = isLate
    ? {
        zh: '平时每 {days} 天来一次，已经 {since} 天没来，比 {share}% 的间隔都长',
        en: 'Usually comes every {days} {days|day|days}; {since} {since|day|days} have passed, longer than {share}% of the gaps',
      }
    : {
        zh: '平时每 {days} 天来一次，上次是 {since} 天前，还在节奏里',
        en: 'Usually comes every {days} {days|day|days}; the last time was {since} {since|day|days} ago, within the rhythm',
      }
  return { words, values }
}
