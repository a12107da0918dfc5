import { z } from 'zod'
import type { FieldType, Parsed } from '../../core/entity/field-type.ts'
import { isUuid } from '../../core/kit/id.ts'
import { excerpt, halfWidth } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { uuidFromPayload } from '../payload-value.ts'

function parse(text: string): Parsed {
  const plain = halfWidth(text).toLowerCase()
  if (plain === '') return { value: null }
  if (isUuid(plain)) return { value: plain }
  const said = excerpt(text)
  return {
    wrong: {
      zh: `“${said}”不是记录编号，应为 0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90 这样的形式`,
      en: `“${said}” is not a record's id; it looks like 0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90`,
    },
  }
}

/** Points to another record by its id. Any version of UUID, since facts written by a set statement have ids from a hash. */
export const reference: FieldType = {
  name: 'reference',
  label: { zh: '关联', en: 'Reference' },
  columnType: 'uuid',
  operators: ['is', 'is-not', 'is-one-of', 'is-none-of', 'is-known', 'is-unknown'],
  schema: () => z.guid(),
  parse,
  say: (value) => (isNothing(value) ? nothing : textOf(value)),
  fromPayload: uuidFromPayload,
}
