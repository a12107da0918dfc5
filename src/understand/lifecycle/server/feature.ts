import type { Feature } from '../../../platform/actions/feature.ts'
import { stageChanged } from '../events.ts'
import { stagesInOrder } from '../stages.ts'
import { beginStages } from './begin-stages.ts'

export const lifecycleFeature: Feature = {
  name: 'lifecycle',
  events: [stageChanged],
  vocabulary: async (db) => ({ stages: new Map((await stagesInOrder.execute(db)).rows.map((stage) => [stage.key, { ...stage.label, colour: stage.colour }])) }),
  begin: beginStages,
}
