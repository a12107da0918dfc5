import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listLikelyBuyers, listRecommendedProducts, readBoughtTogether, readRecommendations } from '../actions.ts'
import { sayMethod } from '../choose-method.ts'
import { wilson } from '../../models/measure/shares.ts'
import { sayHad, sayPopular, sayTogether } from '../say-reason.ts'
import { workKind } from './ask-making.ts'
import { refuseUnknown } from './exclusions.ts'
import { listPart } from './list-part.ts'
import { currentSet, readSettings, type SetRow } from './sets.ts'

type State = AnswerOf<typeof readRecommendations>

export async function answerState(ctx: Ctx): Promise<State> {
  const set = await currentSet(ctx.db)
  return {
    asOf: ctx.now.toISOString(),
    work: await readWork(ctx),
    settings: await readSettings(ctx.db),
    exclusions: await readLines(ctx),
    set: set && toldSet(set),
  }
}

function toldSet({ body, made_at, customers }: SetRow): NonNullable<State['set']> {
  const { kind, trials, words, verdict, lambda, mode, minBuyers, trial, buyers, withoutPersonal, learnt, offered, shown, leftOut } = body
  return {
    madeAt: made_at.toISOString(),
    method: kind,
    trials: trials.map((each) => ({ ...each, label: sayMethod(each.kind) })),
    words,
    verdict,
    lambda,
    mode,
    minBuyers,
    trial,
    customers,
    buyers,
    withoutPersonal,
    learnt,
    offered,
    shown,
    leftOut,
  }
}

type WorkRow = {
  readonly id: string
  readonly state: NonNullable<State['work']>['state']
  readonly phase: string | null
  readonly share: number | null
  readonly failure: string | null
}

async function readWork({ db }: Ctx): Promise<State['work']> {
  const { rows } =
    await sql<WorkRow>`select id, state, progress ->> 'phase' as phase, (progress ->> 'share')::float8 as share, failure #>> '{}' as failure
    from work where kind = ${workKind} order by created_at desc limit 1`.execute(db)
  const [row] = rows
  return row ? { ...row, share: row.share ?? 0 } : null
}

async function readLines({ db }: Ctx): Promise<State['exclusions']> {
  const { rows } = await sql<{
    id: string
    product: string | null
    product_name: string | null
    category: string | null
    segment_id: string | null
    segment_name: string | null
    with_product: string | null
    with_name: string | null
    note: string | null
  }>`select e.id, e.product, p.name as product_name, e.category, e.segment_id, s.name as segment_name, e.with_product, w.name as with_name, e.note
    from recommendation_exclusions e left join products p on p.code = e.product left join products w on w.code = e.with_product
      left join segments s on s.id = e.segment_id order by e.created_at, e.id`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    product: row.product,
    productName: row.product_name,
    category: row.category,
    segmentId: row.segment_id,
    segmentName: row.segment_name,
    withProduct: row.with_product,
    withProductName: row.with_name,
    note: row.note,
  }))
}

/** Each product with how many lists it stands in; only lists that the reader may see are counted. */
export async function answerProducts(
  ctx: Ctx,
  { search, limit, offset }: InputOf<typeof listRecommendedProducts>,
): Promise<AnswerOf<typeof listRecommendedProducts>> {
  const { db } = ctx
  const wanted = search ? sql`and (p.name ilike ${like(search)} or p.code ilike ${like(search)})` : sql``
  const { rows } = await sql<{
    code: string
    name: string
    category: string | null
    price: number | null
    listed: number
    buyers: number
    total: number
  }>`select p.code, p.name, p.category, p.price, l.listed, p.buyers, count(*) over () as total
    from (select x.code, count(*) as listed from recommendations r cross join ${await shownPart(ctx)} group by x.code) l
    join products p on p.code = l.code where true ${wanted} order by l.listed desc, p.code limit ${limit} offset ${offset}`.execute(db)
  const { rows: counted } = await sql<{ n: number }>`select count(*) as n from recommendations where likely_codes is not null`.execute(db)
  return {
    total: rows[0]?.total ?? 0,
    customers: counted[0]?.n ?? 0,
    products: rows.map(({ code, name, category, price, listed, buyers }) => ({ code, name, category, price, listed, buyers })),
  }
}

/** Of each list the part that the firm shows. */
async function shownPart({ db }: Ctx): Promise<RawBuilder<unknown>> {
  const [set, { mode, length }] = [await currentSet(db), await readSettings(db)]
  return listPart(set?.body.mode ?? mode, length)
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`

/** @throws Problem recommendation.unknown-product */
export async function answerTogether(ctx: Ctx, { code }: { code: string }): Promise<AnswerOf<typeof readBoughtTogether>> {
  const name = await refuseUnknown(ctx, code)
  const set = await currentSet(ctx.db)
  const { rows } = await sql<{ code: string; name: string; together: number; buyers: number; other_buyers: number }>`select k.other as code,
      coalesce(p.name, k.other) as name, k.together, k.buyers, k.other_buyers
    from recommendation_pairs k left join products p on p.code = k.other where k.product = ${code} and k.place > 0 order by k.place limit 8`.execute(
    ctx.db,
  )
  const all = set?.body.buyers ?? 0
  return {
    asOf: set?.made_at.toISOString() ?? null,
    code,
    name,
    buyers: rows[0]?.buyers ?? 0,
    others: rows
      .toSorted((a, b) => b.together - a.together)
      .map((row) => {
        const share = wilson(row.together, row.buyers)
        const usual = all > 0 ? row.other_buyers / all : 0
        return { code: row.code, name: row.name, together: row.together, share, usual, lift: usual > 0 ? share.value / usual : 0 }
      }),
  }
}

type Likely = {
  readonly id: string
  readonly name: string | null
  readonly place: number
  readonly had: string
  readonly had_name: string | null
  readonly together: number | null
  readonly had_buyers: number | null
  readonly total: number
}

/** In whose list the product stands, those first in whose list it stands first. @throws Problem recommendation.unknown-product */
export async function answerLikely(
  ctx: Ctx,
  { code, limit }: InputOf<typeof listLikelyBuyers>,
): Promise<AnswerOf<typeof listLikelyBuyers>> {
  await refuseUnknown(ctx, code)
  const { rows } =
    await sql<Likely>`select c.id, c.name, x.place, x.had, h.name as had_name, k.together, k.buyers as had_buyers, count(*) over () as total
    from recommendations r join customers c on c.id = r.customer_id
      cross join ${await shownPart(ctx)}
      left join products h on h.code = x.had left join recommendation_pairs k on k.product = x.had and k.other = x.code
    where r.codes @> array[${code}::text] and x.code = ${code} and not c.no_personalisation
    order by x.place, k.together::float8 / nullif(k.buyers, 0) desc nulls last, c.id limit ${limit}`.execute(ctx.db)
  const { rows: product } = await sql<{ buyers: number }>`select buyers from products where code = ${code}`.execute(ctx.db)
  return {
    total: rows[0]?.total ?? 0,
    customers: rows.map(({ id, name, place, had, had_name, together, had_buyers }) => {
      const words =
        had === code
          ? sayHad
          : had === '' || together === null || had_buyers === null
            ? sayPopular(product[0]?.buyers ?? 0)
            : sayTogether(had_name ?? had, together, had_buyers)
      return { id, name, place, words }
    }),
  }
}
