import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { tagCustomers as definition } from '../actions.ts'
import { tagAdded, tagRemoved } from '../events.ts'
import type { TagOrigin } from '../tag.ts'
import { readTag } from './read-tag.ts'

/** One tag, put on or taken off, and how that came. */
export type Tagging = {
  readonly verb: 'add' | 'remove'
  readonly tag: { readonly id: string; readonly name: string }
  readonly expiresAt: Date | null
  readonly origin: TagOrigin
}

const originOf = (ctx: Ctx): TagOrigin => (ctx.source === 'api' ? 'api' : ctx.source === 'import' ? 'import' : 'hand')

/** @throws Problem tag.missing, tag.retired, tag.expired-already */
export async function tagGiven(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ id: string; changed: number }> {
  const tagging = await readTagging(ctx, input)
  return { id: input.id, changed: await tagThese(ctx, { ...tagging, origin: input.origin ?? originOf(ctx) }, input.customerIds) }
}

type Asked = { readonly id: string; readonly verb: 'add' | 'remove'; readonly expiresAt?: string | null | undefined }

/** @throws Problem tag.missing, tag.retired, tag.expired-already */
export async function readTagging(ctx: Ctx, { id, verb, expiresAt }: Asked): Promise<Omit<Tagging, 'origin'>> {
  const tag = await readTag(ctx.db, id)
  if (tag.retired_at) throw new Problem('tag.retired', { name: tag.name })
  const until = expiresAt ? new Date(expiresAt) : null
  if (verb === 'add' && until && until <= ctx.now) throw new Problem('tag.expired-already', { path: 'expiresAt' })
  return { verb, tag, expiresAt: until }
}

/** Does it to these customers in one statement, and tells a fact of each to whom it is news. @returns how many that were */
export async function tagThese(ctx: Ctx, tagging: Tagging, customerIds: readonly string[]): Promise<number> {
  const changed = tagging.verb === 'add' ? await add(ctx, tagging, customerIds) : await remove(ctx, tagging, customerIds)
  const { tag, origin, expiresAt } = tagging
  const until = tagging.verb === 'add' && expiresAt ? { expiresAt: expiresAt.toISOString() } : {}
  const kind = tagging.verb === 'add' ? tagAdded.name : tagRemoved.name
  await ctx.recordAll(
    changed.map((customerId) => ({ customerId, kind, occurredAt: ctx.now, payload: { tag: tag.id, name: tag.name, origin, ...until } })),
  )
  return changed.length
}

async function add(ctx: Ctx, { tag, expiresAt, origin }: Tagging, ids: readonly string[]): Promise<string[]> {
  await sql`update customer_tags set expires_at = ${expiresAt} where customer_id = any(${ids}::uuid[]) and tag_id = ${tag.id}
    and expires_at is distinct from ${expiresAt}::timestamptz`.execute(ctx.db)
  const { rows } = await sql<{
    customer_id: string
  }>`insert into customer_tags (customer_id, tag_id, tagged_at, expires_at, origin, by, first_customer_id)
    select c.id, ${tag.id}::uuid, ${ctx.now}, ${expiresAt}::timestamptz, ${origin}, ${ctx.actor.name}, c.id from customers c
    where c.id = any(${ids}::uuid[]) order by c.id on conflict (customer_id, tag_id) do nothing returning customer_id`.execute(ctx.db)
  return rows.map((row) => row.customer_id)
}

async function remove(ctx: Ctx, { tag }: Tagging, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    customer_id: string
  }>`delete from customer_tags where customer_id = any(${ids}::uuid[]) and tag_id = ${tag.id} returning customer_id`.execute(ctx.db)
  return rows.map((row) => row.customer_id)
}
