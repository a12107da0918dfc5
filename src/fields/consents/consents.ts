import { sql } from 'kysely'
import { z } from 'zod'
import type { FieldType } from '../../core/entity/field-type.ts'
import { nothing, textOf } from '../nothing.ts'
import { tagsOf } from '../tags/tags.ts'

/**
 * What a customer agreed to, as `purpose:channel`; the names are the field's options. Rules ask it of the customer's id
 * (see the operators), lists show it. Nobody types it in: consents are records.
 */
export const consents: FieldType = {
  name: 'consents',
  label: { zh: '同意', en: 'Consents' },
  columnType: 'text[]',
  operators: ['agreed-to-any', 'agreed-to-all', 'agreed-to-none', 'refused-any'],
  schema: () => z.array(z.string().max(60)).max(100),
  parse: () => ({
    wrong: { zh: '同意须逐条记录，不能这样填写', en: 'consents are recorded one by one and cannot be filled in here' },
  }),
  say: (value, field, { language }) => {
    const names = tagsOf(value).map((line) => field.options?.find((option) => option.value === line)?.label[language] ?? textOf(line))
    return names.length === 0 ? nothing : names.join(language === 'zh' ? '、' : ', ')
  },
  fromPayload: () => sql`null::uuid`,
}
