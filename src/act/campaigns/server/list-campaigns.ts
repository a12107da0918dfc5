import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { isEverybody, type Rule } from '../../../core/rule/rule.ts'
import { sayRule } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { reasonLabel } from '../../messages/reasons.ts'
import type { listCampaigns as listDefinition, readCampaign as readDefinition } from '../actions.ts'
import type { EditionState, MemberState } from '../campaign.ts'
import { tryOpenCampaign } from '../definition.ts'
import { memberReasonLabel } from '../why-member.ts'
import { costOf } from './campaign-cost.ts'
import { sayFailure } from './say-failure.ts'
import { type CampaignRow, type KeptCampaign, readMissed, readOne, readRows } from './read-campaigns.ts'

type Members = { campaign_id: string; state: MemberState; code: string | null; count: number }
type Messages = { campaign_id: string; state: string; code: string | null; count: number }

export async function listCampaigns(ctx: Ctx): Promise<AnswerOf<typeof listDefinition>> {
  const campaigns = await readRows(ctx, sql`true`)
  const ids = campaigns.map(({ id }) => id)
  const [members, messages] = [await countMembers(ctx, ids), await countSent(ctx, ids)]
  const missed = await readMissed(ctx, ids)
  const summaries: AnswerOf<typeof listDefinition>['campaigns'][number][] = []
  for (const campaign of campaigns) summaries.push(await summaryOf(ctx, campaign, members, messages, missed))
  return { campaigns: summaries }
}

async function countMembers(ctx: Ctx, ids: readonly string[]): Promise<Members[]> {
  const { rows } =
    await sql<Members>`select campaign_id, state, case state when 'refused' then reason ->> 'code' end as code, count(*) as count
    from campaign_members where campaign_id = any(${ids}::uuid[]) group by 1, 2, 3`.execute(ctx.db)
  return rows
}

async function countSent(ctx: Ctx, ids: readonly string[]): Promise<Messages[]> {
  const { rows } =
    await sql<Messages>`select campaign_id, state, case when state in ('skipped', 'failed') then reason ->> 'code' end as code, count(*) as count
    from messages where campaign_id = any(${ids}::uuid[]) group by 1, 2, 3`.execute(ctx.db)
  return rows
}

async function summaryOf(
  ctx: Ctx,
  campaign: KeptCampaign,
  members: readonly Members[],
  messages: readonly Messages[],
  missed: ReadonlyMap<string, Date>,
) {
  const mine = members.filter((m) => m.campaign_id === campaign.id)
  const sum = (...states: MemberState[]) => mine.filter((m) => states.includes(m.state)).reduce((total, m) => total + m.count, 0)
  const sent: Record<string, number> = {}
  for (const { state, count, campaign_id } of messages) if (campaign_id === campaign.id) sent[state] = (sent[state] ?? 0) + count
  const read = tryOpenCampaign(campaign.definition)
  const definition = 'definition' in read ? read.definition : null
  return {
    id: campaign.id,
    name: campaign.name,
    goal: campaign.goal ?? '',
    state: campaign.state,
    channel: definition?.channel ?? null,
    when: definition?.when ?? null,
    holdout: definition?.holdout ?? 0,
    unreadable: 'unreadable' in read ? read.unreadable : null,
    nextAt: campaign.next_at?.toISOString() ?? null,
    missedAt: missed.get(campaign.id)?.toISOString() ?? null,
    editions: campaign.editions,
    owner: campaign.created_by,
    createdAt: campaign.created_at.toISOString(),
    startedAt: campaign.started_at?.toISOString() ?? null,
    endedAt: campaign.ended_at?.toISOString() ?? null,
    counts: {
      audience: sum('chosen', 'refused', 'holdout', 'waiting', 'queued', 'withdrawn'),
      refused: sum('refused'),
      holdout: sum('holdout'),
      waiting: sum('chosen', 'waiting'),
      queued: sum('queued'),
      withdrawn: sum('withdrawn'),
    },
    messages: sent,
    cost: await costOf(ctx, { id: campaign.id, fixedCost: definition?.fixedCost ?? 0 }),
  }
}

export async function readCampaign(ctx: Ctx, { id }: InputOf<typeof readDefinition>): Promise<AnswerOf<typeof readDefinition>> {
  const campaign = await readOne(ctx, id)
  const [members, messages] = [await countMembers(ctx, [id]), await countSent(ctx, [id])]
  const summary = await summaryOf(ctx, campaign, members, messages, await readMissed(ctx, [id]))
  const { budget } = campaign.definition
  return {
    ...summary,
    definition: campaign.definition,
    audienceWords: await sayAudience(ctx, campaign.definition.audience),
    accountName: await accountNameOf(ctx, campaign.definition),
    variants: await variantsOf(ctx, campaign),
    runs: await readEditions(ctx, id),
    refusals: byCode(members, memberReasonLabel),
    skipped: byCode(messages, reasonLabel),
    budgetUsed: budget === null || budget.amount === 0 ? null : summary.cost / budget.amount,
  }
}

function byCode(rows: readonly { readonly code: string | null; readonly count: number }[], say: (code: string) => Words) {
  const counts = new Map<string, number>()
  for (const { code, count } of rows) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + count)
  return [...counts].map(([code, count]) => ({ code, words: say(code), count })).toSorted((a, b) => b.count - a.count)
}

/** A rule that names what is gone is said as such. */
export async function sayAudience(ctx: Ctx, audience: Rule): Promise<Words> {
  if (isEverybody(audience)) return { zh: '所有客户', en: 'All customers' }
  const dictionary = await ctx.dictionary('customer')
  try {
    checkRule(audience, dictionary)
  } catch {
    return { zh: '条件里有已经不存在的东西', en: 'The rule names something that is gone' }
  }
  const customs = { currency: ctx.shop.currency, timeZone: ctx.shop.timeZone }
  return {
    zh: sayRule(audience, dictionary, { ...customs, language: 'zh' }),
    en: sayRule(audience, dictionary, { ...customs, language: 'en' }),
  }
}

async function accountNameOf(ctx: Ctx, { accountId }: CampaignRow['definition']): Promise<string | null> {
  if (accountId === undefined) return null
  const { rows } = await sql<{ name: string }>`select name from channel_accounts where id = ${accountId}`.execute(ctx.db)
  return rows[0]?.name ?? null
}

async function variantsOf(ctx: Ctx, { definition }: CampaignRow) {
  const ids = definition.variants.map(({ templateId }) => templateId)
  const { rows } = await sql<{
    id: string
    name: string
    subject: string
  }>`select id, name, subject from templates where id = any(${ids}::uuid[])`.execute(ctx.db)
  const found = new Map(rows.map((row) => [row.id, row]))
  return definition.variants.map(({ key, templateId }) => ({
    key,
    templateId,
    templateName: found.get(templateId)?.name ?? null,
    subject: found.get(templateId)?.subject ?? null,
  }))
}

type Edition = {
  number: number
  state: EditionState
  planned_at: Date
  chosen: number
  drawn: number
  queued: number
  started_at: Date
  prepared_at: Date | null
  ended_at: Date | null
  failure: unknown
}

async function readEditions(ctx: Ctx, id: string) {
  const { rows } = await sql<Edition>`select number, state, planned_at, chosen, drawn, queued, started_at, prepared_at, ended_at, failure
    from campaign_editions where campaign_id = ${id} order by number desc limit 100`.execute(ctx.db)
  return rows.map((row) => ({
    number: row.number,
    state: row.state,
    plannedAt: row.planned_at.toISOString(),
    chosen: row.chosen,
    drawn: row.drawn,
    queued: row.queued,
    startedAt: row.started_at.toISOString(),
    preparedAt: row.prepared_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    failure: sayFailure(ctx, row.failure),
  }))
}
