import { keysOf, recipesOf } from '../src/know/identity/match-keys.ts'
import type { MatchRule } from '../src/know/identity/match-rule.ts'
import { type PairScore, scorePair } from '../src/know/identity/score-pair.ts'
import { makeSubject } from '../src/know/identity/subject.ts'
import type { DirtyRecord } from './dirty-customers.ts'

export type JudgedPair = { readonly a: DirtyRecord; readonly b: DirtyRecord; readonly score: PairScore }

/** What the rules said of records whose truth is known. */
export type Judged = {
  readonly found: readonly JudgedPair[]
  /** Pairs of records that are one customer, and those of them that have something in common but the name. */
  readonly truth: number
  readonly findable: number
  /** Pairs of different people of one household. */
  readonly relatives: number
}

/** Compares all records that share a key, as the look over the whole base does. */
export function judgeMatching(records: readonly DirtyRecord[], rules: readonly MatchRule[]): Judged {
  const recipes = recipesOf(rules)
  const subjects = records.map((record, i) => makeSubject(String(i), record.fields))
  const blocks = new Map<number, number[]>()
  for (const [i, subject] of subjects.entries())
    for (const key of keysOf(subject, recipes)) blocks.set(key, [...(blocks.get(key) ?? []), i])
  const found = new Map<string, JudgedPair>()
  for (const block of blocks.values())
    for (const [at, i] of block.entries())
      for (const j of block.slice(at + 1)) {
        const [one, other, a, b] = [subjects[i], subjects[j], records[i], records[j]]
        const score = one && other ? scorePair(rules, one, other) : null
        if (score && a && b) found.set(`${i} ${j}`, { a, b, score })
      }
  const pairs = [...pairsWithin(records, (record) => record.who)]
  const relatives = [...pairsWithin(records, (record) => record.household)].filter(([a, b]) => a.who !== b.who)
  return {
    found: [...found.values()],
    truth: pairs.length,
    findable: pairs.filter(([a, b]) => !a.isLost && !b.isLost).length,
    relatives: relatives.length,
  }
}

function* pairsWithin(
  records: readonly DirtyRecord[],
  groupOf: (record: DirtyRecord) => number | null,
): Generator<[DirtyRecord, DirtyRecord]> {
  const known = records.filter((record) => groupOf(record) !== null)
  for (const group of Map.groupBy(known, groupOf).values())
    for (const [i, a] of group.entries()) for (const b of group.slice(i + 1)) yield [a, b]
}

export const isRight = ({ a, b }: JudgedPair) => a.who === b.who
export const isRelative = ({ a, b }: JudgedPair) => a.who !== b.who && a.household !== null && a.household === b.household
