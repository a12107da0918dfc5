import { sql } from 'kysely'
import { z } from 'zod'
import { defineOperator } from '../operator.ts'

const nothing = z
  .undefined()
  .or(z.null())
  .transform(() => undefined)

/**
 * Whoever reads. `checkRule` puts the reader's own id in its place, so that what is asked, counted or kept is said of
 * somebody; where nobody reads it holds for none.
 */
export const isMe = defineOperator<undefined>({
  name: 'is-me',
  label: { zh: '是我', en: 'is me' },
  operand: 'nothing',
  value: () => nothing,
  sql: () => sql`false`,
  sentence: { zh: '{field}是我', en: '{field} is me' },
  sayValue: () => '',
})

export const isSomebody = defineOperator<undefined>({
  name: 'is-somebody',
  label: { zh: '已指定', en: 'is somebody' },
  operand: 'nothing',
  value: () => nothing,
  sql: (column) => sql`${column} is not null`,
  sentence: { zh: '有{field}', en: '{field} is somebody' },
  sayValue: () => '',
})

export const isNobody = defineOperator<undefined>({
  name: 'is-nobody',
  label: { zh: '没有人', en: 'is nobody' },
  operand: 'nothing',
  value: () => nothing,
  sql: (column) => sql`${column} is null`,
  sentence: { zh: '没有{field}', en: '{field} is nobody' },
  sayValue: () => '',
})
