import { sql } from 'kysely'
import type { Language } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { publishTiers, saveTierDraft } from '../../../understand/tiers/actions.ts'
import type { Scheme, Tier } from '../../../understand/tiers/scheme.ts'
import { suggestTiers } from '../../../understand/tiers/server/suggest-tiers.ts'

const names = {
  first: { zh: '春季分级', en: 'Our first tiers' },
  second: { zh: '调整后的分级', en: 'Tiers, second thoughts' },
} as const

/** On the first morning the shop puts the suggested tiers in force, each valid for a quarter so that ninety days tell something. */
export async function setUpTiers(ctx: Ctx, language: Language): Promise<void> {
  const { scheme } = await suggestTiers(ctx)
  await putInForce(
    ctx,
    names.first[language],
    changed(scheme, (tier) => (tier.validity.kind === 'days' ? { validity: { kind: 'days', days: 60 }, graceDays: 30 } : {})),
  )
}

/** Half-way it promises its VIPs one thing more, in a second version. */
export async function changeTiers(ctx: Ctx, language: Language): Promise<void> {
  const { rows } = await sql<{ body: Scheme }>`select body from tier_schemes where state = 'published'`.execute(ctx.db)
  const [now] = rows
  if (!now) return
  const tasting = { name: { zh: '新茶品鉴会', en: 'Tasting of new teas' }, kind: 'access', cost: 8_000 } as const
  await putInForce(
    ctx,
    names.second[language],
    changed(now.body, (tier) => (tier.key === 'vip' ? { benefits: [...tier.benefits, tasting] } : {})),
  )
}

const changed = (scheme: Scheme, to: (tier: Tier) => Partial<Tier>): Scheme => ({
  ...scheme,
  tiers: scheme.tiers.map((tier) => ({ ...tier, ...to(tier) })),
})

async function putInForce(ctx: Ctx, name: string, scheme: Scheme): Promise<void> {
  const { id, revision } = await ctx.run(saveTierDraft, { name, scheme })
  await ctx.run(publishTiers, { id, revision, promises: 'keep' })
}

/** Takes the sample’s versions away, and the tiers of everybody unless somebody has put a scheme of their own in force. */
export async function removeTiers(ctx: Ctx): Promise<void> {
  await sql`delete from tier_schemes where published_by = 'sample-shop' or created_by = 'sample-shop'`.execute(ctx.db)
  const gone = sql`not exists (select 1 from tier_schemes where state = 'published')`
  await sql`delete from customer_tiers where ${gone}`.execute(ctx.db)
  await sql`delete from tier_moves where ${gone}`.execute(ctx.db)
}
