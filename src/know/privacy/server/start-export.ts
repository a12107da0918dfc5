import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { requireFreshFor } from '../../../platform/access/require-fresh.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customer } from '../../customers/customer.ts'
import type * as actions from '../export-actions.ts'
import { checkReach } from './check-reach.ts'
import { exportPath } from './export-place.ts'
import { exportToken } from './export-token.ts'
import { exportedTables } from './gather-person.ts'
import { findRequest } from './request-rows.ts'

/** @throws Problem record.missing, privacy.unverified: a copy goes to nobody who may be somebody else */
export async function startExport(
  ctx: Ctx,
  { customerId, requestId, language }: InputOf<typeof actions.startExport>,
): Promise<AnswerOf<typeof actions.startExport>> {
  await requireFreshFor('exports', ctx)
  const known = await sql`select 1 from customers where id = ${customerId}`.execute(ctx.db)
  if (known.rows.length === 0) throw new Problem('record.missing', { path: 'customerId', what: customer.label })
  if (requestId) {
    const request = await findRequest(ctx, requestId)
    if (!request.verified_how) throw new Problem('privacy.unverified')
  }
  const id = ctx.newId()
  await sql`insert into privacy_exports (id, about_id, request_id, language, state, progress, created_by, created_at)
    values (${id}, ${customerId}, ${requestId ?? null}, ${language}, 'waiting', ${JSON.stringify({ done: 0, total: exportedTables.length })}::jsonb, ${ctx.actor.name}, ${ctx.now})`.execute(
    ctx.db,
  )
  if (requestId)
    await sql`update privacy_requests set export_id = ${id}, state = case state when 'open' then 'working' else state end, version = version + 1 where id = ${requestId}`.execute(
      ctx.db,
    )
  return { id }
}

/** A copy that waits, is being made, or lies ready goes. */
export async function stopPersonExport(
  ctx: Ctx,
  { id }: InputOf<typeof actions.stopPersonExport>,
): Promise<AnswerOf<typeof actions.stopPersonExport>> {
  const { rows } =
    await sql`update privacy_exports set state = 'stopped', lease_until = null, ended_at = ${ctx.now} where id = ${id} and state in ('waiting', 'running', 'done') returning 1`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw new Problem('export.gone')
  await rm(exportPath(ctx.services.filesFolder, id), { force: true })
  return { id, state: 'stopped' }
}

/** @throws Problem export.gone, export.not-ready */
export async function linkExport(ctx: Ctx, { id }: InputOf<typeof actions.linkExport>): Promise<AnswerOf<typeof actions.linkExport>> {
  await checkReach(ctx, id)
  const { rows } = await sql<{
    state: string
    expires_at: Date | null
  }>`select state, expires_at from privacy_exports where id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (row?.state === 'waiting' || row?.state === 'running') throw new Problem('export.not-ready')
  if (row?.state !== 'done' || !row.expires_at || row.expires_at <= ctx.now) throw new Problem('export.gone')
  const url = `${ctx.services.publicUrl()}/my-data/${exportToken(ctx.services.secrets, id, row.expires_at)}`
  return { url, expiresAt: row.expires_at.toISOString() }
}
