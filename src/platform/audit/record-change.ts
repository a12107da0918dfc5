/** What became of the fields of one record: `[before, after]` for each that is another now. */
export type RecordChange = {
  /** An entity's name, or a table's where there is no entity. */
  readonly entity: string
  readonly id: string
  readonly fields: Readonly<Record<string, readonly [unknown, unknown]>>
}

type Values = Readonly<Record<string, unknown>>

/** The fields in which two states of a record differ; null where none does. A new record has no state before, a gone one none after. */
export function changeOf(entity: string, id: string, before: Values | null, after: Values | null): RecordChange | null {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  const fields: Record<string, readonly [unknown, unknown]> = {}
  for (const name of names) {
    const was = before?.[name] ?? null
    const is = after?.[name] ?? null
    if (!isSame(was, is)) fields[name] = [was, is]
  }
  return Object.keys(fields).length > 0 ? { entity, id, fields } : null
}

const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)
