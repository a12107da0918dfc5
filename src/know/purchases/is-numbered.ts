import { type Expression, sql } from 'kysely'

type Text = string | Expression<string>

/** Whether the fact `e` tells of an order of this number: facts written before theirs was named tell of anybody's numbering. */
export const isNumbered = (number: Text, source: Text) =>
  sql<boolean>`e.payload ->> 'number' = ${number} and coalesce(e.payload ->> 'source', ${source}) = ${source}`
