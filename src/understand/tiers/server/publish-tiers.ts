import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { alone } from '../../../platform/event-log/refresh-lock.ts'
import { everyone } from '../../../platform/event-log/news.ts'
import { findRuleUses, type RuleMatch, sayUses } from '../../../platform/records/rule-uses.ts'
import type * as actions from '../actions.ts'
import type { Scheme, SchemeRow } from '../scheme.ts'
import { judgedTiers } from './judge-tiers.ts'
import { checkScheme, readPublished } from './open-scheme.ts'
import { refusal } from './save-drafts.ts'
import { writeTiersOfAll } from './write-tiers.ts'

/**
 * Puts a draft in force: everybody is asked at once, in this one transaction, so that whatever breaks it off leaves the old
 * scheme whole. No log is told: nobody did anything, only the ruler changed.
 * @throws Problem rule.*, tiers.*, record.missing
 */
export async function publishTiers(
  ctx: Ctx,
  { id, revision, promises }: InputOf<typeof actions.publishTiers>,
): Promise<AnswerOf<typeof actions.publishTiers>> {
  await alone.execute(ctx.db)
  const draft = await readDraft(ctx, id, revision)
  const dictionary = await ctx.dictionary('customer')
  const scheme = checkScheme(draft.body, dictionary)
  const before = await readPublished(ctx)
  await refuseLostTiers(ctx, scheme, before?.body ?? null)
  const version = await putInForce(ctx, id, promises)
  const judged = await judgedTiers(ctx, { scheme, dictionary, ids: null, promises, isNewScheme: true })
  const moved = await writeTiersOfAll(ctx, judged, version)
  const segments = ctx.registry.refreshers.find(({ name }) => name === 'segments')
  await segments?.refresh(ctx, everyone)
  return { version, moved }
}

async function readDraft(ctx: Ctx, id: string, revision: number): Promise<SchemeRow> {
  const { rows } =
    await sql<SchemeRow>`select id, name, state, version, body, revision from tier_schemes where id = ${id} and state = 'draft' and revision = ${revision}`.execute(
      ctx.db,
    )
  if (!rows[0]) throw await refusal(ctx, id)
  return rows[0]
}

async function putInForce(ctx: Ctx, id: string, promises: string): Promise<number> {
  await sql`update tier_schemes set state = 'retired', retired_at = ${ctx.now} where state = 'published'`.execute(ctx.db)
  const { rows } = await sql<{
    version: number
  }>`update tier_schemes set state = 'published', version = (select coalesce(max(version), 0) + 1 from tier_schemes),
      promises = ${promises}, published_at = ${ctx.now}, published_by = ${ctx.actor.name}, updated_at = ${ctx.now} where id = ${id} returning version`.execute(
    ctx.db,
  )
  return rows[0]?.version ?? 1
}

/** A tier that somebody’s rule asks for stays. @throws Problem tiers.in-use */
async function refuseLostTiers(ctx: Ctx, scheme: Scheme, before: Scheme | null): Promise<void> {
  const lost = before?.tiers.filter((old) => !scheme.tiers.some((tier) => tier.key === old.key)) ?? []
  for (const { key, label } of lost) {
    const uses = await findRuleUses(ctx, asksForTier(key))
    if (uses.length > 0) throw new Problem('tiers.in-use', { name: label, names: sayUses(uses) })
  }
}

function asksForTier(key: string): RuleMatch {
  const said = JSON.stringify(key)
  const path = `$.** ? (exists(@.tier[*] ? (@ == ${said})) || (@.field == "tier" && exists(@.value[*] ? (@ == ${said}))))`
  return (column) => sql`${column} @? ${path}::jsonpath`
}
