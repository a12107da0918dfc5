import { sql } from 'kysely'
import { type Action, type AnswerOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { deleteCampaign } from '../../../act/campaigns/actions.ts'
import { deleteJourney } from '../../../act/journeys/actions.ts'
import { deleteTemplate } from '../../../act/messages/template-actions.ts'
import { removeCustomers } from '../../../know/imports/server/undo-created.ts'
import { askForCount } from '../../../know/products/server/count-due.ts'
import { sampleProducts } from '../../../know/sample-shop/products.ts'
import { readSampleState } from '../../../know/sample-shop/server/load-sample-shop.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { alone } from '../../../platform/event-log/refresh-lock.ts'
import { everyone } from '../../../platform/event-log/news.ts'
import { deleteSegment } from '../../../understand/segments/actions.ts'
import { segmentsRefresher } from '../../../understand/segments/server/refresh-segments.ts'
import type { removeSampleShop as definition } from '../progress.ts'
import { removeChannels } from './set-up-channels.ts'
import { removeFirm } from './set-up-firm.ts'
import { removePlans } from './set-up-plans.ts'
import { removeTiers } from './set-up-tiers.ts'
import { readStory, type StoryState } from './story-state.ts'
import { storySource } from './take-in-news.ts'

/** Takes all of the sample away in one transaction. @throws Problem sample-shop.none, sample-shop.still-loading */
export async function removeSampleShop(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const sample = await readSampleState(ctx)
  if (!sample) throw new Problem('sample-shop.none')
  if (sample.state === 'loading') throw new Problem('sample-shop.still-loading')
  await alone.execute(ctx.db)
  const story = await readStory(ctx.db)
  const kept = [
    ...(await removeEach(ctx, 'campaigns', deleteCampaign, campaignsOf(story))),
    ...(await removeEach(ctx, 'journeys', deleteJourney, [...Object.values(story?.journeys ?? {}), ...(story?.ready?.journeys ?? [])])),
    ...(await removeEach(ctx, 'segments', deleteSegment, Object.values(story?.segments ?? {}))),
    ...(await removeEach(ctx, 'templates', deleteTemplate, [
      ...(story?.campaigns ? [story.campaigns.template] : []),
      ...(story?.campaigns?.letter ? [story.campaigns.letter] : []),
      ...Object.values(story?.templates ?? {}),
      ...(story?.ready?.templates ?? []),
    ])),
  ]
  await removeChannels(ctx, story?.campaigns?.accounts ?? [])
  await removeTiers(ctx)
  await removePlans(ctx)
  const customers = await sampleCustomers(ctx, sample.imports)
  await sql`delete from purchase_numbers where customer_id = any(${customers}::uuid[])`.execute(ctx.db)
  await removeCustomers(ctx.db, customers)
  await removeProducts(ctx)
  // Whom one's own segments had of the sample is gone: each says at once how many it has now.
  await segmentsRefresher.refresh(ctx, everyone)
  if (story?.firm) kept.push(...(await removeFirm(ctx, story.firm)))
  await sql`update imports set state = 'undone', undone_at = ${ctx.now} where id = any(${sample.imports}::uuid[])`.execute(ctx.db)
  await sql`delete from rfm_thresholds where not exists (select 1 from metrics where purchase_count > 0)`.execute(ctx.db)
  await sql`delete from firm_rhythms where not exists (select 1 from rhythms)`.execute(ctx.db)
  await sql`delete from prediction_grades where not exists (select 1 from predictions)`.execute(ctx.db)
  await sql`delete from prediction_sets where not exists (select 1 from predictions)`.execute(ctx.db)
  for (const made of ['recommendation_pairs', 'recommendation_sets'])
    await sql`delete from ${sql.id(made)} where not exists (select 1 from recommendations)`.execute(ctx.db)
  for (const found of ['discoveries', 'discovery_weeks'])
    await sql`delete from ${sql.id(found)} where not exists (select 1 from metrics where purchase_count > 0)`.execute(ctx.db)
  await sql`delete from settings where name in ('sample-shop', 'sample-story')`.execute(ctx.db)
  return { customers: customers.length, kept }
}

const campaignsOf = (story: StoryState | null) => [story?.campaigns?.autumn, story?.campaigns?.festive].filter((id) => id !== undefined)

/** What only the sample sold, with the costs and stocks that were written to it. */
async function removeProducts(ctx: Ctx): Promise<void> {
  const codes = sampleProducts.map(({ code }) => code)
  await sql`delete from products p where p.code = any(${codes}::text[]) and p.import_id is null
    and not exists (select 1 from purchase_lines l where l.product = p.code)`.execute(ctx.db)
  await askForCount(ctx)
}

/** Whom its imports or its till brought. */
async function sampleCustomers(ctx: Ctx, imports: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from customers where import_id = any(${imports}::uuid[])
    union select customer_id from events where source = ${storySource} and kind = 'customer.created' order by 1`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** What somebody's own journeys or segments use stays, and is named. */
async function removeEach(
  ctx: Ctx,
  table: 'campaigns' | 'journeys' | 'segments' | 'templates',
  action: Action,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from ${sql.id(table)} where id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  const kept: string[] = []
  for (const { id, name } of rows) {
    try {
      await ctx.run(action, { id })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      kept.push(name)
    }
  }
  return kept
}
