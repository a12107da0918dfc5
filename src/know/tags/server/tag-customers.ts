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
  /** Under which it can be taken back; null where nobody would. */
  readonly round: string | null
}

const originOf = (ctx: Ctx): TagOrigin => (ctx.source === 'api' ? 'api' : ctx.source === 'import' ? 'import' : 'hand')

/** Of several that a person ticked, what was before is kept. @throws Problem tag.missing, tag.retired, tag.expired-already */
export async function tagGiven(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ id: string; changed: number; round?: string }> {
  const tagging = await readTagging(ctx, input)
  const origin = input.origin ?? originOf(ctx)
  if (origin !== 'hand' || input.customerIds.length < 2)
    return { id: input.id, changed: await tagThese(ctx, { ...tagging, origin, round: null }, input.customerIds) }
  const round = ctx.newId()
  const changed = await tagThese(ctx, { ...tagging, origin, round }, input.customerIds)
  const seen = input.customerIds.length
  await sql`insert into tag_rounds (id, verb, tag_id, expires_at, origin, by, state, seen, changed, of, created_at, ended_at)
    values (${round}, ${tagging.verb}, ${input.id}, ${tagging.expiresAt}, ${origin}, ${ctx.actor.name}, 'done', ${seen}, ${changed}, ${seen}, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id: input.id, changed, round }
}

type Asked = { readonly id: string; readonly verb: 'add' | 'remove'; readonly expiresAt?: string | null | undefined }

/** @throws Problem tag.missing, tag.retired, tag.expired-already */
export async function readTagging(ctx: Ctx, { id, verb, expiresAt }: Asked): Promise<Omit<Tagging, 'origin' | 'round'>> {
  const tag = await readTag(ctx.db, id)
  if (tag.retired_at) throw new Problem('tag.retired', { name: tag.name })
  const until = expiresAt ? new Date(expiresAt) : null
  if (verb === 'add' && until && until <= ctx.now) throw new Problem('tag.expired-already', { path: 'expiresAt' })
  return { verb, tag, expiresAt: until }
}

/** Does it to these customers in one statement, and tells a fact of each to whom it is news. @returns for how many it is other than before, another end counted */
export async function tagThese(ctx: Ctx, tagging: Tagging, customerIds: readonly string[]): Promise<number> {
  const { news, changed } = tagging.verb === 'add' ? await add(ctx, tagging, customerIds) : await remove(ctx, tagging, customerIds)
  await tellTags(ctx, tagging, news)
  return changed
}

type Told = Pick<Tagging, 'verb' | 'tag' | 'origin' | 'expiresAt'>

/** A fact of each customer to whom it is news. */
export async function tellTags(ctx: Ctx, { verb, tag, origin, expiresAt }: Told, customerIds: readonly string[]): Promise<void> {
  const until = verb === 'add' && expiresAt ? { expiresAt: expiresAt.toISOString() } : {}
  const kind = verb === 'add' ? tagAdded.name : tagRemoved.name
  await ctx.recordAll(
    customerIds.map((customerId) => ({
      customerId,
      kind,
      occurredAt: ctx.now,
      payload: { tag: tag.id, name: tag.name, origin, ...until },
    })),
  )
}

type Changed = { customer_id: string; before: unknown }
type Done = { readonly news: readonly string[]; readonly changed: number }

async function add(ctx: Ctx, { tag, expiresAt, origin, round }: Tagging, ids: readonly string[]): Promise<Done> {
  const { rows: longer } = await sql<Changed>`with had as (
      select ct.customer_id, to_jsonb(ct) as before from customer_tags ct where ct.customer_id = any(${ids}::uuid[]) and ct.tag_id = ${tag.id}
        and ct.expires_at is distinct from ${expiresAt}::timestamptz order by ct.customer_id for update
    ) update customer_tags ct set expires_at = ${expiresAt} from had where ct.customer_id = had.customer_id and ct.tag_id = ${tag.id}
    returning ct.customer_id, had.before`.execute(ctx.db)
  const { rows } = await sql<{
    customer_id: string
  }>`insert into customer_tags (customer_id, tag_id, tagged_at, expires_at, origin, by, first_customer_id)
    select c.id, ${tag.id}::uuid, ${ctx.now}, ${expiresAt}::timestamptz, ${origin}, ${ctx.actor.name}, c.id from customers c
    where c.id = any(${ids}::uuid[]) order by c.id on conflict (customer_id, tag_id) do nothing returning customer_id`.execute(ctx.db)
  const news = rows.map((row) => row.customer_id)
  await keepBefore(ctx, round, [...longer, ...news.map((customer_id) => ({ customer_id, before: null }))])
  return { news, changed: longer.length + news.length }
}

async function remove(ctx: Ctx, { tag, round }: Tagging, ids: readonly string[]): Promise<Done> {
  const { rows } = await sql<Changed>`delete from customer_tags ct where ct.customer_id = any(${ids}::uuid[]) and ct.tag_id = ${tag.id}
    returning ct.customer_id, to_jsonb(ct) as before`.execute(ctx.db)
  await keepBefore(ctx, round, rows)
  return { news: rows.map((row) => row.customer_id), changed: rows.length }
}

async function keepBefore(ctx: Ctx, round: string | null, changes: readonly Changed[]): Promise<void> {
  if (round === null || changes.length === 0) return
  await sql`insert into tag_changes (customer_id, round_id, before, put, changed_at, first_customer_id)
    select g.customer_id, ${round}::uuid, g.before, g.before is null, ${ctx.now}, g.customer_id
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as g(customer_id uuid, before jsonb)
    on conflict (customer_id, round_id) do nothing`.execute(ctx.db)
}
