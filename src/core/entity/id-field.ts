import type { Field } from './field.ts'

/** What tells a record from all others here: in an export of all columns, and what an import may find it by. */
export const idField = { type: 'text', label: { zh: '系统编号', en: 'Id of this system' } } as const satisfies Field
