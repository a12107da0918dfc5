/**
 * A cell that a spreadsheet would run as a formula gets a `'` before it, for what one person types must not run on
 * another's machine. Plain numbers stay numbers.
 */
export function disarmCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text
}

/** One line of CSV, after RFC 4180. */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((text) => disarmCell(text)).map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
  return `${quoted.join(',')}\r\n`
}
