import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { refuseChanged } from '../../../core/action/unchanged-since.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { askWithin } from '../../../platform/rights/decide.ts'
import { alone } from '../../../platform/event-log/refresh-lock.ts'
import { sayUses } from '../say-uses.ts'
import type * as actions from '../actions.ts'
import { inLayers, segment, type SegmentRule, segmentRules, segmentsIn } from '../segment.ts'
import { usesOf } from './segment-uses.ts'
import { refreshWholeSegment } from './refresh-segments.ts'

/** @throws Problem rule.*, segment.name-taken */
export async function createSegment(ctx: Ctx, input: InputOf<typeof actions.createSegment>): Promise<{ id: string; members: number }> {
  const rule = checkRule(input.rule, await ctx.dictionary('customer'))
  const id = ctx.newId()
  await refuseTakenName(ctx, input.name, id)
  await alone.execute(ctx.db)
  await sql`insert into segments (id, name, description, rule, created_by, created_at, updated_at)
    values (${id}, ${input.name}, ${input.description ?? null}, ${JSON.stringify(rule)}::jsonb, ${ctx.actor.name}, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id, members: await reworkFrom(ctx, id) }
}

/** @throws Problem record.missing, record.changed-meanwhile, rule.*, segment.name-taken, segment.circle */
export async function updateSegment(ctx: Ctx, input: InputOf<typeof actions.updateSegment>): Promise<{ id: string; members: number }> {
  const { id } = input
  await alone.execute(ctx.db)
  const before = await findSegment(ctx, id)
  refuseChanged(input.unchangedSince, before.updated_at)
  if (input.name !== undefined) await refuseTakenName(ctx, input.name, id)
  const rule = input.rule === undefined ? before.rule : checkRule(input.rule, await ctx.dictionary('customer'))
  if (input.rule !== undefined) await refuseCircle(ctx, id, rule)
  const description = input.description === undefined ? sql`description` : sql`${input.description}`
  await sql`update segments set name = ${input.name ?? before.name}, description = ${description}, rule = ${JSON.stringify(rule)}::jsonb, updated_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  )
  return { id, members: input.rule === undefined ? await membersOf(ctx, id) : await reworkFrom(ctx, id) }
}

/** @throws Problem record.missing, segment.in-use */
export async function deleteSegment(ctx: Ctx, { id }: InputOf<typeof actions.deleteSegment>): Promise<{ id: string }> {
  await alone.execute(ctx.db)
  const { name } = await findSegment(ctx, id)
  const uses = await usesOf(ctx, id)
  if (uses.length > 0) throw new Problem('segment.in-use', { name, names: sayUses(uses) })
  await sql`delete from memberships where segment_id = ${id}`.execute(ctx.db)
  await sql`delete from segments where id = ${id}`.execute(ctx.db)
  return { id }
}

/** @throws Problem record.missing */
export async function findSegment(ctx: Ctx, id: string): Promise<SegmentRule & { readonly updated_at: Date }> {
  const { rows } = await sql<SegmentRule & { updated_at: Date }>`select id, name, rule, updated_at from segments where id = ${id}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Problem('record.missing', { what: segment.label })
  return rows[0]
}

async function refuseTakenName(ctx: Ctx, name: string, id: string): Promise<void> {
  const { rows } = await sql`select 1 from segments where lower(name) = lower(${name}) and id <> ${id}`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('segment.name-taken', { path: 'name', name })
}

async function refuseCircle(ctx: Ctx, id: string, rule: Rule): Promise<void> {
  const { rows } = await segmentRules.execute(ctx.db)
  const changed = rows.map((other) => (other.id === id ? { ...other, rule } : other))
  const placed = new Set(
    inLayers(changed)
      .flat()
      .map((other) => other.id),
  )
  const circle = changed.filter((other) => !placed.has(other.id))
  if (circle.length > 0) throw new Problem('segment.circle', { path: 'rule', names: circle.map((other) => other.name).join('、') })
}

/** Works out this segment for everybody, and then those whose rules name it, directly or through others. */
async function reworkFrom(ctx: Ctx, id: string): Promise<number> {
  const dictionary = await ctx.dictionary('customer')
  const changed = new Set([id])
  for (const one of inLayers((await segmentRules.execute(ctx.db)).rows).flat()) {
    if (one.id !== id && !segmentsIn(one.rule).some((other) => changed.has(other))) continue
    changed.add(one.id)
    await refreshWholeSegment(ctx, dictionary, one)
  }
  return membersOf(ctx, id)
}

/** Of those whom the caller sees: how many there are besides would answer any question about the others. */
async function membersOf(ctx: Ctx, id: string): Promise<number> {
  const members = sql<{ n: number }>`select count(*) as n from memberships where segment_id = ${id} and left_at is null`
  return (await askWithin(ctx, 'read', members))[0]?.n ?? 0
}
