import type { PoolClient as Client } from 'pg'
import { arrayLiteral } from './array-literal.ts'

/** A statement whose rows nobody reads. */
export type Part = { readonly text: string; readonly values: readonly unknown[] }

/** What we use of pg’s connection, as pg-cursor does. */
type Wire = {
  readonly stream: { cork(): void; uncork(): void }
  parse(message: { name: string; text: string }): void
  bind(message: { statement: string; values: readonly (string | null)[] }): void
  execute(message: object): void
  close(message: { type: 'S'; name: string }): void
  sync(): void
}

/**
 * Sends several statements to the database in one message and waits once for all of them. When one fails, those behind
 * it are not run, which separate messages could not promise: none ever runs without the BEGIN before it, and a COMMIT
 * does not come about without the statements before it. Each connection parses and plans a text once.
 * @returns what the database says of each, such as `INSERT 0 1`
 */
export function sendAsOne(client: Client, parts: readonly Part[]): Promise<string[]> {
  return new Promise((done, failed) => {
    const tags: string[] = []
    const known = knownTo(client)
    const names = parts.map(({ text }) => nameOf(text))
    const values = parts.map((part) => part.values.map(asText))
    const query = {
      callback: () => {},
      submit: (wire: Wire) => submit(wire, parts, names, values, known),
      handleDataRow: () => {},
      handleEmptyQuery: () => {},
      handleCommandComplete: (message: { text: string }) => tags.push(message.text),
      handleReadyForQuery: () => {
        for (const name of names) known.add(name)
        done(tags)
      },
      handleError: failed,
    }
    void client.query(query as unknown as Parameters<Client['query']>[0])
  })
}

const knownNames = new WeakMap<Client, Set<string>>()

/** The names of the texts that this connection has parsed for certain. */
function knownTo(client: Client): Set<string> {
  const known = knownNames.get(client) ?? new Set()
  knownNames.set(client, known)
  return known
}

const names = new Map<string, string>()
const mostNames = 100

/** The empty name is parsed anew each time. */
function nameOf(text: string): string {
  if (!names.has(text) && names.size < mostNames) names.set(text, `as_one_${names.size}`)
  return names.get(text) ?? ''
}

function submit(
  wire: Wire,
  parts: readonly Part[],
  names: readonly string[],
  values: readonly (readonly (string | null)[])[],
  known: ReadonlySet<string>,
): null {
  wire.stream.cork()
  try {
    for (const [i, { text }] of parts.entries()) {
      const name = names[i] ?? ''
      if (name === '' || !known.has(name)) {
        // One that failed together with others may have been parsed; to close what is not there is no failure.
        if (name !== '') wire.close({ type: 'S', name })
        wire.parse({ name, text })
      }
      wire.bind({ statement: name, values: values[i] ?? [] })
      wire.execute({})
    }
    wire.sync()
  } finally {
    wire.stream.uncork()
  }
  return null
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return arrayLiteral(value)
  throw new TypeError('only texts, numbers, truths, instants and arrays of texts are sent so')
}
