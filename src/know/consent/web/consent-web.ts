import type { z } from 'zod'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { listPurposes, readConsents } from '../actions.ts'

export type Consents = z.output<typeof readConsents.output>
export type ConsentLineState = Consents['lines'][number]
export type ConsentRecordLine = Consents['records'][number]
export type PurposeWithWordings = z.output<typeof listPurposes.output>['purposes'][number]

type Mark = { readonly sign: string; readonly tone: Tone; readonly words: Words }

const marks = {
  yes: { sign: '✓', tone: 'good', words: { zh: '同意', en: 'Agreed' } },
  no: { sign: '✕', tone: 'danger', words: { zh: '拒绝或已撤回', en: 'Refused or withdrawn' } },
  over: { sign: '—', tone: 'neutral', words: { zh: '已失效，须重新征求', en: 'No longer counts; ask again' } },
  open: { sign: '✓', tone: 'neutral', words: { zh: '没有反对', en: 'Has not objected' } },
  unsaid: { sign: '·', tone: 'neutral', words: { zh: '没有表示', en: 'Not said' } },
} satisfies Record<string, Mark>

/** How a line is drawn; without opt-in silence is as good as a yes. */
export function markOf(state: ConsentLineState['state'], optIn: boolean): Mark {
  if (state === 'given') return marks.yes
  if (state === 'refused' || state === 'withdrawn') return marks.no
  if (!optIn) return marks.open
  return state === 'expired' ? marks.over : marks.unsaid
}
