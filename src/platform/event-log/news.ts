import { type RawBuilder, sql } from 'kysely'

/**
 * Customers whose facts are to be looked at again, handed to the refreshers one after the other.
 * `everyone` recomputes the whole base in set-based statements and tells nobody's log; it is used for a rebuild and
 * after a large import. Otherwise `ids` are customers whose heads are locked until the transaction ends.
 */
export type News = {
  readonly everyone: boolean
  readonly ids: readonly string[]
  /** A condition on a customer column: `= any(ids)`, or true for everyone. */
  among(column: RawBuilder<unknown>): RawBuilder<unknown>
  /** The ids as a bound array, for `CompileOptions.among`; null for everyone. */
  readonly idArray: RawBuilder<unknown> | null
  /** All that is new about the customer is history: what follows from it is history too and wakes nobody. */
  isQuiet(customerId: string): boolean
  /** The news of all but those who did something in the shop's software and of whom nothing else is new: what is worked out of their records stands. */
  ofRecords(): News
}

export type NewsOfSome = Pick<News, 'ids' | 'isQuiet'> & {
  /** Those whose records may be others; left out: all of them. */
  readonly changed?: readonly string[]
}

export function newsOfSome({ ids, changed, isQuiet }: NewsOfSome): News {
  const ofChanged = changed && changed.length < ids.length ? newsOfSome({ ids: changed, isQuiet }) : null
  const news: News = {
    everyone: false,
    ids,
    isQuiet,
    idArray: sql`${ids}::uuid[]`,
    among: (column) => sql`${column} = any(${ids}::uuid[])`,
    ofRecords: () => ofChanged ?? news,
  }
  return news
}

/** The whole base at once: what is derived is set right for everybody, and no log is told. */
export const everyone: News = {
  everyone: true,
  ids: [],
  idArray: null,
  among: () => sql`true`,
  isQuiet: () => true,
  ofRecords: () => everyone,
}
