type Named = { readonly id: string; readonly values: Readonly<Record<string, unknown>> }

/** What a record is called on screen: its name, else whatever it can be told by. */
export function calledName(name: unknown, record: Named | undefined): string {
  const said = [name, ...['name', 'phone', 'email', 'code'].map((field) => record?.values[field])].find(
    (value) => typeof value === 'string' && value !== '',
  )
  return typeof said === 'string' ? said : `#${(record?.id ?? '').slice(-8)}`
}
