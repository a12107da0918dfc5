import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { SegmentUse } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { addExclusion as definition } from '../actions.ts'

type Row = {
  readonly id: string
  readonly product: string | null
  readonly category: string | null
  readonly segment_id: string | null
  readonly with_product: string | null
}
type What = { readonly product: string | null; readonly category: string | null }

export type Exclusions = {
  /** In the order of the bits of a customer's mask. */
  readonly segments: readonly string[]
  readonly of: (segment: string) => readonly What[]
  readonly besides: readonly { readonly product: string; readonly what: readonly What[] }[]
}

const mostExclusions = 200
/** The bits of a whole number. */
const mostSegments = 30

export async function readExclusions(db: Db): Promise<Exclusions> {
  const { rows } =
    await sql<Row>`select id, product, category, segment_id, with_product from recommendation_exclusions order by created_at, id`.execute(
      db,
    )
  const segments = [...new Set(rows.flatMap((row) => row.segment_id ?? []))]
  const products = [...new Set(rows.flatMap((row) => row.with_product ?? []))]
  return {
    segments,
    of: (segment) => rows.filter((row) => row.segment_id === segment),
    besides: products.map((product) => ({ product, what: rows.filter((row) => row.with_product === product) })),
  }
}

/** @throws Problem recommendation.exclusion-empty, recommendation.unknown-product, record.missing, recommendation.too-many-exclusions */
export async function addExclusion(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ id: string }> {
  const { product = null, category = null, segmentId = null, withProduct = null, note = null } = input
  const hasOne = (product === null) !== (category === null) && (segmentId === null) !== (withProduct === null)
  if (!hasOne) throw new Problem('recommendation.exclusion-empty')
  for (const code of [product, withProduct]) if (code !== null) await refuseUnknown(ctx, code)
  await sql`select pg_advisory_xact_lock(hashtext('recommendation_exclusions'))`.execute(ctx.db)
  if (segmentId !== null) {
    const { rows } = await sql`select 1 from segments where id = ${segmentId}`.execute(ctx.db)
    if (rows.length === 0) throw new Problem('record.missing', { what: { zh: '细分', en: 'Segment' } })
  }
  const { rows } = await sql<{ n: number; segments: number }>`select count(*) as n,
    count(distinct segment_id) filter (where segment_id is distinct from ${segmentId}::uuid) as segments from recommendation_exclusions`.execute(
    ctx.db,
  )
  const full = (rows[0]?.n ?? 0) >= mostExclusions || (segmentId !== null && (rows[0]?.segments ?? 0) >= mostSegments)
  if (full) throw new Problem('recommendation.too-many-exclusions', { most: mostExclusions, segments: mostSegments })
  const id = ctx.newId()
  await sql`insert into recommendation_exclusions (id, product, category, segment_id, with_product, note, created_by, created_at)
    values (${id}, ${product}, ${category}, ${segmentId}::uuid, ${withProduct}, ${note}, ${ctx.actor.id}, ${ctx.now})`.execute(ctx.db)
  return { id }
}

/** @throws Problem recommendation.exclusion-missing */
export async function removeExclusion(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  const { rows } = await sql`delete from recommendation_exclusions where id = ${id} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('recommendation.exclusion-missing')
  return { id }
}

/** @throws Problem recommendation.unknown-product */
export async function refuseUnknown(ctx: Ctx, code: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from products where code = ${code}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('recommendation.unknown-product', { code })
  return rows[0].name
}

/** A segment that something is kept from cannot be deleted. */
export async function exclusionUses(db: Db, segmentId: string): Promise<SegmentUse[]> {
  const { rows } = await sql<{
    what: string
  }>`select coalesce(product, category, '') as what from recommendation_exclusions where segment_id = ${segmentId}`.execute(db)
  return rows.map(({ what }) => ({
    kind: { zh: '不推荐的规定', en: 'Exclusion of recommendations' },
    name: what,
    address: '/recommendations',
  }))
}
