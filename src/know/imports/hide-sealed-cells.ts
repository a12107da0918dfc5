import type { Fields } from '../../core/entity/field.ts'
import { holdsContact, keepInText } from '../../core/kit/contact-in-text.ts'
import type { ContactKind } from '../../core/kit/contact-token.ts'
import { lastFourOf } from '../../core/kit/sealed-text.ts'
import type { Inspection } from './import.ts'
import { furtherPoints } from './targets.ts'

const pointKinds: Readonly<Record<string, string>> = furtherPoints

type Columns = Readonly<Record<string, number>>

/** Which columns of a file bring what is kept sealed. */
const sealedColumns = (columns: Columns, fields: Fields): ReadonlySet<number> =>
  new Set(Object.entries(columns).flatMap(([name, at]) => (fields[pointKinds[name] ?? name]?.sealed ? [at] : [])))

const isSealed = (fields: Fields) => (kind: ContactKind) => fields[kind]?.sealed === true

/** Whether a cell holds what is kept sealed: it stands in such a column, or names such a contact detail. */
export function sealedCells(columns: Columns, fields: Fields): (text: string, at: number) => boolean {
  const hidden = sealedColumns(columns, fields)
  return (text, at) => text !== '' && (hidden.has(at) || holdsContact(text, isSealed(fields)))
}

/** What is kept of the first rows of a file, with such cells masked: the file itself has them, until it is cleared away. */
export function hideSealedCells(inspection: Inspection, columns: Inspection['columns'], fields: Fields): Inspection {
  const [hidden, isHidden] = [sealedColumns(columns, fields), isSealed(fields)]
  if (hidden.size === 0 && !Object.values(fields).some(({ sealed }) => sealed === true)) return inspection
  const maskedIn = (text: string) => keepInText(text, (kind, value) => (isHidden(kind) ? lastFourOf(value) : value))
  const masked = (cells: readonly string[], isHeader = false) =>
    cells.map((text, at) => (text === '' || isHeader ? text : hidden.has(at) ? lastFourOf(text) : maskedIn(text)))
  return {
    ...inspection,
    rows: inspection.rows.map((cells) => masked(cells)),
    firstRows: inspection.firstRows.map(({ line, cells }) => ({ line, cells: masked(cells, line === inspection.headerRow) })),
  }
}
