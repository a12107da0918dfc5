import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Language } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { customerPrivacy as definition } from '../actions.ts'
import type { checkCertificate as checking, listErasures as listing } from '../erasure-actions.ts'
import { isGenuine } from './certificate.ts'
import { type ErasureRow, shownErasure } from './erasure-rows.ts'
import { progressOf } from './export-progress.ts'
import { type RequestRow, shownRequests } from './request-rows.ts'
import { hashesOf } from './restrict-customer.ts'

type Restriction = { since: Date; reason: string; note: string | null; by_name: string }
type ExportRow = {
  id: string
  state: AnswerOf<typeof definition>['exports'][number]['state']
  language: Language
  progress: unknown
  size: number | null
  fetched: number
  last_fetched_at: Date | null
  created_at: Date
  expires_at: Date | null
}

export async function customerPrivacy(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const restrictions = await sql<Restriction>`select since, reason, note, by_name from restrictions where customer_id = ${id}`.execute(
    ctx.db,
  )
  const requests = await sql<RequestRow>`select r.* from privacy_requests r where r.about_id = ${id}
    or r.about_id in (select customer_id from merged_customers where into_id = ${id}) order by r.received_at desc limit 20`.execute(ctx.db)
  const exports = await sql<ExportRow>`select * from privacy_exports where about_id = ${id} order by created_at desc limit 5`.execute(
    ctx.db,
  )
  const erasures =
    await sql<ErasureRow>`select * from erasures where ${id}::uuid = any(customer_ids) and state in ('asked', 'running') limit 1`.execute(
      ctx.db,
    )
  const restriction = restrictions.rows[0]
  return {
    restriction: restriction
      ? { since: restriction.since.toISOString(), reason: restriction.reason, note: restriction.note, by: restriction.by_name }
      : null,
    suppressed: await suppressedKinds(ctx, id),
    requests: await shownRequests(ctx, requests.rows),
    exports: exports.rows.map(shownExport),
    erasure: erasures.rows[0] ? shownErasure(ctx, erasures.rows[0]) : null,
  }
}

async function suppressedKinds(ctx: Ctx, id: string): Promise<string[]> {
  const hashes = [...(await hashesOf(ctx, id)).keys()]
  const { rows } = await sql<{
    kind: string
  }>`select distinct kind from suppressions where hash = any(${hashes}::text[]) and lifted_at is null order by kind`.execute(ctx.db)
  return rows.map((row) => row.kind)
}

function shownExport(row: ExportRow): AnswerOf<typeof definition>['exports'][number] {
  return {
    id: row.id,
    state: row.state,
    language: row.language,
    ...progressOf(row.progress),
    size: row.size === null ? null : Number(row.size),
    fetched: row.fetched,
    lastFetchedAt: row.last_fetched_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  }
}

export async function listErasures(ctx: Ctx, { limit }: InputOf<typeof listing>): Promise<AnswerOf<typeof listing>> {
  const { rows } = await sql<ErasureRow>`select * from erasures order by asked_at desc, id limit ${limit}`.execute(ctx.db)
  return { rows: rows.map((row) => shownErasure(ctx, row)) }
}

/** The text as it was handed over, its two last lines included: hash and signature. */
export async function checkCertificate(ctx: Ctx, { text }: InputOf<typeof checking>): Promise<AnswerOf<typeof checking>> {
  const none = { genuine: false, erasureId: null, doneAt: null }
  const parts = /^([^]*)\nSHA-256: ([0-9a-f]{64})\nSignature: ([\w-]{43})\s*$/.exec(text.replaceAll('\r\n', '\n'))
  const [, body = '', hash = '', signature = ''] = parts ?? []
  if (!parts || !isGenuine(ctx.services.secrets, body, signature)) return none
  const { rows } = await sql<{
    id: string
    done_at: Date
  }>`select id, done_at from erasures where certificate_hash = ${hash} and state = 'done'`.execute(ctx.db)
  return rows[0] ? { genuine: true, erasureId: rows[0].id, doneAt: rows[0].done_at.toISOString() } : none
}
