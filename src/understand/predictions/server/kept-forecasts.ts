import type { Database } from '../../../platform/database/connect.ts'
import { makeForecaster, makeForeteller } from '../foretell.ts'
import type { SetRow } from './sets.ts'

type Made = {
  readonly of: string
  readonly forecast: ReturnType<typeof makeForecaster>
  readonly foretell: ReturnType<typeof makeForeteller>
}

const kept = new WeakMap<Database, Made>()

/** The functions that foretell by this set, made once: what they work out for one customer helps with the next. */
export function forecastsOf(database: Database, { id, body }: Pick<SetRow, 'id' | 'body'>): Made {
  const of = `${id} ${body.standing}`
  const known = kept.get(database)
  if (known?.of === of) return known
  const made = { of, forecast: makeForecaster(body), foretell: makeForeteller(body) }
  kept.set(database, made)
  return made
}
