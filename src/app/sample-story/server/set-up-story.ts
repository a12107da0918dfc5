import type { Language, Words } from '../../../core/kit/words.ts'
import { createJourney, startJourney } from '../../../act/journeys/actions.ts'
import { createReadyJourney } from '../../../act/journeys/ready-actions.ts'
import { readyJourneys } from '../../../act/journeys/ready/ready-journeys.ts'
import { createTemplate } from '../../../act/messages/template-actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { storyJourneys } from '../journeys.ts'
import { storySegments } from '../segments.ts'
import { storyTemplates } from '../templates.ts'
import type { StoryState } from './story-state.ts'

/** The same of each entry, one after the other. */
async function each<T, N extends string>(
  entries: Readonly<Record<N, T>>,
  make: (entry: T) => Promise<{ id: string }>,
): Promise<Record<N, string>> {
  const made: Partial<Record<N, string>> = {}
  for (const name in entries) made[name] = (await make(entries[name])).id
  const isWhole = (given: Partial<Record<N, string>>): given is Record<N, string> => Object.keys(entries).every((name) => name in given)
  if (!isWhole(made)) throw new Error('the sample story was not set up whole')
  return made
}

/**
 * What a shop of this kind would set up on its first morning, through the actions that anybody has. Whoever is asleep
 * already enters the waking journey as it is started.
 */
export async function setUpStory(ctx: Ctx, language: Language): Promise<Omit<StoryState, 'turn' | 'of' | 'day'>> {
  const segments = await each(storySegments, ({ name, description, rule }) =>
    ctx.run(createSegment, { name: name[language], description: description[language], rule }),
  )
  const templates = await each(storyTemplates, ({ name, subject, body }) =>
    ctx.run(createTemplate, { name: name[language], subject: subject[language], body: body[language] }),
  )
  const journeys = await each(storyJourneys, async ({ name, definition }) => {
    const { id } = await ctx.run(createJourney, { name: name[language], definition: definition({ segments, templates }) })
    await ctx.run(startJourney, { id })
    return { id }
  })
  return { segments, templates, journeys, ready: await setUpReady(ctx, language) }
}

/** Journeys taken from the ready ones: those that leave are won back from the first day on, others stand there to be started. */
const readyOnes = [
  { key: 'win-back', live: true },
  { key: 'birthday', live: false },
  { key: 'cart', live: false },
] as const
const sampleMark: Words = { zh: '（示例，模拟数据）', en: ' (sample, simulated)' }

async function setUpReady(ctx: Ctx, language: Language): Promise<NonNullable<StoryState['ready']>> {
  const made: { id: string; templates: string[] }[] = []
  for (const { key, live } of readyOnes) {
    const name = readyJourneys.find((one) => one.key === key)?.name ?? { zh: key, en: key }
    const one = await ctx.run(createReadyJourney, { key, language, name: `${name[language]}${sampleMark[language]}` })
    if (live) await ctx.run(startJourney, { id: one.id })
    made.push(one)
  }
  return { journeys: made.map(({ id }) => id), templates: made.flatMap(({ templates }) => templates) }
}
