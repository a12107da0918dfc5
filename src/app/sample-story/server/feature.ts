import type { AnswerOf } from '../../../core/action/action.ts'
import { readSampleState } from '../../../know/sample-shop/server/load-sample-shop.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as definitions from '../progress.ts'
import { removeSampleShop } from './remove-sample-shop.ts'
import { readStory } from './story-state.ts'

export const sampleStoryFeature: Feature = {
  name: 'sample-story',
  problems: definitions.sampleStoryProblems,
  actions: [handleAction(definitions.removeSampleShop, removeSampleShop)],
  questions: [answerQuestion(definitions.readSampleProgress, readSampleProgress)],
}

async function readSampleProgress(ctx: Ctx): Promise<AnswerOf<typeof definitions.readSampleProgress>> {
  const sample = await readSampleState(ctx)
  const story = sample ? await readStory(ctx.db) : null
  return { state: sample?.state ?? 'none', day: story?.day ?? null, done: story?.turn ?? 0, of: story?.of ?? 0 }
}
