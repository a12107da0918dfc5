type Named = Readonly<Record<string, unknown>>

/** What a customer is called on screen: by name, else by whatever they can be told by. */
export function nameOf(record: Named): string {
  for (const field of ['name', 'phone', 'email', 'code']) {
    const value = record[field]
    if (typeof value === 'string' && value !== '') return value
  }
  return `#${String(record['id']).slice(-8)}`
}
