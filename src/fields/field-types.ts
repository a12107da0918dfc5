import type { FieldType } from '../core/entity/field-type.ts'
import { boolean } from './boolean/boolean.ts'
import { choice } from './choice/choice.ts'
import { consents } from './consents/consents.ts'
import { creditCode } from './credit-code/credit-code.ts'
import { date } from './date/date.ts'
import { email } from './email/email.ts'
import { idCard } from './id-card/id-card.ts'
import { longtext } from './longtext/longtext.ts'
import { lunarDate } from './lunar-date/lunar-date.ts'
import { money } from './money/money.ts'
import { number } from './number/number.ts'
import { person } from './person/person.ts'
import { phone } from './phone/phone.ts'
import { city, district, province } from './place/place.ts'
import { reference } from './reference/reference.ts'
import { tags } from './tags/tags.ts'
import { text } from './text/text.ts'
import { time } from './time/time.ts'

/** Every type of field there is. To add one: make its folder and name it here and in `web/inputs.tsx`. */
const all = {
  text,
  longtext,
  number,
  money,
  date,
  time,
  boolean,
  choice,
  email,
  phone,
  'id-card': idCard,
  'credit-code': creditCode,
  'lunar-date': lunarDate,
  province,
  city,
  district,
  reference,
  person,
  tags,
  consents,
}

export type FieldTypeName = keyof typeof all

export const fieldTypes: Readonly<Record<string, FieldType>> = all
