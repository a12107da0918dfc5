import { sql } from 'kysely'
import type { EventKind } from '../event/event.ts'
import { type Dictionary, typeOf } from './dictionary.ts'

/** What a condition on a fact's payload may name: the payload's own fields, and nothing of the customer. */
export function payloadDictionary(dictionary: Dictionary, kind: EventKind): Dictionary {
  const payload = sql.ref('e.payload')
  const fields = Object.entries(kind.payload).map(
    ([name, field]) => [name, { field, sql: typeOf(dictionary, field).fromPayload(payload, name) }] as const,
  )
  const { types, me } = dictionary
  return { types, fields: new Map(fields), events: new Map(), ...(me === undefined ? {} : { me }) }
}
