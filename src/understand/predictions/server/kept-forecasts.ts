import type { Database } from '../../../platform/database/connect.ts'
import { makeForecaster, makeForeteller } from '../foretell.ts'
import type { SetRow } from '../sets.ts'

type Made = {
  readonly of: string
  readonly forecast: ReturnType<typeof makeForecaster>
  readonly foretell: ReturnType<typeof makeForeteller>
}

/** Held until memory is collected: what was worked out comes to 20 MB, and of a shop at rest nobody asks. */
const kept = new WeakMap<Database, WeakRef<Made>>()

/** The functions that foretell by this set, made once while they are in use: what they work out for one customer helps with the next. */
export function forecastsOf(database: Database, { id, body }: Pick<SetRow, 'id' | 'body'>): Made {
  const of = `${id} ${body.standing}`
  const known = kept.get(database)?.deref()
  if (known?.of === of) return known
  const made: Made = { of, forecast: makeForecaster(body), foretell: makeForeteller(body) }
  kept.set(database, new WeakRef(made))
  return made
}
