import { sql } from 'kysely'
import type { Ctx } from '../actions/context.ts'

/** What is to be done in the background, as a row of `work`. */
export type WorkAsked = { readonly kind: string; readonly input?: object; readonly progress?: object }

/** @returns the id of the work, which waits from here on */
export async function askForWork(ctx: Ctx, { kind, input = {}, progress = {} }: WorkAsked): Promise<string> {
  const id = ctx.newId()
  await sql`insert into work (id, kind, state, input, progress, created_at, updated_at)
    values (${id}, ${kind}, 'waiting', ${JSON.stringify(input)}::jsonb, ${JSON.stringify(progress)}::jsonb, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  return id
}

/** Stops work that waits at once, and tells who is at it that it is wanted no more. @returns its id, null where there is none */
export async function stopWork(ctx: Ctx, kind: string): Promise<string | null> {
  const { rows } = await sql<{
    id: string
  }>`update work set state = case when state = 'waiting' then 'stopped' else 'stopping' end, updated_at = ${ctx.now}
    where kind = ${kind} and state in ('waiting', 'running') returning id`.execute(ctx.db)
  return rows[0]?.id ?? null
}
