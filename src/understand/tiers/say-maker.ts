import type { Words } from '../../core/kit/words.ts'
import { actorWords } from '../../know/audit/reading-words.ts'

/** Who made or published a version, as one reads it: a name is kept, and the program's own say nothing to a reader. */
export const sayMaker = (by: string | null): string | Words => (by === null ? '—' : (actorWords[`system:${by}`] ?? by))
