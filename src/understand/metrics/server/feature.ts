import type { Feature } from '../../../platform/actions/feature.ts'
import { customerMetrics } from '../metrics.ts'
import { metricsRefresher } from './refresh-metrics.ts'

export const metricsFeature: Feature = {
  name: 'metrics',
  extensions: [customerMetrics],
  refreshers: [metricsRefresher],
  merging: [{ table: 'metrics', how: 'recompute' }],
}
