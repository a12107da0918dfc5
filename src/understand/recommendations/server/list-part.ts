import { type RawBuilder, sql } from 'kysely'
import type { ListMode } from '../settings.ts'

/** Whether the item `had` speaks for `code` is of this kind: an item that speaks for itself was bought before. */
export const isOfMode = (mode: ListMode, alias: 'x' | 'k' | 'y'): RawBuilder<boolean> => {
  const [had, code] = [sql.ref(`${alias}.had`), sql.ref(`${alias}.code`)]
  return mode === 'both' ? sql<boolean>`true` : mode === 'repeat' ? sql<boolean>`${had} = ${code}` : sql<boolean>`${had} <> ${code}`
}

/** Of the list of a row `r` of recommendations the part that is wanted, likeliest first: `x(code, had, place)`. As pick-items.ts. */
export const listPart = (mode: ListMode, length: number): RawBuilder<unknown> => sql`lateral (
    select y.code, y.had, y.place from unnest(r.codes, r.because) with ordinality as y(code, had, place) where ${isOfMode(mode, 'y')} order by y.place limit ${length}
  ) as x(code, had, place)`
