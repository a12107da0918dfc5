// The pages of attention, as the guide shows them.
import type { Shown } from './shown.ts'

/** In the order of the guide. */
export const attentionPages: readonly Shown[] = [
  { name: 'attention', path: '/attention', higher: 400 },
  { name: 'attention-refusals', path: '/attention?tab=refusals' },
  { name: 'attention-limits', path: '/attention?tab=settings', higher: 500 },
]
