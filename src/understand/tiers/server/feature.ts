import { sql } from 'kysely'
import type { StageName } from '../../../core/rule/dictionary.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { replaceIdIn } from '../../../platform/records/rule-uses.ts'
import * as actions from '../actions.ts'
import { tierChanged, tierFixed, tierReleased } from '../events.ts'
import { tierProblems } from '../problems.ts'
import * as questions from '../questions.ts'
import { publishedScheme } from '../scheme.ts'
import { customerTier } from '../tier.ts'
import { explainTier } from './explain-tier.ts'
import { fixTier, releaseTier } from './fix-tier.ts'
import { publishTiers } from './publish-tiers.ts'
import { readTiers, readTierVersion } from './read-tiers.ts'
import { tiersRefresher } from './refresh-tiers.ts'
import { deleteTierDraft, saveTierDraft } from './save-drafts.ts'
import { simulatedPeople, simulateTiers } from './simulate-tiers.ts'
import { suggestTiers } from './suggest-tiers.ts'
import { tierSweepTick } from './sweep-tiers.ts'
import { tiersOverTime } from './tiers-over-time.ts'

export const tiersFeature: Feature = {
  name: 'tiers',
  extensions: [customerTier],
  events: [tierChanged, tierFixed, tierReleased],
  problems: tierProblems,
  actions: [
    handleAction(actions.saveTierDraft, saveTierDraft),
    handleAction(actions.deleteTierDraft, deleteTierDraft),
    handleAction(actions.publishTiers, publishTiers),
    handleAction(actions.fixTier, fixTier),
    handleAction(actions.releaseTier, releaseTier),
  ],
  questions: [
    answerQuestion(questions.readTiers, readTiers),
    answerQuestion(questions.readTierVersion, readTierVersion),
    answerQuestion(questions.suggestTiers, suggestTiers),
    answerQuestion(questions.simulateTiers, simulateTiers),
    answerQuestion(questions.simulatedPeople, simulatedPeople),
    answerQuestion(questions.tiersOverTime, tiersOverTime),
    answerQuestion(questions.explainTier, explainTier),
  ],
  refreshers: [tiersRefresher],
  ticks: [tierSweepTick],
  vocabulary: async (db) => {
    const scheme = (await publishedScheme.execute(db)).rows[0]?.body
    const named = (scheme?.tiers ?? []).toReversed().map(({ key, label, colour }): [string, StageName] => [key, { ...label, colour }])
    return { tiers: new Map(named) }
  },
  replaceInRules: (db, from, to) => replaceIdIn(db, 'tier_schemes', 'body', from, to),
  ruleUses: async (db, match) => {
    const { rows } = await sql<{
      name: string
    }>`select name from tier_schemes where state <> 'retired' and ${match(sql`body`)} order by created_at, id`.execute(db)
    return rows.map(({ name }) => ({ kind: { zh: '分级方案', en: 'scheme of tiers' }, name, address: '/tiers' }))
  },
  merging: [
    { table: 'customer_tiers', how: 'recompute' },
    { table: 'tier_moves', how: 'recompute' },
  ],
}
