import { sql } from 'kysely'
import type { Language, Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { saveStagePlan } from '../../../understand/lifecycle/actions.ts'
import type { StagePlan } from '../../../understand/lifecycle/stage-plan.ts'
import type { StoryState } from './story-state.ts'

type Planned = Pick<StagePlan, 'stage' | 'target'> & {
  readonly plays: readonly { readonly text: Words; readonly address: string | null }[]
}

const planned = ({ journeys }: Pick<StoryState, 'journeys'>): readonly Planned[] => [
  {
    stage: 'first',
    plays: [{ text: { zh: '首购后请再来的邮件', en: 'The mail after the first purchase' }, address: `/journeys/${journeys.second}` }],
    target: { measure: 'moved-on', sense: 'at-least', value: 50, to: 'repeat', days: 90 },
  },
  {
    stage: 'repeat',
    plays: [{ text: { zh: '门店和客服请他们看新茶推荐', en: 'Staff show them the teas recommended' }, address: '/recommendations' }],
    target: { measure: 'moved-on', sense: 'at-least', value: 60, to: 'loyal', days: 365 },
  },
  {
    stage: 'loyal',
    plays: [{ text: { zh: '快降级的逐位问候', en: 'A word to each who is about to fall a tier' }, address: '/tiers' }],
    target: { measure: 'share', sense: 'at-least', value: 20 },
  },
  {
    stage: 'dormant',
    plays: [
      { text: { zh: '沉睡唤醒邮件', en: 'The waking mail' }, address: `/journeys/${journeys.wake}` },
      { text: { zh: '每天处理挽回名单', en: 'The list of leaving, every day' }, address: '/churn' },
    ],
    target: { measure: 'share', sense: 'at-most', value: 10 },
  },
]

/** What is done for whom, by one of the shop's people after the other. A stage that has a plan, or is not there, is left alone. */
export async function setUpPlans(ctx: Ctx, story: Pick<StoryState, 'journeys' | 'firm'>, language: Language): Promise<void> {
  const { rows } = await sql<{
    key: string
    isFree: boolean
  }>`select key, not exists (select 1 from stage_plans p where p.stage = stages.key) as "isFree" from stages`.execute(ctx.db)
  const isFree = new Map(rows.map((row) => [row.key, row.isFree]))
  const plans = planned(story).filter(({ stage, target }) => isFree.get(stage) && (target?.to === undefined || isFree.has(target.to)))
  const people = story.firm?.people ?? []
  for (const [at, { stage, plays, target }] of plans.entries()) {
    const owner = people[at % people.length]
    await ctx.run(saveStagePlan, {
      stage,
      ownerId: owner === undefined ? null : `user:${owner}`,
      plays: plays.map(({ text, address }) => ({ text: text[language], address })),
      target,
    })
  }
}

/** Takes them away again, but for those that somebody has changed since. */
export async function removePlans(ctx: Ctx): Promise<void> {
  await sql`delete from stage_plans where updated_by = 'system:sample-shop'`.execute(ctx.db)
}
