import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { readCustomerRecommendations } from '../actions.ts'
import { sayHad, sayNothing, sayNothingAgain, sayPopular, sayTogether } from '../say-reason.ts'
import type { ListMode } from '../settings.ts'
import { listPart } from './list-part.ts'
import { hasBought, mayOffer } from './may-offer.ts'
import { currentSet, readSettings, type SetRow } from './sets.ts'

type Answer = AnswerOf<typeof readCustomerRecommendations>
type Standing = { readonly np: boolean; readonly restricted: boolean; readonly listed_at: Date | null }
type Row = {
  readonly code: string
  readonly name: string
  readonly category: string | null
  readonly price: number | null
  readonly stock: number | null
  readonly buyers: number
  /** Null: bought before, which the reader may not know. */
  readonly had: string | null
  readonly had_name: string | null
  readonly together: number | null
  readonly had_buyers: number | null
}

/** What is recommended to one customer, and why; or why nothing is. */
export async function answerCustomer(ctx: Ctx, { id, items }: InputOf<typeof readCustomerRecommendations>): Promise<Answer> {
  const { rows } =
    await sql<Standing>`select c.no_personalisation as np, exists (select 1 from restrictions x where x.customer_id = c.id) as restricted,
      (select recommended_at from recommendations r where r.customer_id = c.id) as listed_at
    from customers c where c.id = ${id}`.execute(ctx.db)
  const standing = rows[0]
  if (!standing) throw new Problem('record.missing', { what: { zh: '客户', en: 'Customer' } })
  const set = await currentSet(ctx.db)
  const settings = await readSettings(ctx.db)
  const mode = items ?? set?.body.mode ?? settings.mode
  const shared = { mode, method: set?.body.kind ?? null, refused: await readRefused(ctx, id) }
  const none = (state: Exclude<Answer['state'], 'listed'>): Answer => ({
    ...shared,
    asOf: set?.made_at.toISOString() ?? null,
    state,
    words: state === 'nothing-left' && mode === 'repeat' ? sayNothingAgain : sayNothing[state],
    products: [],
  })
  if (standing.np) return none('no-personalisation')
  if (standing.restricted) return none('restricted')
  if (!set) return none('not-made')
  const products = standing.listed_at ? await listed(ctx, id, mode, settings.length) : await popular(ctx, id, set, mode, settings.length)
  if (products.length === 0) return none('nothing-left')
  return {
    ...shared,
    asOf: (standing.listed_at ?? set.made_at).toISOString(),
    state: 'listed',
    words: null,
    products: products.map(asProduct),
  }
}

const shown = sql`p.code, p.name, p.category, p.price, p.stock::float8 as stock, p.buyers`

async function listed({ db }: Ctx, id: string, mode: ListMode, length: number): Promise<Row[]> {
  const { rows } = await sql<Row>`select ${shown}, x.had, h.name as had_name, k.together, k.buyers as had_buyers
    from recommendations r cross join ${listPart(mode, length)} join products p on p.code = x.code
      left join products h on h.code = x.had left join recommendation_pairs k on k.product = x.had and k.other = x.code
    where r.customer_id = ${id} and ${mayOffer} order by x.place`.execute(db)
  return rows
}

/** For somebody without a list, who has bought nothing yet: what most buy. */
async function popular({ db }: Ctx, id: string, { body }: SetRow, mode: ListMode, length: number): Promise<Row[]> {
  if (mode === 'repeat') return []
  const { rows } = await sql<Row>`select ${shown}, '' as had, null as had_name, null as together, null as had_buyers
    from unnest(${body.popular}::text[]) with ordinality as x(code, place) join products p on p.code = x.code
    where ${mayOffer} and not ${hasBought(sql`${id}::uuid`, sql`x.code`)}
      and not exists (select 1 from recommendation_refusals f where f.customer_id = ${id} and f.product = x.code)
    order by x.place limit ${length}`.execute(db)
  return rows
}

function asProduct({ code, name, category, price, stock, ...row }: Row): Answer['products'][number] {
  return { code, name, category, price, stock, reason: reasonOf({ code, ...row }) }
}

function reasonOf(
  row: Pick<Row, 'code' | 'had' | 'had_name' | 'together' | 'had_buyers' | 'buyers'>,
): Answer['products'][number]['reason'] {
  const { code, had, had_name, together, had_buyers, buyers } = row
  if (had === code) return { kind: 'had', words: sayHad, product: had, together: null, buyers }
  if (had === null || had === '' || together === null || had_buyers === null)
    return { kind: 'popular', words: sayPopular(buyers), product: null, together: null, buyers }
  return { kind: 'together', words: sayTogether(had_name ?? had, together, had_buyers), product: had, together, buyers: had_buyers }
}

async function readRefused({ db }: Ctx, id: string): Promise<Answer['refused']> {
  const { rows } = await sql<{
    code: string
    name: string
    at: Date
    by: string
  }>`select f.product as code, coalesce(p.name, f.product) as name,
      f.refused_at as at, f.by_name as by
    from recommendation_refusals f left join products p on p.code = f.product where f.customer_id = ${id} order by f.refused_at desc limit 200`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
