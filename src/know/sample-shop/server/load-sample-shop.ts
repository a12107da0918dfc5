import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Language } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { forgetShop, makeContext } from '../../../platform/actions/services.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { createImport } from '../../imports/actions.ts'
import type { loadSampleShop as definition } from '../actions.ts'
import { sampleShop } from '../make-shop.ts'
import { sampleShopCard } from '../shop.ts'
import { sampleTurns, shopUntil } from '../split-shop.ts'
import { sampleCustomersCsv, samplePurchasesCsv } from '../write-csv.ts'

/** What is remembered of a loading, under the setting `sample-shop`. `at` is the shop's now, an instant in ISO form. */
export type SampleState = {
  readonly state: 'loading' | 'ready'
  readonly imports: readonly string[]
  readonly at: string
  readonly customers: number
  readonly language: Language
}

/**
 * Makes the shop up to now and brings its two files in as anybody's are, as they stood when its played days begin; the
 * imports bear that date. What the shop is called and where it is stays where somebody has said so already.
 * @throws Problem sample-shop.not-empty
 */
export async function loadSampleShop(
  ctx: Ctx,
  { language, customers: size }: InputOf<typeof definition>,
): Promise<AnswerOf<typeof definition>> {
  if (!(await isEmpty(ctx))) throw new Problem('sample-shop.not-empty')
  await nameShop(ctx, language)
  const [begin = ctx.now] = sampleTurns(ctx.now)
  const shop = shopUntil(sampleShop({ now: ctx.now, customers: size }), begin)
  const past = await contextAt(ctx, begin)
  const { timeZone } = sampleShopCard
  const names = language === 'zh' ? ['示例店铺-客户.csv', '示例店铺-消费.csv'] : ['sample-shop-customers.csv', 'sample-shop-purchases.csv']
  const customers = await past.run(createImport, { name: names[0], text: sampleCustomersCsv(shop, language), kind: 'customers', timeZone })
  const purchases = await past.run(createImport, { name: names[1], text: samplePurchasesCsv(shop, language), kind: 'purchases', timeZone })
  const imports = [customers.id, purchases.id]
  await writeSampleState(ctx, { state: 'loading', imports, at: ctx.now.toISOString(), customers: size, language })
  return { imports }
}

/** The same transaction under an earlier clock. */
function contextAt(ctx: Ctx, at: Date): Promise<Ctx> {
  return makeContext({ ...ctx.services, clock: () => at }, ctx.actor, ctx.source, { db: ctx.db, client: ctx.client })
}

export async function isEmpty({ db }: Pick<Ctx, 'db'>): Promise<boolean> {
  const { rows } = await sql`select 1 from customers limit 1`.execute(db)
  const loading = await readSampleState({ db })
  return rows.length === 0 && loading?.state !== 'loading'
}

async function nameShop(ctx: Ctx, language: Language): Promise<void> {
  const value = { name: sampleShopCard.name[language], currency: sampleShopCard.currency, timeZone: sampleShopCard.timeZone }
  const { rows } =
    await sql`insert into settings (name, value, updated_at) values ('shop', ${JSON.stringify(value)}::jsonb, ${ctx.now}) on conflict (name) do nothing returning 1`.execute(
      ctx.db,
    )
  if (rows.length > 0) forgetShop(ctx.services.database)
}

export async function readSampleState({ db }: Pick<Ctx, 'db'>): Promise<SampleState | null> {
  return (await readSetting<SampleState>(db, 'sample-shop')) ?? null
}

export async function writeSampleState(ctx: Ctx, state: SampleState): Promise<void> {
  await saveSetting(ctx, 'sample-shop', state)
}
