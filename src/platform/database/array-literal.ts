/**
 * An array as PostgreSQL reads it, for a parameter that is cast to its type. The driver looks each element through by itself, which for
 * the tens of thousands of keys of an import took as long as finding them did.
 */
export function arrayLiteral(elements: readonly (string | number)[]): string {
  if (elements.length === 0) return '{}'
  const plain = /["\\]/.test(elements.join('\n')) ? elements.map((each) => String(each).replace(/["\\]/g, '\\$&')) : elements
  return `{"${plain.join('","')}"}`
}
