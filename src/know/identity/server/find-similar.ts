import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { draftValues } from '../../../platform/sealing/seal-values.ts'
import { identityKeys } from '../../customers/identity-keys.ts'
import { nameInPinyin } from '../../customers/customer-search.ts'
import { keysOf } from '../match-keys.ts'
import type { findSimilar as definition } from '../matching-actions.ts'
import { nameLikeness, nameWays } from '../name-likeness.ts'
import { type PairScore, scorePair } from '../score-pair.ts'
import { comparable, makeSubject, type Subject, valuesOf } from '../subject.ts'
import { mostSharing } from './compare-customers.ts'
import { readRules } from './match-rules.ts'
import { readMatchCards } from './read-match-cards.ts'
import { type KnownSubject, readSubjects } from './read-subjects.ts'

const shown = 5
const mostNamesakes = 3

type Found = { readonly id: string; readonly score: PairScore }

/**
 * Whom somebody may be of whom so much is known as was typed: by the rules; by a phone or number that is a customer's
 * already; and, where neither finds anybody, a few of the same name.
 */
export async function findSimilar(ctx: Ctx, { values, id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rules, recipes } = await readRules(ctx.db)
  const read = draftValues(ctx.services.sealing, ctx.card('customer'), readTyped(ctx, values))
  const typed = makeSubject(id ?? '', comparable(read))
  const [byKeys, owners] = await Promise.all([sharing(ctx.db, keysOf(typed, recipes)), ownersOf(ctx.db, read)])
  const known = await readSubjects(
    ctx.db,
    [...new Set([...byKeys, ...owners.keys()])].filter((each) => each !== id),
  )
  const found = [...known.values()].flatMap((subject): Found[] => {
    const score = best(scorePair(rules, typed, subject), owners.get(subject.id))
    return score ? [{ id: subject.id, score }] : []
  })
  if (found.length === 0) found.push(...(await namesakes(ctx.db, typed)))
  const top = found.toSorted((a, b) => b.score.score - a.score.score).slice(0, shown)
  const cards = await readMatchCards(
    ctx,
    top.map((each) => each.id),
  )
  return {
    matches: top.flatMap(({ id: other, score }) => {
      const customer = cards.get(other)
      const { says, rule, evidence } = score
      return customer ? [{ customer, score: score.score, says, rule, certain: score.isCertain, evidence: [...evidence] }] : []
    }),
  }
}

/** What is typed, in the form in which it is kept: `138 0001 0001` is +8613800010001. What is half typed stays as it is. */
function readTyped(ctx: Ctx, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { fields } = ctx.card('customer')
  const { timeZone, currency } = ctx.shop
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const field = fields.get(name)?.field
      if (!field || typeof value !== 'string' || value.trim() === '') return []
      const read = ctx.registry.types[field.type]?.parse(value.slice(0, 500), field, { language: 'zh', timeZone, currency })
      return [[name, read && 'value' in read && typeof read.value === 'string' ? read.value : value]]
    }),
  )
}

async function sharing(db: Db, keys: readonly number[]): Promise<string[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<{ customer_id: string }>`select o.customer_id from unnest(${keys}::bigint[]) k(key)
    cross join lateral (select customer_id from match_keys where key = k.key limit ${mostSharing}) o`.execute(db)
  return rows.map((row) => row.customer_id)
}

/** Customer → the field by which it is this very one. */
async function ownersOf(db: Db, values: Readonly<Record<string, unknown>>): Promise<Map<string, string>> {
  const keys = identityKeys(values)
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ key: string; customer_id: string }>`select key, customer_id from identities
    where key = any(${keys.map(({ key }) => key)}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.customer_id, keys.find(({ key }) => key === row.key)?.field ?? 'code']))
}

/** A number that is another’s outweighs what the rules say, but their evidence tells more. */
function best(score: PairScore | null, field: string | undefined): PairScore | null {
  if (field === undefined) return score
  const evidence = { field, comparison: 'exact', likeness: 1, points: 100 }
  if (score === null || field === 'code')
    return {
      rule: 'identity',
      says: 'same',
      score: field === 'code' ? 100 : 90,
      isCertain: field === 'code',
      merges: false,
      evidence: [evidence],
    }
  return score
}

async function namesakes(db: Db, typed: Subject): Promise<Found[]> {
  const name = valuesOf(typed, 'name')[0] ?? ''
  if ([...name.trim()].length < 2) return []
  const { rows } = await sql<{
    id: string
  }>`select id from customers where name_pinyin = ${nameInPinyin(name, typed.kind === 'company').full} order by id limit 20`.execute(db)
  const known = await readSubjects(
    db,
    rows.map((row) => row.id).filter((id) => id !== typed.id),
  )
  return [...known.values()].flatMap((subject) => namesake(name, subject, typed)).slice(0, mostNamesakes)
}

/** A name alone says little: the score is that of a hint. */
function namesake(name: string, subject: KnownSubject, typed: Subject): Found[] {
  const { likeness, way } = nameLikeness(name, valuesOf(subject, 'name')[0] ?? '')
  if (way === null || likeness < 0.9 || subject.kind !== typed.kind) return []
  const evidence = [{ field: 'name', comparison: 'similar-name', likeness, points: Math.round(40 * likeness), how: nameWays[way] }]
  return [
    {
      id: subject.id,
      score: { rule: 'namesake', says: 'same', score: Math.round(40 * likeness), isCertain: false, merges: false, evidence },
    },
  ]
}
