import { z } from 'zod'

/** Ids by the name of the place they stand in. */
export type Places = Readonly<Record<string, unknown>>

type Schema = Readonly<Record<string, unknown>>
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)
const schemas = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : [])

/** A valid input for a schema: what must be there, and whatever names a record that is planted. */
export function makeInput(schema: z.ZodType, places: Places): Record<string, unknown> {
  const made = sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), '', places)
  return isSchema(made) ? { ...made } : {}
}

function sample(schema: Schema, name: string, places: Places): unknown {
  if (name in places && !(Array.isArray(places[name]) !== (schema['type'] === 'array') && schema['type'] !== undefined)) return places[name]
  if ('$ref' in schema) return { field: 'city', op: 'is', value: '杭州' }
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  const choice = schemas(schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf'])
  if (choice.length > 0) return sample(choice[0] ?? {}, name, places)
  switch (schema['type']) {
    case 'object':
      return sampleObject(schema, places)
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () =>
        sample(isSchema(schema['items']) ? schema['items'] : {}, name, places),
      )
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 1)
    case 'boolean':
      return true
    case 'string':
      return sampleText(schema)
    default:
      return 'x'
  }
}

function sampleObject(schema: Schema, places: Places): Record<string, unknown> {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {}
  const required = new Set<unknown>(Array.isArray(schema['required']) ? schema['required'] : [])
  const wanted = Object.entries(properties).filter(([name, inner]) => isSchema(inner) && (required.has(name) || name in places))
  return Object.fromEntries(wanted.map(([name, inner]) => [name, sample(isSchema(inner) ? inner : {}, name, places)]))
}

function sampleText(schema: Schema): string {
  const formats: Readonly<Record<string, string>> = {
    uuid: '01920000-0000-7000-8000-00000000beef',
    email: 'nobody@shop.example',
    uri: 'https://shop.example/',
    date: '2026-06-01',
    'date-time': '2026-06-20T00:00:00Z',
  }
  const known = formats[String(schema['format'])]
  if (known !== undefined) return known
  return 'matrix words'.padEnd(Number(schema['minLength'] ?? 0), 'x').slice(0, Number(schema['maxLength'] ?? 60))
}
