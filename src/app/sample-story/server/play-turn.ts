import { sql } from 'kysely'
import type { Language } from '../../../core/kit/words.ts'
import { workOnCampaigns } from '../../../act/campaigns/server/work-on-editions.ts'
import { advanceDue } from '../../../act/journeys/server/advance-due.ts'
import { enterByCalendar } from '../../../act/journeys/server/calendar-tick.ts'
import { sendDue } from '../../../act/messages/server/send-due.ts'
import { newsOfShop, type SampleSale } from '../../../know/sample-shop/split-shop.ts'
import type { SampleCustomer, SampleShop } from '../../../know/sample-shop/shop.ts'
import { makeContext, type Services, systemActor } from '../../../platform/actions/services.ts'
import type { Mailer, SmtpSettings } from '../../../platform/channels/mailer.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { refreshNews } from '../../../platform/event-log/refresh-news.ts'
import { retakeRhythmsTick } from '../../../understand/rhythm/server/retake-rhythms.ts'
import { segmentSweepTick } from '../../../understand/segments/server/sweep-segments.ts'
import { stageSweepTick } from '../../../understand/lifecycle/server/sweep-stages.ts'
import { tierSweepTick } from '../../../understand/tiers/server/sweep-tiers.ts'
import { thresholdsTick } from '../../../understand/value/server/retake-thresholds.ts'
import { churnSweepTick } from '../../../understand/churn/server/sweep-churn.ts'
import { campaignAnswers, drawResponse, longestDelay } from '../draw-response.ts'
import type { StoryState } from './story-state.ts'
import { workChurn } from './work-churn.ts'
import { storySource, takeInNews } from './take-in-news.ts'

/** Delivers nowhere. The outbox believes it to be on this machine, where sample addresses may go. */
export const samplePostOffice: Mailer = {
  send: async () => ({ state: 'sent', reference: '示例模拟，未真正寄出 · simulated for the sample, not really sent' }),
  close: async () => {},
}
const samplePost: SmtpSettings = { host: 'localhost', port: 25, secure: false, from: 'sample@sample-shop.example' }

/** The outside world as it was then, with a post that keeps everything. */
export function servicesAt(services: Services, at: Date): Services {
  return { ...services, clock: () => new Date(at), mailer: samplePostOffice }
}

export type Turn = {
  readonly shop: SampleShop
  readonly story: StoryState
  readonly language: Language
  readonly after: Date
  readonly until: Date
}

/**
 * One turn of the shop: what was sold since the last turn comes in, everything that follows from it and from the passing
 * of time is worked out, journeys move, mails go. Each step leaves alone what is done, so a turn that broke off is
 * simply played again.
 */
export async function playTurn(services: Services, turn: Turn): Promise<void> {
  const then = servicesAt(services, turn.until)
  const news = newsOfShop(turn.shop, turn.after, turn.until)
  const answers = await answersOf(then, turn)
  await inTransaction(then.database, async (place) => {
    const ctx = await makeContext(then, systemActor('sample-shop'), storySource, place)
    await takeInNews(ctx, { ...news, sales: [...news.sales, ...answers] }, turn.language)
  })
  await settle(then)
  const looksAfterLeaving = (turn.story.of - 1 - turn.story.turn) % 3 === 0
  if (looksAfterLeaving) await retakeRhythmsTick.run(then)
  for (const tick of [thresholdsTick, stageSweepTick, tierSweepTick, segmentSweepTick]) await tick.run(then)
  if (looksAfterLeaving) await lookAfterLeaving(then)
  await settle(then)
  while (await enterByCalendar(then));
  while ((await advanceDue(then)) > 0);
  while (await workOnCampaigns(then));
  while (await sendDue(then, { limit: 200, lanes: 4, smtp: samplePost }));
}

/** Every third turn, the last among them, the list is filled, and what nobody came back from is ended. */
async function lookAfterLeaving(then: Services): Promise<void> {
  await churnSweepTick.run(then)
  await inTransaction(then.database, async (place) => workChurn(await makeContext(then, systemActor('sample-shop'), storySource, place)))
}

export async function settle(services: Services): Promise<void> {
  while ((await refreshNews(services, 1_000)) > 0);
}

/** Orders of this turn with which customers answer a waking mail or the campaign's that went to them before. Those held out got none. */
async function answersOf({ database }: Services, { shop, story, after, until }: Turn): Promise<SampleSale[]> {
  const since = new Date(after.getTime() - (longestDelay + 2) * 86_400_000)
  const { rows } = await sql<{
    code: string
    sent_at: Date
    campaign: boolean
  }>`select c.code, m.sent_at, m.campaign_id is not null as campaign
    from messages m join customers c on c.id = m.customer_id
    where (m.journey_id = ${story.journeys.wake} and m.template_id = ${story.templates.wake} or m.campaign_id = ${story.campaigns?.autumn ?? null}::uuid)
      and m.state = 'sent' and m.created_at > ${since} and c.code is not null
    order by c.code, m.sent_at`.execute(database.db)
  if (rows.length === 0) return []
  const members = membersOf(shop)
  return rows.flatMap(({ code, sent_at, campaign }) => {
    const member = members.get(code)
    const answer = member ? drawResponse(member, sent_at, campaign ? campaignAnswers : undefined) : null
    return answer && answer.at > after && answer.at <= until ? [answer] : []
  })
}

const membersOf = (shop: SampleShop): ReadonlyMap<string, SampleCustomer> =>
  new Map(shop.customers.map((customer) => [customer.number, customer]))
