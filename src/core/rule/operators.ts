import type { AnyOperator } from './operator.ts'
import { atLeast, atMost, before, is, isBetween, isNoneOf, isNot, isOneOf, lessThan, moreThan, onOrAfter } from './operators/compare.ts'
import { agreedToAll, agreedToAny, agreedToNone, refusedAny } from './operators/consents.ts'
import { anniversaryInTheNext, inTheLast, inTheNext, longerAgoThan } from './operators/dates.ts'
import { isKnown, isUnknown } from './operators/known.ts'
import { isMe, isNobody, isSomebody } from './operators/people.ts'
import { hasAllTags, hasAnyTag, hasNoneOfTags, hasNoTags, hasTags, taggedWithin } from './operators/tags.ts'
import { contains, endsWithFour, startsWith } from './operators/text.ts'

/** Every operator there is. To add one: write its record, name it here, list it in the types it fits. */
export const operators: Readonly<Record<string, AnyOperator>> = Object.fromEntries(
  [
    is,
    isNot,
    isOneOf,
    isNoneOf,
    contains,
    startsWith,
    endsWithFour,
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
    agreedToAny,
    agreedToAll,
    agreedToNone,
    refusedAny,
    isMe,
    isSomebody,
    isNobody,
  ].map((operator) => [operator.name, operator]),
)
