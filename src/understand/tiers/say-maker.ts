import type { Words } from '../../core/kit/words.ts'

/** Who made a version where that was nobody with a name: the program keeps such makers by names of its own. */
const ownNames: Readonly<Record<string, Words>> = { 'sample-shop': { zh: '样例店', en: 'the sample shop' } }

/** Who made or published a version, as one reads it. */
export const sayMaker = (by: string | null): string | Words => (by === null ? '—' : (ownNames[by] ?? by))
