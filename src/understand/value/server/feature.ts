import type { Feature } from '../../../platform/actions/feature.ts'
import { firstThresholdsRefresher, thresholdsTick } from './retake-thresholds.ts'

export const valueFeature: Feature = { name: 'value', refreshers: [firstThresholdsRefresher], ticks: [thresholdsTick] }
