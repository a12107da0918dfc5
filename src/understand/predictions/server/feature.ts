import type { Feature } from '../../../platform/actions/feature.ts'
import { customerPredictions } from '../predictions.ts'
import { predictionProblems } from '../problems.ts'

export const predictionsFeature: Feature = {
  name: 'predictions',
  extensions: [customerPredictions],
  problems: predictionProblems,
  merging: [
    { table: 'predictions', how: 'recompute' },
    { table: 'prediction_ledger', how: 'apart' },
  ],
}
