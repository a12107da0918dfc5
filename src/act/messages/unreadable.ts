import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** In the place of the state of a template, a journey or a campaign, where what is kept of it cannot be read. */
export const unreadableWords: { readonly label: Words; readonly tone: Tone } = {
  label: { zh: '读不出来', en: 'Cannot be read' },
  tone: 'danger',
}
