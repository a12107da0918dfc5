import type { AnswerOf } from '../../../core/action/action.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import * as actions from '../actions.ts'
import { isEmpty, loadSampleShop, readSampleState, type SampleState, writeSampleState } from './load-sample-shop.ts'

/**
 * Plays the days from the files' date to now, one step a call: what the rooms to the right make of the shop. It goes on
 * where it was broken off.
 * @returns whether there is more to play
 */
export type PlaySampleShop = (services: Services, loading: SampleState) => Promise<boolean>

export function makeSampleShopFeature(play: PlaySampleShop): Feature {
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
    ticks: [{ name: 'sample-shop', everyMs: 500, run: (services) => continueSampleShop(services, play) }],
  }
}

/** @returns whether there is more to play */
export async function continueSampleShop(services: Services, play: PlaySampleShop): Promise<boolean> {
  const loading = await readSampleState(services.database)
  if (loading?.state !== 'loading') return false
  if (await play(services, loading)) return true
  await asSystem(services, 'sample-shop', (ctx) => writeSampleState(ctx, { ...loading, state: 'ready' }))
  return false
}
