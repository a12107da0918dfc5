import { sealedParts } from '../../core/kit/sealed-text.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import type { Services } from '../actions/services.ts'
import type { Log } from '../actions/context.ts'
import type { Db } from '../database/connect.ts'
import { readPersonKeys } from './person-keys.ts'
import { boundName } from './bound-name.ts'
import { fromText } from './seal-values.ts'
import { openContacts } from './contacts.ts'
import { customerOf, type Sealing } from './sealing.ts'

type Reader = { readonly services: Pick<Services, 'sealing'>; readonly db: Db; readonly log: Log }

/** What stands in the place of a sealed value that was altered or moved here from elsewhere: never that value. */
export const alteredMark = '⚠'

/**
 * Opens what is sealed in rows on their way out: field names → values, each row under its customer's id. A value whose key
 * is gone reads as nothing; one that was altered, or is another record's, as `⚠`, and the log says which.
 */
export async function openRows<R extends Readonly<Record<string, unknown>>>(
  { services, db, log }: Reader,
  card: Card,
  rows: readonly R[],
  idOf: (row: R) => string,
): Promise<R[]> {
  const fields = openableOf(card)
  if (fields.length === 0) return rows.map((row) => openContacts(services.sealing, row))
  const holders = rows.filter((row) => fields.some(({ name }) => isSealed(row[name])))
  if (holders.length === 0) return rows.map((row) => openContacts(services.sealing, row))
  const keys = await readPersonKeys(services, db, [...new Set(holders.map(idOf))])
  const within = new Set<R>(holders)
  return rows.map((row) => {
    if (!within.has(row)) return openContacts(services.sealing, row)
    const id = idOf(row)
    const opened = fields.flatMap((placed) =>
      isSealed(row[placed.name]) ? [[placed.name, openOne(services.sealing, keys.get(id), id, placed, row[placed.name], log)]] : [],
    )
    return openContacts(services.sealing, { ...row, ...Object.fromEntries(opened) })
  })
}

const openable = new WeakMap<Card, readonly PlacedField[]>()

/** Fields that are sealed and, since one may have been until a moment ago, all of the firm's own. */
function openableOf(card: Card): readonly PlacedField[] {
  const known = openable.get(card) ?? [...card.fields.values()].filter(({ field, custom }) => field.sealed || custom !== undefined)
  openable.set(card, known)
  return known
}

const isSealed = (value: unknown): boolean => typeof value === 'string' && value.startsWith('§1.')

function openOne(sealing: Sealing, key: Buffer | undefined, id: string, placed: PlacedField, value: unknown, log: Log): unknown {
  const parts = sealedParts(value)
  if (!parts) return null
  // Of another record: its own key would open it, and it would stand here as this one's.
  if (customerOf(parts.whose) === id && !key) return null
  try {
    if (!key) throw new Problem('sealing.altered')
    return fromText(placed, sealing.open(key, id, boundName(placed), parts))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    log.error({ customer: id, field: placed.name }, 'a sealed value was altered or moved here from elsewhere')
    return alteredMark
  }
}

/**
 * The same of values that stand together and come from several records, e.g. where they are compared for a merge: each is
 * opened under its own owner's key, if that is one of `owners`.
 */
export async function openValues(
  { services, db, log }: Reader,
  card: Card,
  all: readonly Readonly<Record<string, unknown>>[],
  owners: readonly string[],
): Promise<Record<string, unknown>[]> {
  const fields = openableOf(card)
  const isAny = all.some((values) => fields.some(({ name }) => isSealed(values[name])))
  const keys = isAny ? await readPersonKeys(services, db, [...new Set(owners)]) : new Map<string, Buffer>()
  return all.map((values) => {
    const opened: Record<string, unknown> = { ...openContacts(services.sealing, values) }
    for (const placed of fields) {
      const parts = sealedParts(values[placed.name])
      if (!parts) continue
      const owner = customerOf(parts.whose)
      opened[placed.name] = owners.includes(owner)
        ? openOne(services.sealing, keys.get(owner), owner, placed, values[placed.name], log)
        : alteredMark
    }
    return opened
  })
}
