import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keysBy, recipeOf } from '../match-keys.ts'
import type { tryMatchRule as definition } from '../matching-actions.ts'
import { type PairScore, scorePair } from '../score-pair.ts'
import { valuesOf } from '../subject.ts'
import { mostSharing } from './compare-customers.ts'
import { inOrder } from './keep-pairs.ts'
import { type KnownSubject, readSubjects } from './read-subjects.ts'
import { checkMatchRule } from './save-match-rule.ts'

const sample = 20_000
const shown = 8

type Tried = { readonly a: KnownSubject; readonly b: KnownSubject; readonly score: PairScore }

/** The pairs that a rule would find among the newest customers, whether it is at work or not. @throws Problem as saving it does */
export async function tryMatchRule(ctx: Ctx, { rule }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  checkMatchRule(ctx, { ...rule, isOn: true })
  const recipe = recipeOf(rule)
  const { rows } = await sql<{ id: string }>`select id from customers order by created_at desc, id desc limit ${sample + 1}`.execute(ctx.db)
  const subjects = [
    ...(
      await readSubjects(
        ctx.db,
        rows.slice(0, sample).map((row) => row.id),
      )
    ).values(),
  ]
  const blocks = new Map<number, KnownSubject[]>()
  for (const subject of subjects)
    for (const key of recipe && subject.kind === recipe.of ? keysBy(recipe, subject) : [])
      blocks.set(key, [...(blocks.get(key) ?? []), subject])
  const found = new Map<string, Tried>()
  for (const block of blocks.values())
    if (block.length <= mostSharing) tryAll(block, (a, b) => scorePair([{ ...rule, isOn: true }], a, b), found)
  const all = [...found.values()].sort((one, other) => other.score.score - one.score.score)
  return {
    customers: subjects.length,
    whole: rows.length <= sample,
    pairs: all.length,
    certain: all.filter(({ score }) => score.isCertain).length,
    // From the top to the very threshold: it is there that one sees whether it stands right.
    examples: spread(all, shown).map(({ a, b, score }) => ({
      names: [a, b].map((each) => valuesOf(each, 'name')[0] ?? null),
      ids: [a.id, b.id],
      score: score.score,
      evidence: [...score.evidence],
    })),
  }
}

function tryAll(
  block: readonly KnownSubject[],
  judge: (a: KnownSubject, b: KnownSubject) => PairScore | null,
  found: Map<string, Tried>,
): void {
  for (const [i, a] of block.entries())
    for (const b of block.slice(i + 1)) {
      const { low, high } = inOrder(a.id, b.id)
      const score = judge(a, b)
      if (score) found.set(low + high, { a, b, score })
    }
}

function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all]
  return Array.from({ length: count }, (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))]).filter((each) => each !== undefined)
}
