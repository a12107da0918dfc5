import { sql } from 'kysely'
import type { z } from 'zod'
import { costOf as costOfCampaign } from '../../../act/campaigns/server/campaign-cost.ts'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { sampleOf, sequentialMeans } from '../../../understand/models/measure/sequential.ts'
import { compareVariants } from '../compare-variants.ts'
import { meansOf, seriesOf, sumUp } from '../day-series.ts'
import { judgeGuardrails } from '../guardrails.ts'
import { globalTrialId, usualDays } from '../trial.ts'
import type * as definitions from '../trial-result.ts'
import { readAttributed } from './read-attributed.ts'
import { readGuardrails } from './read-guardrails.ts'
import { keptWhole } from './kept-whole.ts'
import { readMargin } from './read-margin.ts'
import { readStepTests } from './read-step-tests.ts'
import { type ReadTrial, readTrial } from './read-trial.ts'
import { plain, tellArm, tellResult } from './tell-result.ts'
import type { Trial } from './trial-people.ts'

type Whole = z.input<typeof definitions.trialShape>

/** @throws Problem record.missing */
export async function readJourneyTrial(
  ctx: Ctx,
  { id, days, fresh }: InputOf<typeof definitions.journeyTrial>,
): Promise<AnswerOf<typeof definitions.journeyTrial>> {
  const kept = fresh || days !== usualDays ? null : await keptWhole(ctx, 'journey', id)
  if (kept) return kept
  return tellTrial(ctx, await readTrial(ctx, { kind: 'journey', id }, days))
}

/** @throws Problem record.missing */
export async function readCampaignTrial(
  ctx: Ctx,
  { id, days, edition, fresh }: InputOf<typeof definitions.campaignTrial>,
): Promise<AnswerOf<typeof definitions.campaignTrial>> {
  const kept = fresh || days !== usualDays || edition !== undefined ? null : await keptWhole(ctx, 'campaign', id)
  if (kept) return kept
  return tellTrial(ctx, await readTrial(ctx, { kind: 'campaign', id, edition }, days))
}

export async function readGlobalTrial(
  ctx: Ctx,
  { fresh }: InputOf<typeof definitions.globalTrial>,
): Promise<AnswerOf<typeof definitions.globalTrial>> {
  const kept = fresh ? null : await keptWhole(ctx, 'global', globalTrialId)
  if (kept) return kept
  return tellTrial(ctx, await readTrial(ctx, { kind: 'global', id: globalTrialId }, usualDays))
}

/** The whole of a trial's result. */
export async function tellTrial(ctx: Ctx, read: ReadTrial): Promise<Whole> {
  const { trial, setting, reading, changes, watch } = read
  const isOff = trial.kind === 'global' && read.percent === 0
  const guards = isOff ? null : await readGuardrails(ctx, trial, setting, reading)
  const guardrails = guards ? judgeGuardrails(guards.treated, guards.holdout, watch) : []
  return {
    ...(await tellResult(
      ctx,
      read,
      guardrails.some(({ alarm }) => alarm),
    )),
    kind: trial.kind,
    id: trial.id,
    name: read.name,
    since: read.since?.toISOString() ?? null,
    readAt: ctx.now.toISOString(),
    closedOnly: reading.closedOnly,
    series: seriesOf(changes, watch),
    ...tellVariants(read),
    tests: trial.kind === 'journey' ? await readStepTests(ctx, trial.id) : [],
    editions: trial.kind === 'campaign' && trial.edition === undefined ? await tellEditions(ctx, trial, reading.days) : [],
    guardrails,
    margin: isOff ? null : await tellMargin(ctx, read),
    before: { explained: read.means.explained, isUsed: read.means.isUsed },
    cost: await costOf(ctx, read),
    attributed: await readAttributed(ctx, trial, setting),
  }
}

function tellVariants({ changes, holdout, watch }: ReadTrial): Pick<Whole, 'variants' | 'pairs' | 'best'> {
  const names = [...new Set(changes.flatMap(({ arm, variant }) => (arm !== 'holdout' && variant !== null ? [variant] : [])))].toSorted()
  if (names.length < 2) return { variants: [], pairs: [], best: null }
  const arms = names.map((name) => sumUp(changes, ({ arm, variant }) => arm !== 'holdout' && variant === name))
  const samples = arms.map((arm, i) => ({ variant: names[i] ?? '', sample: { ...sampleOf(arm), active: arm.buyers } }))
  const control = holdout.people > 0 ? { ...sampleOf(holdout), active: holdout.buyers } : null
  const waitingOf = (name: string) =>
    changes.reduce((sum, { arm, variant, waiting }) => sum + (arm !== 'holdout' && variant === name ? waiting : 0), 0)
  const { against, pairs, best } = compareVariants(samples, control, watch)
  return {
    variants: arms.map((arm, i) => {
      const { messages: _, ...told } = tellArm(arm, waitingOf(names[i] ?? ''))
      return { ...told, variant: names[i] ?? '', lift: against[i]?.lift ?? null, p: against[i]?.p ?? null }
    }),
    pairs: [...pairs],
    best,
  }
}

/** Each edition by itself, where there were several. */
async function tellEditions(ctx: Ctx, trial: Trial, days: number): Promise<Whole['editions']> {
  const { rows } = await sql<{
    number: number
  }>`select number from campaign_editions where campaign_id = ${trial.id}::uuid order by number desc limit 24`.execute(ctx.db)
  if (rows.length < 2) return []
  const told: Whole['editions'] = []
  for (const { number } of rows.toReversed()) {
    const { treated, holdout, watch } = await readTrial(ctx, { ...trial, edition: number }, days)
    const means = meansOf(treated, holdout)
    told.push({
      edition: number,
      people: treated.people + holdout.people,
      lift: plain(sequentialMeans(means.treated, means.control, watch)),
    })
  }
  return told
}

/** Below this share of revenue with a known cost no margin is told: what is missing might turn it round. */
const enoughCovered = 0.8

async function tellMargin(ctx: Ctx, { trial, setting, reading, watch }: ReadTrial): Promise<Whole['margin']> {
  const found = await readMargin(ctx, trial, setting, reading)
  if (!found || found.covered < enoughCovered) return null
  const { treated, holdout, covered } = found
  return {
    treated: treated.mean,
    holdout: holdout.mean,
    covered,
    lift: plain(sequentialMeans(treated, holdout, { ...watch, plannedVariance: undefined })),
  }
}

/** What the messages cost, and what a campaign cost besides. Null where that is nothing. */
async function costOf(ctx: Ctx, { trial, setting }: ReadTrial): Promise<number | null> {
  if (trial.kind === 'global') {
    const { rows } = await sql<{ cost: number | null }>`select sum(cost)::float8 as cost from messages
      where kind = 'marketing' and sent_at >= ${setting.since}::timestamptz and ${setting.percent}::float8 > 0`.execute(ctx.db)
    return rows[0]?.cost ?? null
  }
  if (trial.kind === 'journey') {
    const { rows } = await sql<{
      cost: number | null
    }>`select sum(cost)::float8 as cost from messages where journey_id = ${trial.id}::uuid`.execute(ctx.db)
    return rows[0]?.cost ?? null
  }
  const { rows } = await sql<{ fixed: number | null }>`select (definition ->> 'fixedCost')::float8 as fixed from campaigns
    where id = ${trial.id}::uuid`.execute(ctx.db)
  const cost = await costOfCampaign(ctx, { ...trial, fixedCost: rows[0]?.fixed ?? 0 })
  return cost > 0 ? cost : null
}
