import { z } from 'zod'
import type { FieldType, Parsed } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { refusal } from '../sound-text.ts'

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const shape = new RegExp(`^(?=.{1,64}@)${atom}(?:\\.${atom})*@(?:${label}\\.)+[a-z][a-z0-9-]*[a-z0-9]$`)

const notAnEmail: Words = {
  zh: '应为小写的邮箱地址，例如 li.na@example.com',
  en: 'must be an e-mail address in lower case, like anna@example.com',
}

/** An address in its normal form: lower case, at most 254 characters, a dotted domain. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && shape.test(text)
}

function parse(text: string): Parsed {
  const plain = halfWidth(text)
    .toLowerCase()
    .replace(/^mailto:/, '')
  if (plain === '') return { value: null }
  if (isEmail(plain)) return { value: plain }
  const said = excerpt(text)
  return {
    wrong: {
      zh: `“${said}”不是邮箱地址，请写成 li.na@example.com 这样的形式`,
      en: `“${said}” is not an e-mail address; write it like anna@example.com`,
    },
  }
}

/** In the form in which it is kept. */
export const emailText = z.string().refine(isEmail, refusal(notAnEmail)).meta({ format: 'email', maxLength: 254 })

export const email: FieldType = {
  name: 'email',
  label: { zh: '邮箱', en: 'E-mail' },
  columnType: 'text',
  isMark: true,
  operators: ['is', 'contains', 'starts-with', 'is-one-of', 'is-known', 'is-unknown'],
  schema: () => emailText,
  parse,
  say: (value) => (isNothing(value) ? nothing : textOf(value)),
  fromPayload: textFromPayload,
}
