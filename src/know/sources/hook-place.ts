import type { Saying } from './hook-mapping.ts'

/** What came in: the body as it was read, and the headers by their small letters. */
export type Delivered = { readonly body: unknown; readonly headers: Readonly<Record<string, string>> }

const step = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/y

/** The steps of a path, `$.a[0]['b c']` → a, 0, b c. @returns null where it is none */
export function stepsOf(path: string): readonly string[] | null {
  if (!path.startsWith('$')) return null
  const steps: string[] = []
  step.lastIndex = 1
  while (step.lastIndex < path.length) {
    const found = step.exec(path)
    if (!found) return null
    steps.push(found[1] ?? found[2] ?? found[3] ?? '')
  }
  return steps
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(place: string, { body, headers }: Delivered): unknown {
  if (place.startsWith('=')) return place.slice(1)
  if (place.startsWith('@')) return headers[place.slice(1).trim().toLowerCase()]
  const steps = stepsOf(place)
  return steps === null ? undefined : walk(body, steps)
}

function walk(from: unknown, steps: readonly string[]): unknown {
  let here = from
  for (const name of steps) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined
    here = Reflect.get(here, name)
  }
  return here
}

/** The first of the places that says a text or a number, as text. */
export function textAt(saying: Saying | undefined, delivered: Delivered): string | undefined {
  if (saying === undefined) return undefined
  for (const place of Array.isArray(saying) ? saying : [saying]) {
    const value = valueAt(place, delivered)
    const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : ''
    if (text !== '') return text
  }
  return undefined
}

/** Opens the texts at these places, which hold JSON, plain or encoded as in an address. */
export function unpacked(places: readonly string[], delivered: Delivered): Delivered {
  return places.reduce((so, place) => {
    const text = valueAt(place, so)
    const steps = stepsOf(place)
    const inner = typeof text === 'string' ? parsed(text) : undefined
    return inner === undefined || steps === null ? so : { ...so, body: withValue(so.body, steps, inner) }
  }, delivered)
}

function parsed(text: string): unknown {
  for (const candidate of [text, decoded(text)]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // The other way of writing it is tried.
    }
  }
  return undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return ''
  }
}

function withValue(from: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  if (typeof from !== 'object' || from === null) return from
  const inner = withValue(Reflect.get(from, name), rest, value)
  return Array.isArray(from) ? from.map((item, at) => (String(at) === name ? inner : item)) : { ...from, [name]: inner }
}

export type FoundPlace = { readonly place: string; readonly sample: string }

const most = 400

/** Every place of a body that says something, with what it says: to choose from. */
export function placesIn(body: unknown): readonly FoundPlace[] {
  const found: FoundPlace[] = []
  const look = (value: unknown, place: string) => {
    if (found.length >= most) return
    if (Array.isArray(value)) {
      if (value.length > 0) found.push({ place, sample: `[${value.length}]` })
      return value.slice(0, 2).forEach((item, at) => look(item, `${place}[${at}]`))
    }
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).forEach(([name, inner]) => look(inner, place + written(name)))
    if (typeof value === 'string' ? value !== '' : typeof value === 'number' || typeof value === 'boolean')
      found.push({ place, sample: String(value).slice(0, 80) })
  }
  look(body, '$')
  return found
}

const written = (name: string) => (/^[^.[\]'\s]+$/.test(name) ? `.${name}` : `['${name}']`)
