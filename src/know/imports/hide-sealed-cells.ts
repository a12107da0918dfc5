import type { Fields } from '../../core/entity/field.ts'
import { lastFourOf } from '../../core/kit/sealed-text.ts'
import type { Inspection } from './import.ts'
import { furtherPoints } from './targets.ts'

const pointKinds: Readonly<Record<string, string>> = furtherPoints

/** Which columns of a file bring what is kept sealed. */
export function sealedColumns(columns: Readonly<Record<string, number>>, fields: Fields): ReadonlySet<number> {
  return new Set(Object.entries(columns).flatMap(([name, at]) => (fields[pointKinds[name] ?? name]?.sealed ? [at] : [])))
}

/** What is kept of the first rows of a file, with such cells masked: the file itself has them, until it is cleared away. */
export function hideSealedCells(inspection: Inspection, columns: Inspection['columns'], fields: Fields): Inspection {
  const hidden = sealedColumns(columns, fields)
  if (hidden.size === 0) return inspection
  const masked = (cells: readonly string[], isHeader = false) =>
    cells.map((text, at) => (hidden.has(at) && text !== '' && !isHeader ? lastFourOf(text) : text))
  return {
    ...inspection,
    rows: inspection.rows.map((cells) => masked(cells)),
    firstRows: inspection.firstRows.map(({ line, cells }) => ({ line, cells: masked(cells, line === inspection.headerRow) })),
  }
}
