import { foldText, hasHan } from '../fold-text.ts'
import type { Way } from '../way.ts'
import { jaroWinkler } from '../jaro-winkler.ts'
import { nameInPinyin } from '../../customers/customer-search.ts'

export const similarText: Way = {
  compare: (a, b) => ({ likeness: jaroWinkler(foldText(a), foldText(b)) }),
}

const soundOf = (text: string) => foldText(hasHan(text) ? nameInPinyin(text).full : text)

export const samePinyin: Way = {
  compare: (a, b) => {
    if (foldText(a) === foldText(b)) return { likeness: 1 }
    const sound = soundOf(a)
    return { likeness: sound !== '' && sound === soundOf(b) ? 0.92 : 0 }
  },
  keys: (value) => [soundOf(value)].filter((sound) => sound.length > 1),
}
