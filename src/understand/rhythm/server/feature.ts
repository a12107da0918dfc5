import type { Feature } from '../../../platform/actions/feature.ts'
import { customerRhythm } from '../rhythm.ts'
import { rhythmsRefresher } from './refresh-rhythms.ts'
import { retakeRhythmsTick } from './retake-rhythms.ts'

export const rhythmFeature: Feature = {
  name: 'rhythm',
  extensions: [customerRhythm],
  refreshers: [rhythmsRefresher],
  ticks: [retakeRhythmsTick],
  merging: [{ table: 'rhythms', how: 'recompute' }],
}
