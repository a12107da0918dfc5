import type { Words } from '../../../core/kit/words.ts'
import type { Format } from '../../../ui/format.ts'
import type { Reach } from '../score-edges.ts'

type Say = (words: Words, values?: Readonly<Record<string, string | number>>) => string

const nobody: Words = { zh: '没有客户会得这个分（很多客户的值相同）', en: 'nobody can have this score (many customers tie)' }

/** R 5: 2026年11月4日以来买过 / bought since 4 November 2026. */
export function sayRecency(reach: Reach<string> | null, say: Say, format: Format): string {
  if (!reach) return say(nobody)
  const from = format.date(reach.from)
  const to = format.date(reach.to)
  if (reach.from === null) return say({ zh: '最近一次消费在 {to}或更早', en: 'last bought on {to} or before' }, { to })
  if (reach.to === null) return say({ zh: '{from}以来买过', en: 'bought since {from}' }, { from })
  return say({ zh: '最近一次消费在 {from}至 {to}', en: 'last bought from {from} to {to}' }, { from, to })
}

/** F 4: 买过 5 至 7 次 / bought 5 to 7 times. */
export function sayFrequency(reach: Reach<number> | null, say: Say, format: Format): string {
  if (!reach) return say(nobody)
  const from = format.count(reach.from ?? 1)
  const to = format.count(reach.to)
  if (reach.to === null) return say({ zh: '买过 {from} 次以上（含）', en: 'bought {from} times or more' }, { from })
  if ((reach.from ?? 1) === reach.to)
    return reach.to === 1 ? say({ zh: '买过 1 次', en: 'bought once' }) : say({ zh: '买过 {to} 次', en: 'bought {to} times' }, { to })
  return say({ zh: '买过 {from} 至 {to} 次', en: 'bought {from} to {to} times' }, { from, to })
}

/** M 5: 累计消费高于 ¥1,200 / spent more than ¥1,200 in all. */
export function sayMonetary(reach: Reach<number> | null, say: Say, format: Format): string {
  if (!reach) return say(nobody)
  const above = format.money(reach.from === null ? null : reach.from - 1)
  const to = format.money(reach.to)
  if (reach.from === null) return say({ zh: '累计消费不超过 {to}', en: 'spent up to {to} in all' }, { to })
  if (reach.to === null) return say({ zh: '累计消费高于 {above}', en: 'spent more than {above} in all' }, { above })
  return say({ zh: '累计消费高于 {above}，不超过 {to}', en: 'spent more than {above}, up to {to}' }, { above, to })
}

/** By rank an edge may stand on both sides, so both ends are told: 2026年3月1日 至 2026年6月2日. */
export function sayRankedRecency(reach: Reach<string>, say: Say, format: Format): string {
  if (reach.from === null) return say({ zh: '最近消费不晚于 {to}', en: 'last bought on {to} or before' }, { to: format.date(reach.to) })
  if (reach.to === null)
    return say({ zh: '最近消费不早于 {from}', en: 'last bought on {from} or after' }, { from: format.date(reach.from) })
  return say(
    { zh: '最近消费在 {from}至 {to}', en: 'last bought from {from} to {to}' },
    { from: format.date(reach.from), to: format.date(reach.to) },
  )
}

export function sayRankedFrequency(reach: Reach<number>, say: Say, format: Format): string {
  if (reach.from === null) return say({ zh: '买过至多 {to} 次', en: 'bought {to} times at most' }, { to: format.count(reach.to) })
  if (reach.to === null) return say({ zh: '买过至少 {from} 次', en: 'bought {from} times at least' }, { from: format.count(reach.from) })
  return say(
    { zh: '买过 {from} 至 {to} 次', en: 'bought {from} to {to} times' },
    { from: format.count(reach.from), to: format.count(reach.to) },
  )
}

export function sayRankedMonetary(reach: Reach<number>, say: Say, format: Format): string {
  if (reach.from === null) return say({ zh: '累计消费至多 {to}', en: 'spent {to} at most' }, { to: format.money(reach.to) })
  if (reach.to === null) return say({ zh: '累计消费至少 {from}', en: 'spent {from} at least' }, { from: format.money(reach.from) })
  return say({ zh: '累计消费 {from} 至 {to}', en: 'spent {from} to {to}' }, { from: format.money(reach.from), to: format.money(reach.to) })
}
