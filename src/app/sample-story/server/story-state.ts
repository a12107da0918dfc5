import type { Db } from '../../../platform/database/connect.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import type { StoryCampaigns } from './set-up-campaigns.ts'
import type { StoryFirm } from './set-up-firm.ts'
import type { StoryJourneyName, StoryIds } from '../journeys.ts'

/** Kept as the setting `sample-story`: what was set up, and how many turns are behind us. */
export type StoryState = StoryIds & {
  readonly journeys: Readonly<Record<StoryJourneyName, string>>
  /** Made from the ready journeys; left out in a story that was set up before there were any. */
  readonly ready?: { readonly journeys: readonly string[]; readonly templates: readonly string[] }
  /** Left out in a story that was set up before the shop had people. */
  readonly firm?: StoryFirm
  /** Left out until it has begun its first campaign. */
  readonly campaigns?: StoryCampaigns
  /** What its people did has been put in, which comes last. */
  readonly worked?: boolean
  readonly turn: number
  readonly of: number
  readonly day: string
}

export async function readStory(db: Db): Promise<StoryState | null> {
  return (await readSetting<StoryState>(db, 'sample-story')) ?? null
}

export async function writeStory(db: Db, story: StoryState, now: Date): Promise<void> {
  await saveSetting({ db, now }, 'sample-story', story)
}
