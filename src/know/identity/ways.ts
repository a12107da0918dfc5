import { sameBirthday, agesApart } from './ways/birthdays.ts'
import { sameCompany } from './ways/companies.ts'
import { sameEmailName, sameEmailDomain } from './ways/emails.ts'
import { exact, normalised, differs } from './ways/equal.ts'
import { similarName, sameSoundingName, otherName, sameSurname } from './ways/names.ts'
import { lastEightDigits, slippedPhone } from './ways/phones.ts'
import { samePlace, otherPlace, sameAddress } from './ways/places.ts'
import { similarText, samePinyin } from './ways/texts.ts'
import type { Way } from './way.ts'

/** How each comparison is carried out, by its name; its words stand in comparisons.ts. */
export const ways: Readonly<Record<string, Way>> = {
  'same-birthday': sameBirthday,
  'ages-apart': agesApart,
  'same-company': sameCompany,
  'same-email-name': sameEmailName,
  'same-email-domain': sameEmailDomain,
  exact,
  normalised,
  differs,
  'similar-name': similarName,
  'same-sounding-name': sameSoundingName,
  'other-name': otherName,
  'same-surname': sameSurname,
  'last-8-digits': lastEightDigits,
  'slipped-phone': slippedPhone,
  'same-place': samePlace,
  'other-place': otherPlace,
  'same-address': sameAddress,
  'similar-text': similarText,
  'same-pinyin': samePinyin,
}
