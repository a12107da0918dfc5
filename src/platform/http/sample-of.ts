import type { Components, JsonSchema } from './describe-schema.ts'

/** What stands for values of these forms, so that the shape is seen and the check of the input is passed. */
const byFormat: Readonly<Record<string, string>> = {
  uuid: '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90',
  'date-time': '2026-06-15T10:30:00+08:00',
  date: '2026-06-15',
  time: '09:30',
  email: 'li.na@example.com',
  uri: 'https://example.com',
}

/** Tried in this order where a text must match a pattern. */
const byPattern = ['text', '09:30', 'example.com', '#0f766e', 'crm', 'user:0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90']

/** A rule that every shop can ask. */
const anyRule = { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] }

export const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

/**
 * The least that fits a JSON Schema: only what is required, with the first of each choice. Ids in it are made up. For an
 * operation whose definition gives no example of its own.
 */
export function sampleOf(schema: unknown, components: Components): unknown {
  if (!isSchema(schema)) return {}
  if (typeof schema.$ref === 'string') return sampleOfNamed(schema.$ref, components)
  const [first] = [...listOf(schema.examples), ...('default' in schema ? [schema.default] : []), ...listOf(schema.enum)]
  if (first !== undefined) return first
  if ('const' in schema) return schema.const
  const [choice] = [...listOf(schema.anyOf), ...listOf(schema.oneOf)]
  if (choice !== undefined) return sampleOf(choice, components)
  return sampleOfType(schema, components)
}

function sampleOfNamed(reference: string, components: Components): unknown {
  const name = reference.replace(/^.*\//, '')
  return name.startsWith('Rule') ? anyRule : sampleOf(components.schemas.get(name), components)
}

function sampleOfType(schema: JsonSchema, components: Components): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') return sampleOfObject(schema, components)
  if (type === 'array') return Array.from({ length: numberOf(schema.minItems, 0) }, () => sampleOf(schema.items, components))
  if (type === 'integer' || type === 'number') return numberOf(schema.minimum, numberOf(schema.exclusiveMinimum, 0) + 1)
  if (type === 'boolean') return true
  if (type === 'null') return null
  const fitting = typeof schema.pattern === 'string' ? new RegExp(schema.pattern) : /^/
  return (
    byFormat[String(schema.format)] ?? byPattern.find((text) => fitting.test(text)) ?? 'text'.padEnd(numberOf(schema.minLength, 0), 's')
  )
}

function sampleOfObject({ properties, required }: JsonSchema, components: Components): JsonSchema {
  const parts = isSchema(properties) ? properties : {}
  return Object.fromEntries(listOf(required).map((name) => [String(name), sampleOf(parts[String(name)], components)]))
}
