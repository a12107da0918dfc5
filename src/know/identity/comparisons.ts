import type { Comparison } from './comparison.ts'
import { agesApart, sameBirthday } from './comparisons/birthdays.ts'
import { sameCompany } from './comparisons/companies.ts'
import { sameEmailDomain, sameEmailName } from './comparisons/emails.ts'
import { differs, exact, normalised } from './comparisons/equal.ts'
import { otherName, sameSoundingName, sameSurname, similarName } from './comparisons/names.ts'
import { lastEightDigits, slippedPhone } from './comparisons/phones.ts'
import { otherPlace, sameAddress, samePlace } from './comparisons/places.ts'
import { samePinyin, similarText } from './comparisons/texts.ts'

/** Every way of comparing there is. To add one: write its words, name it here, and name what carries it out in ways.ts. */
export const comparisons: Readonly<Record<string, Comparison>> = Object.fromEntries(
  [
    exact,
    normalised,
    samePinyin,
    similarText,
    similarName,
    sameSoundingName,
    sameSurname,
    otherName,
    sameCompany,
    lastEightDigits,
    slippedPhone,
    sameEmailName,
    sameEmailDomain,
    sameBirthday,
    agesApart,
    sameAddress,
    samePlace,
    otherPlace,
    differs,
  ].map((comparison) => [comparison.name, comparison]),
)
