/** Marks round a value filled in: what stands between them is text, never markup. Private use characters of Unicode. */
export const literalBegin = '\ue000'
export const literalEnd = '\ue001'

const marks = /[\ue000\ue001]/g

/** A value as text that no markup is read in. Nothing known is nothing written. */
export function asLiteral(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return ''
  const text = String(value).replace(marks, '')
  return text === '' ? '' : `${literalBegin}${text}${literalEnd}`
}

export function withoutMarks(text: string): string {
  return text.replace(marks, '')
}
