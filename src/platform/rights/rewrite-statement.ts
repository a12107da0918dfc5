import type { Rewrite } from '../database/connect.ts'
import { joinedTables } from './joined-tables.ts'
import { readOpenKeys } from './open-keys.ts'

/** What stands before a statement in a table's place: a SELECT with its own values, numbered from $1. */
export type ShadowTable = {
  readonly text: string
  readonly values: readonly unknown[]
  /** The same where the statement itself joins it to the customers that are seen; null where that is the table as it is. */
  readonly joined?: ShadowTable | null
  /** With the firm's own fields as they are kept beside those that are seen, for these keys alone; see open-keys.ts. */
  readonly open?: { readonly keys: ReadonlySet<string>; readonly table: ShadowTable } | undefined
}

/**
 * The tables that a reader sees in place of the real ones, by name. `customers` comes first, and every other may look at it
 * under its bare name; the real ones are named with their schema.
 */
export type Shadow = ReadonlyMap<string, ShadowTable>

/**
 * Puts the shadow of each table that a statement names before it, as a WITH clause: a name there hides the table of that
 * name in the whole statement, however deep it is asked. Nothing is looked up in the statement but the names that occur.
 * @throws Error for whatever is no plain SELECT: what cannot be filtered is refused
 */
export function shadowing(shadow: Shadow): Rewrite {
  const made = new Map<string, Rewritten>()
  return (text, values) => {
    const before = made.get(text)
    const known = before?.given === values.length ? before : rewritten(shadow, text, values.length)
    if (known !== before) {
      if (made.size >= mostRewritten) made.clear()
      made.set(text, known)
    }
    return { text: known.text, values: known.values.length === 0 ? values : [...values, ...known.values] }
  }
}

/** What a text becomes that is given so many values, and those that it needs besides. */
type Rewritten = { readonly text: string; readonly values: readonly unknown[]; readonly given: number }
/** They are long, and each reader has their own: what a page asks again and again. */
const mostRewritten = 20

function rewritten(shadow: Shadow, text: string, given: number): Rewritten {
  const { names, joined, begins, isControl } = readStatement(text)
  const used = isControl ? [] : [...shadow].filter(([name]) => names.has(name))
  if (used.length === 0) return { text, values: [], given }
  const customers = shadow.get('customers')
  const opened = customers?.open ? readOpenKeys(text, customers.open.keys) : null
  const shown = used.flatMap(([name, table]) => {
    if (joined.has(name) && table.joined === null) return []
    const open = name === 'customers' && opened !== null ? table.open?.table : undefined
    return [[name, (joined.has(name) ? table.joined : open) ?? table] as const]
  })
  const parts = customers && !names.has('customers') ? [['customers', customers] as const, ...shown] : shown
  const asked = opened ?? text
  const listed = /"customers" c\b/.test(text) ? 'customers' : /"(\w+)" c\b/.exec(text)?.[1]
  const hasIndex = listed !== undefined && shadow.get(listed)?.text.includes('search_index') === true
  return compose(parts, hasIndex ? withIndex(asked) : asked, given, begins)
}

/**
 * A search asks the words that the reader may know of, which stand in no index, and besides all words there are, which do:
 * whoever is found must be in both.
 */
const withIndex = (text: string) =>
  text.replaceAll(/"c"\."search" @@ (\$\d+)::tsquery/g, (all, value: string) => `(${all} and "c"."search_index" @@ ${value}::tsquery)`)

function compose(parts: readonly (readonly [string, ShadowTable])[], text: string, given: number, begins: 'select' | 'with'): Rewritten {
  const values: unknown[] = []
  const clauses = parts.map(([name, table]) => {
    const offset = given + values.length
    values.push(...table.values)
    const body = table.text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`)
    return `"${name}" as not materialized (${body})`
  })
  const head = `with ${clauses.join(',\n')}\n`
  // A WITH of its own goes inside, so that names of its own hide ours as they hide the tables.
  return { text: begins === 'with' ? `${head}select * from (${text}) as asked` : `${head}${text}`, values, given }
}

type Read = {
  readonly names: ReadonlySet<string>
  /** See joined-tables.ts. */
  readonly joined: ReadonlySet<string>
  readonly begins: 'select' | 'with'
  readonly isControl: boolean
}

const known = new Map<string, Read>()
const mostKnown = 3_000

function readStatement(text: string): Read {
  const before = known.get(text)
  if (before) return before
  if (known.size >= mostKnown) known.clear()
  const read = analyse(text)
  known.set(text, read)
  return read
}

const control =
  /^\s*(?:begin|commit|rollback|start transaction(?: isolation level repeatable read)?(?: read only)?|lock table [\w", ]+ in access share mode)\s*$/i
const head = /^[\s(]*(select|with)\b/i
/** Whatever writes, locks, or reads a table whose name stands in a text or that we do not cover. */
const refused = [
  /\binsert\s+into\b/i,
  /\bdelete\s+from\b/i,
  /\bupdate\s+(?:only\s+)?[\w.]+\s+(?:as\s+\w+\s+|\w+\s+)?set\b/i,
  /\bmerge\s+into\b/i,
  /\bselect\b[^;]*\binto\s+(?:temp|temporary|unlogged|table)\b/i,
  /\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b/i,
  /\bpublic\s*\./i,
  /\b(?:query|table|cursor|schema|database)_to_xml\w*\s*\(/i,
  /\b(?:dblink\w*|ts_stat|set_config|lo_\w+|pg_read_\w+|pg_ls_\w+|nextval|setval|pg_advisory\w*)\s*\(/i,
  /\bpg_(?:stats\w*|statistic\w*|stat_\w+)\b/i,
  /;/,
]

/** @throws Error with the reason, for what no reader's question may be */
function analyse(text: string): Read {
  if (control.test(text)) return { names: new Set(), joined: new Set(), begins: 'select', isControl: true }
  const plain = withoutTexts(text)
  const first = head.exec(plain)?.[1]?.toLowerCase()
  if (first !== 'select' && first !== 'with') throw refusal('it is no SELECT', text)
  const bad = refused.find((form) => form.test(plain))
  if (bad) throw refusal(`it matches ${bad.source}`, text)
  const small = plain.toLowerCase()
  return { names: new Set(small.match(/[a-z_][a-z0-9_]*/g)), joined: joinedTables(small), begins: first, isControl: false }
}

/** The statement with its texts emptied and the quotes of its names taken away. @throws Error for forms that we never write */
function withoutTexts(text: string): string {
  const plain = text.replaceAll(/'(?:[^']|'')*'|"((?:[^"]|"")*)"/g, (_, name: string | undefined) =>
    name === undefined ? "''" : ` ${name} `,
  )
  if (/--|\/\*/.test(plain)) throw refusal('it has a comment', text)
  if (/\$\w*\$/.test(plain)) throw refusal('it has a text in dollars', text)
  if (/(?:^|[^\w'])(?:e|u&)''/i.test(plain)) throw refusal('it has a text with escapes', text)
  return plain
}

const refusal = (why: string, text: string) =>
  new Error(`this statement cannot be asked by somebody whose sight is limited, for ${why}: ${text.slice(0, 500)}`)
