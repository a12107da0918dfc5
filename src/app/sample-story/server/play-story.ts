import { workOnCampaigns } from '../../../act/campaigns/server/work-on-editions.ts'
import { runImports } from '../../../know/imports/server/run-imports.ts'
import { sampleShop } from '../../../know/sample-shop/make-shop.ts'
import type { SampleState } from '../../../know/sample-shop/server/load-sample-shop.ts'
import type { SampleShop } from '../../../know/sample-shop/shop.ts'
import { sampleTurns } from '../../../know/sample-shop/split-shop.ts'
import { dayText, shopDayOf } from '../../../know/sample-shop/weigh-days.ts'
import { asSystem, makeContext, type Services, systemActor } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { predictNow } from '../../../understand/predictions/server/predict-now.ts'
import { recommendNow } from '../../../understand/recommendations/server/recommend-now.ts'
import { forgetFirmRhythmsSince } from '../../../understand/rhythm/server/firm-rhythms.ts'
import { keepSwept } from '../../../understand/lifecycle/sweep-due.ts'
import { playTurn, servicesAt, settle } from './play-turn.ts'
import { beginAutumn, planFestive, type StoryCampaigns } from './set-up-campaigns.ts'
import { setUpFirm } from './set-up-firm.ts'
import { setUpPlans } from './set-up-plans.ts'
import { setUpProducts } from './set-up-products.ts'
import { setUpStory } from './set-up-story.ts'
import { changeTiers, setUpTiers } from './set-up-tiers.ts'
import { setUpValue } from './set-up-value.ts'
import { setUpWork } from './set-up-work.ts'
import { readStory, type StoryState, writeStory } from './story-state.ts'
import { storySource } from './take-in-news.ts'

/** The shop is made once for all turns of a telling, and let go at its end. */
const shops = new WeakMap<object, { readonly at: string; readonly shop: SampleShop }>()

function shopOf({ database }: Services, { at, customers }: SampleState): SampleShop {
  const kept = shops.get(database)
  if (kept?.at === at) return kept.shop
  const shop = sampleShop({ now: new Date(at), customers })
  shops.set(database, { at, shop })
  return shop
}

/**
 * The next step of the story: the history and what is set up on the first morning, then one day after the other. How
 * far it came is kept behind each step.
 * @returns whether there is more
 */
export async function playStory(services: Services, sample: SampleState): Promise<boolean> {
  const { at, language } = sample
  const turns = sampleTurns(new Date(at))
  const [first = new Date(at)] = turns
  const story = await readStory(services.database.db)
  if (!story) {
    await begin(services, first, language, turns.length - 1)
    return true
  }
  const after = turns[story.turn]
  const until = turns[story.turn + 1]
  if (!after || !until) {
    if (!story.worked) await putInWork(services, sample, story)
    await predictNow(servicesAt(services, new Date(at)))
    await recommendNow(servicesAt(services, new Date(at)))
    shops.delete(services.database)
    return false
  }
  await playTurn(services, { shop: shopOf(services, sample), story, language, after, until })
  if (story.turn === Math.floor(story.of / 2))
    await asSystem(servicesAt(services, until), 'sample-shop', (ctx) => changeTiers(ctx, language))
  const isAutumn = story.turn === Math.floor(story.of / 2) && !story.campaigns
  const campaigns = isAutumn ? await begun(servicesAt(services, until), language) : story.campaigns
  await asSystem(services, 'sample-shop', (ctx) =>
    writeStory(ctx.db, { ...story, ...(campaigns ? { campaigns } : {}), turn: story.turn + 1, day: dayText(shopDayOf(until)) }, ctx.now),
  )
  return true
}

/** Prepared at once: by the next turn its time would be long over. */
async function begun(then: Services, language: SampleState['language']): Promise<StoryCampaigns> {
  const campaigns = await asSystem(then, 'sample-shop', (ctx) => beginAutumn(ctx, language))
  while (await workOnCampaigns(then));
  await settle(then)
  return campaigns
}

/** Last of all what the shop's people did, so that promises fall due around today. In one transaction: it is there once or not at all. */
async function putInWork(services: Services, sample: SampleState, story: StoryState): Promise<void> {
  const then = servicesAt(services, new Date(sample.at))
  await inTransaction(then.database, async (place) => {
    const ctx = await makeContext(then, systemActor('sample-shop'), storySource, place)
    await setUpWork(ctx, shopOf(services, sample), sample.language, story.firm?.people ?? [])
    await setUpProducts(ctx)
    await setUpValue(ctx)
    const campaigns = story.campaigns ? await planFestive(ctx, story.campaigns, sample.language) : undefined
    await writeStory(ctx.db, { ...story, ...(campaigns ? { campaigns } : {}), worked: true }, ctx.now)
  })
  await settle(then)
}

/** What had been swept under the clock of today must not keep yesterday's sweeps from being done. */
async function begin(services: Services, at: Date, language: SampleState['language'], of: number): Promise<void> {
  const then = servicesAt(services, at)
  // Before the sample came, the rhythm of an empty shop was taken today: it must not stand above those of the past.
  await forgetFirmRhythmsSince(at).execute(services.database.db)
  while (await runImports(then));
  await settle(then)
  await asSystem(then, 'sample-shop', async (ctx) => {
    for (const sweep of ['stages', 'segments', 'tiers', 'churn', 'rhythms']) await keepSwept(sweep, at, at).execute(ctx.db)
    const made = await setUpStory(ctx, language)
    const firm = await setUpFirm(ctx, language)
    await setUpTiers(ctx, language)
    await setUpPlans(ctx, { ...made, firm }, language)
    await writeStory(ctx.db, { ...made, firm, turn: 0, of, day: dayText(shopDayOf(at)) }, ctx.now)
  })
  await settle(then)
  // As of the first morning, so that by today its predictions have come due and been graded.
  await predictNow(then)
}
