import { z, type ZodType } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

/** Schemas that have a name of their own (`.meta({ id })`), each described once and referred to everywhere else. */
export type Components = { readonly schemas: Map<string, JsonSchema>; readonly forms: Map<string, string> }

export const noComponents = (): Components => ({ schemas: new Map(), forms: new Map() })

/** A schema as JSON Schema 2020-12, its named parts moved to the components. `io` tells which side of defaults is meant. */
export function describeSchema(schema: ZodType, io: 'input' | 'output', components: Components): JsonSchema {
  const { $defs, properties } = z.toJSONSchema(z.object({ described: schema }), {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    cycles: 'ref',
    reused: 'inline',
  })
  const names = new Map<string, string>()
  for (const [id, definition] of Object.entries($defs ?? {})) names.set(id, nameFor(id, definition, io, components))
  const pointed = (value: unknown): JsonSchema =>
    JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === '$ref' ? point(inner, names) : inner))
  for (const [id, definition] of Object.entries($defs ?? {})) {
    const { id: _, ...rest } = pointed(definition)
    components.schemas.set(names.get(id) ?? id, rest)
  }
  return pointed(properties?.described)
}

/** One name for both sides where they agree; else the side that comes second carries it in its name. */
function nameFor(id: string, definition: unknown, io: 'input' | 'output', { forms }: Components): string {
  const form = JSON.stringify(definition)
  const known = forms.get(id)
  const name = known === undefined || known === form ? id : `${id}${io === 'input' ? 'Input' : 'Output'}`
  forms.set(name, form)
  return name
}

function point(reference: unknown, names: ReadonlyMap<string, string>): unknown {
  const id = /^#\/\$defs\/(.+)$/.exec(String(reference))?.[1]
  return id === undefined ? reference : `#/components/schemas/${names.get(id) ?? id}`
}
