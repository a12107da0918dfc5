import { sql } from 'kysely'
import type { Language } from '../../../core/kit/words.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { readShop } from '../../../platform/actions/services.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { sayMoney } from '../../../core/kit/money.ts'
import { pickPlaces } from '../../../understand/recommendations/pick-items.ts'
import { type ListMode, listModes } from '../../../understand/recommendations/settings.ts'
import { type SimpleBlock, simpleBlocks } from '../blocks/blocks.ts'
import type { TemplateContent } from '../content/content.ts'
import type { Values } from './fill-template.ts'

type ProductBlock = Extract<SimpleBlock, { kind: 'product' }>
/** As templates name it. */
export type ShownProduct = { readonly code: string; readonly name: string; readonly price: string | null; readonly category: string | null }
/** For each block that shows products, which. */
export type BlockProducts = Readonly<Record<string, readonly ShownProduct[]>>

export const withProducts = (values: Values, blockProducts: BlockProducts = {}): Values => ({ ...values, blockProducts })

/** For each customer the products of each block, in the order of the customers. */
export async function productsShown(
  services: Pick<Services, 'database'>,
  content: TemplateContent,
  language: Language,
  customerIds: readonly string[],
): Promise<BlockProducts[]> {
  const blocks =
    content.form === 'mail' ? simpleBlocks(content.texts[language]?.blocks ?? []).filter((block) => block.kind === 'product') : []
  if (blocks.length === 0) return customerIds.map(() => ({}))
  const { db } = services.database
  const recommended = blocks.some(({ by }) => by === 'recommended')
  const lists = recommended ? await readLists(db, customerIds) : new Map<string, List>()
  const popular = recommended ? await readPopular(db) : []
  const codes = [
    ...blocks.filter(({ by }) => by === 'code').map(({ code }) => code),
    ...popular,
    ...[...lists.values()].flatMap((list) => list.codes),
  ]
  const products = await readProducts(services, db, codes, language)
  return customerIds.map((id) =>
    Object.fromEntries(blocks.map((block) => [block.id, shownIn(block, ownOf(block, lists.get(id)), popular, products)])),
  )
}

function shownIn(block: ProductBlock, own: readonly string[], popular: readonly string[], products: ReadonlyMap<string, ShownProduct>) {
  const asked = block.by === 'code' ? [block.code] : own.length > 0 || block.instead === 'nothing' ? own : popular
  return asked.flatMap((code) => products.get(code) ?? []).slice(0, block.by === 'code' ? 1 : block.count)
}

const most = 4

type List = { readonly codes: readonly string[]; readonly because: readonly string[]; readonly mode: string | null }

/** Of a customer's list what the block asks for, or the firm's settings where it says nothing. */
function ownOf({ items }: ProductBlock, list: List | undefined): string[] {
  if (!list) return []
  // Templates of before say nothing of it.
  const mode: ListMode = listModes.find((one) => one === items) ?? listModes.find((one) => one === list.mode) ?? 'new'
  return pickPlaces(list.codes, list.because, mode, most * 3).flatMap((place) => list.codes[place] ?? [])
}

/** Nobody who refuses personalisation has a list. */
async function readLists(db: Db, customerIds: readonly string[]): Promise<Map<string, List>> {
  const { rows } = await sql<List & { readonly customer_id: string }>`select r.customer_id, r.codes, r.because, s.body ->> 'mode' as mode
    from recommendations r left join recommendation_sets s on s.id = r.set_id join customers c on c.id = r.customer_id and not c.no_personalisation
    where r.customer_id = any(${customerIds}::uuid[]) and r.codes is not null`.execute(db)
  return new Map(rows.map((row) => [row.customer_id, row]))
}

async function readPopular(db: Db): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select code from products
    where on_sale and recommended and (stock is null or stock > 0) and buyers > 0 order by buyers desc, id limit ${most}`.execute(db)
  return rows.map(({ code }) => code)
}

type Row = { code: string; name: string; price: number | null; category: string | null }

/** What is no longer on sale is shown to nobody. */
async function readProducts(
  { database }: Pick<Services, 'database'>,
  db: Db,
  codes: readonly string[],
  language: Language,
): Promise<Map<string, ShownProduct>> {
  const { currency } = await readShop(database, db)
  const { rows } =
    await sql<Row>`select code, name, price, category from products where code = any(${[...new Set(codes)]}) and on_sale`.execute(db)
  return new Map(
    rows.map(({ price, ...row }) => [row.code, { ...row, price: price === null ? null : sayMoney(Number(price), currency, language) }]),
  )
}
