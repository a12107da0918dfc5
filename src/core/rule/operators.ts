import type { AnyOperator } from './operator.ts'
import { atLeast, atMost, before, is, isBetween, isNoneOf, isNot, isOneOf, lessThan, moreThan, onOrAfter } from './operators/compare.ts'
import { anniversaryInTheNext, inTheLast, inTheNext, longerAgoThan } from './operators/dates.ts'
import { isKnown, isUnknown } from './operators/known.ts'
import { hasAllTags, hasAnyTag, hasNoneOfTags, hasNoTags, hasTags, taggedWithin } from './operators/tags.ts'
import { contains, startsWith } from './operators/text.ts'

/** Every operator there is. To add one: write its record, name it here, list it in the types it fits. */
export const operators: Readonly<Record<string, AnyOperator>> = Object.fromEntries(
  [
    is,
    isNot,
    isOneOf,
    isNoneOf,
    contains,
    startsWith,
    moreThan,
    atLeast,
    lessThan,
    atMost,
    isBetween,
    onOrAfter,
    before,
    inTheLast,
    longerAgoThan,
    inTheNext,
    anniversaryInTheNext,
    isKnown,
    isUnknown,
    hasAnyTag,
    hasAllTags,
    hasNoneOfTags,
    taggedWithin,
    hasTags,
    hasNoTags,
  ].map((operator) => [operator.name, operator]),
)
