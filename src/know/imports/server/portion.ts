import type { NewId } from '../../../core/kit/id.ts'
import type { Shop } from '../../../platform/actions/context.ts'
import type { Client, Db } from '../../../platform/database/connect.ts'
import type { Card, PlacedField } from '../../../platform/actions/registry.ts'
import type { Keeper } from '../../../platform/sealing/seal-values.ts'
import { type Counts, type ImportSettings, noCounts } from '../import.ts'
import type { RowReading } from '../row-reading.ts'
import type { Refusal } from '../refusals.ts'

/** The keys, and the fields of customers that are kept sealed. */
export type Sealer = { readonly services: Keeper; card(entity: string): Card; readonly fields: readonly PlacedField[] }

/** What one portion of an import is done with: a transaction, and what was decided for the whole. */
export type Portion = {
  readonly db: Db
  readonly client: Client
  readonly now: Date
  readonly newId: NewId
  readonly shop: Shop
  readonly importId: string
  /** The file's name. */
  readonly file: string
  /** Who brought the file: an actor's id. */
  readonly by: string
  readonly settings: ImportSettings
  readonly rows: RowReading
  /** Seals what is kept sealed; of all customers of the portion at once. */
  readonly sealer: Sealer
  /** Its facts are marked as read at once, for everybody is recomputed at the end. */
  readonly big: boolean
  /** Named places at which a test may break off. */
  readonly breakpoint: (name: string) => void
}

export type PortionResult = { readonly counts: Counts; readonly refusals: readonly Refusal[]; readonly touched: ReadonlySet<string> }

/** Counts that a portion adds up while it works. */
export type Tally = { -readonly [name in keyof Counts]: Counts[name] }

export const newTally = (): Tally => ({ ...noCounts, fieldsUpdated: {} })
