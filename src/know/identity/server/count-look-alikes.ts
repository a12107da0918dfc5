import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { keysOf } from '../match-keys.ts'
import type { countLookAlikes as definition } from '../matching-actions.ts'
import { scorePair } from '../score-pair.ts'
import { valuesOf } from '../subject.ts'
import { mostSharing } from './compare-customers.ts'
import { readRules } from './match-rules.ts'
import { readSubjects } from './read-subjects.ts'

const shown = 5
/** So many keys are looked up at a time. */
const portion = 20_000

/** How many of these customers look like one who is not among them. Nothing is written: they may only be tried out. */
export async function countLookAlikes(ctx: Ctx, { ids }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rules, recipes } = await readRules(ctx.db)
  const own = await readSubjects(ctx.db, ids)
  const asked = [...own.values()].flatMap((subject) => keysOf(subject, recipes).map((key) => ({ id: subject.id, key })))
  const met: { one: string; other: string }[] = []
  for (let i = 0; i < asked.length; i += portion) met.push(...(await meet(ctx.db, asked.slice(i, i + portion))))
  const strangers = met.filter(({ other }) => !own.has(other))
  const others = await readSubjects(ctx.db, [...new Set(strangers.map(({ other }) => other))])
  const best = new Map<string, { other: string; score: number }>()
  for (const { one, other } of strangers) {
    const [a, b] = [own.get(one), others.get(other)]
    const said = a && b ? scorePair(rules, a, b) : null
    if (said?.says === 'same' && said.score > (best.get(one)?.score ?? 0)) best.set(one, { other, score: said.score })
  }
  const top = [...best].sort(([, a], [, b]) => b.score - a.score).slice(0, shown)
  const nameOf = (id: string) => valuesOf(own.get(id) ?? others.get(id) ?? { id, kind: 'person', values: {} }, 'name')[0] ?? null
  return {
    customers: best.size,
    examples: top.map(([id, { other, score }]) => ({ id, name: nameOf(id), other, otherName: nameOf(other), score })),
  }
}

async function meet(db: Db, asked: readonly { id: string; key: number }[]): Promise<{ one: string; other: string }[]> {
  const { rows } = await sql<{ one: string; other: string }>`select distinct a.id as one, o.customer_id as other
    from unnest(${asked.map((each) => each.id)}::uuid[], ${asked.map((each) => each.key)}::bigint[]) a(id, key)
      cross join lateral (select customer_id from match_keys where key = a.key limit ${mostSharing}) o where o.customer_id <> a.id`.execute(
    db,
  )
  return rows
}
