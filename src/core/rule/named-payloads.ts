import type { Option } from '../entity/field.ts'
import type { EventKind } from '../event/event.ts'

/** What the ids are called that some fields of facts hold: of each kind of thing, by the field's `to`. */
export type NamedThings = ReadonlyMap<string, readonly Option[]>

/** The kinds of facts with the names of the things that their payloads point to, so that sentences say them and forms offer them. */
export function namedPayloads<E extends EventKind>(events: Iterable<E>, things: NamedThings): E[] {
  return [...events].map((event) => {
    const payload = Object.entries(event.payload).map(([name, field]) => {
      const options = field.to === undefined ? undefined : things.get(field.to)
      return [name, options ? { ...field, options } : field]
    })
    return { ...event, payload: Object.fromEntries(payload) }
  })
}
