import type { Way } from '../way.ts'
import { nameLikeness, nameWays, readPersonName, soundOfName } from '../name-likeness.ts'

export const similarName: Way = {
  compare: (a, b) => {
    const { likeness, way } = nameLikeness(a, b)
    return way ? { likeness, how: nameWays[way] } : { likeness }
  },
}

export const sameSoundingName: Way = {
  compare: (a, b) => {
    const { likeness, way } = nameLikeness(a, b)
    return way === 'same' || way === 'sound' || way === 'spelt' ? { likeness, how: nameWays[way] } : { likeness: 0 }
  },
  keys: (value) => [soundOfName(value)].filter((sound) => sound !== null),
}

export const otherName: Way = {
  compare: (a, b) => {
    if (readPersonName(a).isTitle || readPersonName(b).isTitle) return { likeness: 0 }
    return { likeness: nameLikeness(a, b).way === null ? 1 : 0 }
  },
}

export const sameSurname: Way = {
  compare: (a, b) => {
    const [one, other] = [readPersonName(a), readPersonName(b)]
    return { likeness: one.isHan && other.isHan && one.surname === other.surname ? 1 : 0 }
  },
}
