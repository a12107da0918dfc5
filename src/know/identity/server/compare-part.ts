import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { companyCore } from '../../../core/china/company-name.ts'
import { keysBy } from '../match-keys.ts'
import type { MatchProgress, Skipped } from '../match-progress.ts'
import { soundOfName } from '../name-likeness.ts'
import { scoreGiven } from '../given-evidence.ts'
import { scorePair } from '../score-pair.ts'
import { type Subject, valuesOf } from '../subject.ts'
import { mostSharing } from './compare-customers.ts'
import { givenAmong } from './given-pairs.ts'
import { type FoundPair, inOrder, keepPairs } from './keep-pairs.ts'
import type { Rules } from './match-rules.ts'
import { type KnownSubject, readSubjects } from './read-subjects.ts'

/** Keys are numbers below this. */
const keySpace = 2 ** 53
/** Of more customers with one key not even the names are looked at. */
const mostRead = 2_000
const mostSaid = 20

type Block = { key: number; ids: string[]; customers: number }

/** Compares those who share a key, for one part of all keys. @param seenAt the look's beginning */
export async function comparePart({ db }: Ctx, progress: MatchProgress, rules: Rules, seenAt: Date): Promise<MatchProgress> {
  const { part, parts } = progress
  const edge = (n: number) => Math.floor((keySpace / parts) * n)
  const { rows: blocks } =
    await sql<Block>`select key, (array_agg(customer_id order by customer_id))[1:${mostRead}::int] as ids, count(*) as customers
    from match_keys where key >= ${edge(part)} and key < ${part + 1 === parts ? keySpace : edge(part + 1)} group by key having count(*) > 1`.execute(
      db,
    )
  const subjects = await readSubjects(db, [...new Set(blocks.flatMap(({ ids }) => ids))])
  const found = new Map<string, FoundPair>()
  const skipped: Skipped[] = []
  let compared = 0
  for (const block of blocks) {
    const known = block.ids.flatMap((id) => subjects.get(id) ?? [])
    const { groups, left } = narrow(known, block.customers)
    for (const group of groups) compared += compareAll(rules, group, found)
    if (left > 0) skipped.push({ ...whatOf(block, known[0], rules), customers: left })
  }
  await addGiven(db, rules, subjects, found)
  await keepPairs(db, [...found.values()], seenAt)
  return {
    ...progress,
    part: part + 1,
    compared: progress.compared + compared,
    skipped: addSkipped(progress.skipped, skipped).slice(0, mostSaid),
  }
}

/** What a file or an API gave for one and is the other's speaks for the two beside what the rules say. */
async function addGiven(
  db: Ctx['db'],
  { rules }: Rules,
  subjects: ReadonlyMap<string, KnownSubject>,
  found: Map<string, FoundPair>,
): Promise<void> {
  const given = await givenAmong(db, [...new Set([...found.values()].flatMap(({ low, high }) => [low, high]))])
  for (const [key, known] of given) {
    const pair = found.get(key)
    const [a, b] = [subjects.get(pair?.low ?? ''), subjects.get(pair?.high ?? '')]
    if (pair && a && b) found.set(key, { ...pair, score: scoreGiven(rules, a, b, known) })
  }
}

/** Too many to compare each with each are split by how their names sound; groups that are too large still are left. */
function narrow(known: readonly KnownSubject[], customers: number): { groups: readonly (readonly KnownSubject[])[]; left: number } {
  if (known.length <= mostSharing) return { groups: [known], left: 0 }
  const bySound = Map.groupBy(known, soundOf)
  const groups = [...bySound.values()].filter((group) => group.length > 1 && group.length <= mostSharing)
  const inGroups = [...bySound.values()].reduce((sum, group) => sum + (group.length <= mostSharing ? group.length : 0), 0)
  return { groups, left: customers - inGroups }
}

function soundOf(subject: Subject): string {
  const name = valuesOf(subject, 'name')[0] ?? ''
  if (subject.kind === 'person') return soundOfName(name) ?? name
  const { core, region } = companyCore(name)
  return `${core} ${region} ${valuesOf(subject, 'city')[0] ?? ''}`
}

/** @returns how many pairs were compared */
function compareAll({ rules }: Rules, group: readonly KnownSubject[], found: Map<string, FoundPair>): number {
  for (const [i, a] of group.entries())
    for (const b of group.slice(i + 1)) {
      const pair = inOrder(a.id, b.id)
      const key = pair.low + pair.high
      if (found.has(key)) continue
      const score = scorePair(rules, a, b)
      if (score) found.set(key, { ...pair, score })
    }
  return (group.length * (group.length - 1)) / 2
}

/** Which value it is that so many share: a key cannot be read backwards, so one of them is asked. A name alone says little. */
function whatOf({ key }: Block, subject: Subject | undefined, { recipes }: Rules): Omit<Skipped, 'customers'> {
  if (!subject) return { field: '', value: '' }
  const recipe = recipes.find((each) => each.of === subject.kind && keysBy(each, subject).includes(key))
  const fields = recipe?.parts.map((part) => part.field) ?? []
  const field = fields.find((each) => each !== 'name') ?? fields[0] ?? ''
  return { field, value: (valuesOf(subject, field)[0] ?? '').slice(0, 80) }
}

/** Each value once, with the most customers that were left because of it. */
function addSkipped(known: readonly Skipped[], more: readonly Skipped[]): Skipped[] {
  const most = new Map<string, Skipped>()
  for (const each of [...known, ...more]) {
    const key = `${each.field} ${each.value}`
    if (each.customers > (most.get(key)?.customers ?? 0)) most.set(key, each)
  }
  return [...most.values()].sort((a, b) => b.customers - a.customers)
}
