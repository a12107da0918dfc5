import { sql } from 'kysely'
import type { Language } from '../../../core/kit/words.ts'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import { reserveAttention } from '../../../act/attention/actions.ts'
import { createCampaign, startCampaign } from '../../../act/campaigns/actions.ts'
import { createTemplate } from '../../../act/messages/template-actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { autumnAudience, campaignTemplate, storyCampaigns } from '../campaigns.ts'
import { festiveContent, festiveTemplate } from '../festive-template.ts'
import { reachable } from '../segments.ts'
import { setUpChannels } from './set-up-channels.ts'

export type StoryCampaigns = {
  readonly autumn: string
  readonly template: string
  readonly festive?: string
  readonly letter?: string
  readonly accounts?: readonly string[]
}

/** Half-way the shop writes to those who came lately; a fourth of them is held out. */
export async function beginAutumn(ctx: Ctx, language: Language): Promise<StoryCampaigns> {
  const { name, subject, body } = campaignTemplate
  const { id: template } = await ctx.run(createTemplate, { name: name[language], subject: subject[language], body: body[language] })
  const { id: autumn } = await ctx.run(createCampaign, {
    name: storyCampaigns.autumn.name[language],
    goal: storyCampaigns.autumn.goal[language],
    definition: {
      audience: autumnAudience(language),
      variants: [{ key: 'a', templateId: template, share: 1 }],
      when: { kind: 'now' },
      holdout: 25,
      fixedCost: 30_000,
      window: { days: 14, by: 'sent' },
    },
  })
  await ctx.run(startCampaign, { id: autumn })
  return { autumn, template }
}

/** By today another is planned, a week ahead. */
export async function planFestive(ctx: Ctx, campaigns: StoryCampaigns, language: Language): Promise<StoryCampaigns> {
  const { name, goal } = storyCampaigns.festive
  const { id: letter } = await ctx.run(createTemplate, {
    name: festiveTemplate.name[language],
    folder: festiveTemplate.folder[language],
    tags: [festiveTemplate.tags[language]],
    subject: '',
    body: '',
    content: festiveContent(),
  })
  const { id: festive } = await ctx.run(createCampaign, {
    name: name[language],
    goal: goal[language],
    definition: {
      audience: reachable,
      variants: [{ key: 'a', templateId: letter, share: 1 }],
      when: { kind: 'at', date: addDays(localDate(ctx.now, ctx.shop.timeZone), 7), time: '10:00' },
      holdout: 10,
    },
  })
  await ctx.run(startCampaign, { id: festive })
  await keepRoom(ctx, festive)
  return { ...campaigns, festive, letter, accounts: await setUpChannels(ctx, language) }
}

const dayMs = 86_400_000
const planned = 500

/** Room is kept for the planned one at those who agreed, so that less matters less. */
async function keepRoom(ctx: Ctx, campaign: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from customers where email_consent = 'granted' order by id limit ${planned}`.execute(
    ctx.db,
  )
  if (rows.length === 0) return
  const from = ctx.now.getTime() + 7 * dayMs
  await ctx.run(reserveAttention, {
    byKind: 'campaign',
    byId: campaign,
    channel: 'email',
    priority: 70,
    fromAt: new Date(from).toISOString(),
    untilAt: new Date(from + dayMs).toISOString(),
    customerIds: rows.map(({ id }) => id),
  })
}
