import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listCustomerTags, listTags } from '../actions.ts'
import { idleDays, undoDays } from '../tag.ts'
import type { TagRow } from './read-tag.ts'
import { readRounds } from './tag-rounds.ts'

type Listed = TagRow & { group_name: string | null; created_at: Date; customers: number | null; last_used_at: Date | null }

export async function answerTags(ctx: Ctx): Promise<AnswerOf<typeof listTags>> {
  const { rows } = await sql<Listed>`select t.id, t.name, t.colour, t.group_name, t.created_at, t.retired_at, u.customers, u.last_used_at
    from tags t left join (select tag_id, count(*) as customers, max(tagged_at) as last_used_at from customer_tags group by tag_id) u on u.tag_id = t.id
    where t.merged_into is null order by lower(t.group_name) nulls last, lower(t.name)`.execute(ctx.db)
  const longAgo = ctx.now.getTime() - idleDays * 86_400_000
  const tags = rows.map((row) => ({
    id: row.id,
    name: row.name,
    colour: row.colour,
    group: row.group_name,
    customers: row.customers ?? 0,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    idle: row.retired_at === null && (row.last_used_at ?? row.created_at).getTime() < longAgo,
    createdAt: row.created_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
  }))
  const since = new Date(ctx.now.getTime() - undoDays * 86_400_000)
  const undoable = sql`r.state in ('done', 'stopped') and r.changed > 0 and r.ended_at >= ${since}`
  return {
    tags,
    rounds: await readRounds(ctx.db, sql`r.state in ('running', 'undoing')`),
    recent: await readRounds(ctx.db, undoable, sql`r.ended_at desc limit 20`),
  }
}

type Held = { id: string; name: string; colour: string; tagged_at: Date; expires_at: Date | null; origin: string; by: string | null }

export async function answerCustomerTags(ctx: Ctx, { id }: { id: string }): Promise<AnswerOf<typeof listCustomerTags>> {
  const { rows } = await sql<Held>`select t.id, t.name, t.colour, ct.tagged_at, ct.expires_at, ct.origin, ct.by
    from customer_tags ct join tags t on t.id = ct.tag_id where ct.customer_id = ${id} and t.retired_at is null
    order by ct.tagged_at, t.id`.execute(ctx.db)
  return {
    tags: rows.map(({ tagged_at, expires_at, ...tag }) => ({
      ...tag,
      taggedAt: tagged_at.toISOString(),
      expiresAt: expires_at?.toISOString() ?? null,
    })),
  }
}
