import { sql } from 'kysely'
import type { AttachedFile } from '../../core/kit/attached-file.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'

type Use = {
  /** What they hang on, e.g. `interaction:0190a6e2-…`. */
  readonly usedBy: string
  /** The files that shall hang on it, in their order. */
  readonly ids: readonly string[]
  /** Those that hang on it now. */
  readonly had: readonly AttachedFile[]
}

/**
 * Hangs uploaded files on something and lets go of those that no longer hang on it. Only files that one has uploaded
 * oneself and that nothing else uses can be hung up.
 * @throws Problem file.missing
 */
export async function hangFiles(ctx: Ctx, { usedBy, ids, had }: Use): Promise<AttachedFile[]> {
  const wanted = [...new Set(ids)]
  const fresh = wanted.filter((id) => !had.some((file) => file.id === id))
  const taken = await takeFiles(ctx, usedBy, fresh)
  const gone = had.filter((file) => !wanted.includes(file.id))
  await releaseFiles(
    ctx,
    gone.map((file) => file.id),
  )
  const all = new Map([...had, ...taken].map((file) => [file.id, file]))
  return wanted.flatMap((id) => all.get(id) ?? [])
}

async function takeFiles(ctx: Ctx, usedBy: string, ids: readonly string[]): Promise<AttachedFile[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<AttachedFile>`update kept_files set used_by = ${usedBy}, released_at = null
    where id = any(${ids}::uuid[]) and used_by is null and created_by = ${ctx.actor.id} returning id, name, type, size`.execute(ctx.db)
  if (rows.length < ids.length) throw new Problem('file.missing', { path: 'attachments' })
  return rows
}

/** What nothing uses is cleared a day later. */
export async function releaseFiles(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update kept_files set used_by = null, released_at = ${ctx.now} where id = any(${ids}::uuid[])`.execute(ctx.db)
}
