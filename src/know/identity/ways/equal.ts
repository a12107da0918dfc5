import { foldText } from '../fold-text.ts'
import { agree, type Way } from '../way.ts'

export const exact: Way = {
  compare: (a, b) => agree(a === b),
  keys: (value) => [value],
}

export const normalised: Way = {
  compare: (a, b) => agree(foldText(a) === foldText(b) && foldText(a) !== ''),
  keys: (value) => [foldText(value)].filter(Boolean),
}

export const differs: Way = {
  compare: (a, b) => agree(foldText(a) !== foldText(b)),
}
