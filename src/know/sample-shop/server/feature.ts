import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import * as actions from '../actions.ts'
import { isEmpty, loadSampleShop, readSampleState, writeSampleState } from './load-sample-shop.ts'

/** Called once, in one transaction, when the sample shop's imports are done and nobody of it has news. */
export type AfterSampleShop = (ctx: Ctx) => Promise<void>

/** @param after what the rooms to the right add to the shop: segments, templates, a journey */
export function makeSampleShopFeature(after: AfterSampleShop): Feature {
  return {
    name: 'sample-shop',
    problems: actions.sampleProblems,
    actions: [handleAction(actions.loadSampleShop, loadSampleShop)],
    questions: [
      answerQuestion(actions.readSampleShop, async (ctx): Promise<AnswerOf<typeof actions.readSampleShop>> => {
        const state = await readSampleState(ctx)
        return { state: state?.state ?? 'none', offered: await isEmpty(ctx), imports: [...(state?.imports ?? [])] }
      }),
    ],
    ticks: [{ name: 'sample-shop', everyMs: 500, run: (services) => finishSampleShop(services, after) }],
  }
}

/** @returns false: there is never more than one portion */
export async function finishSampleShop(services: Services, after: AfterSampleShop): Promise<boolean> {
  const { db } = services.database
  const loading = await readSampleState({ db })
  if (loading?.state !== 'loading') return false
  const { rows } = await sql<{ busy: boolean }>`select exists (select 1 from imports where id = any(${loading.imports}::uuid[]) and state in ('waiting', 'running', 'settling', 'stopping', 'undoing'))
    or exists (select 1 from log_heads where done < seq) as busy`.execute(db)
  if (rows[0]?.busy) return false
  await asSystem(services, 'sample-shop', async (ctx) => {
    await after(ctx)
    await writeSampleState(ctx, { ...loading, state: 'ready' })
  })
  return false
}
