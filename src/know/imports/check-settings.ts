import type { Fields } from '../../core/entity/field.ts'
import { isTimeZone } from '../../core/kit/local-time.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { identityFields } from '../customers/identity-keys.ts'
import type { ImportSettings } from './import.ts'
import { type Columns, type ImportKind, importTargets, isCustomerKind, targetsFor } from './targets.ts'

/**
 * Can an import with these choices be tried at all?
 * @throws Problem import.unknown-target, import.unknown-column, import.column-twice, import.keys-needed,
 * import.target-needed, import.amount-needed, import.unknown-time-zone, import.find-by
 */
export function checkSettings(settings: ImportSettings, width: number, customer: Fields = {}): void {
  const targets = targetsFor(settings.kind, customer)
  const seen = new Map<number, Words>()
  for (const [target, position] of Object.entries(settings.columns)) {
    const path = `columns.${target}`
    const label = targets[target]?.label
    if (!label || !Object.hasOwn(targets, target)) throw new Problem('import.unknown-target', { path, target })
    if (position >= width) throw new Problem('import.unknown-column', { path, target: label, position: position + 1, columns: width })
    const first = seen.get(position)
    if (first) throw new Problem('import.column-twice', { path, position: position + 1, first, second: label })
    seen.set(position, label)
  }
  if (settings.timeZone !== undefined && !isTimeZone(settings.timeZone))
    throw new Problem('import.unknown-time-zone', { path: 'timeZone', timeZone: settings.timeZone })
  checkFindBy(settings, customer)
  if (!tellWho[settings.kind](settings.columns)) throw new Problem('import.keys-needed', { path: 'columns' })
  for (const target of needed[settings.kind]) needTarget(settings, target)
  if (settings.kind === 'purchases') checkPurchases(settings)
}

const hasKey = (columns: Columns) => identityFields.some((field) => field in columns)
const isNamed = (columns: Columns) => ['name', 'lastName', 'firstName'].some((target) => target in columns)

/** Whether the columns say whom a row of this kind is about. */
const tellWho: Readonly<Record<ImportKind, (columns: Columns) => boolean>> = {
  customers: (columns) => hasKey(columns) || 'id' in columns,
  companies: (columns) => hasKey(columns) || 'id' in columns || isNamed(columns),
  contacts: (columns) => ['company', 'companyCode', 'companyCreditCode'].some((target) => target in columns) && isNamed(columns),
  purchases: hasKey,
  tags: hasKey,
  interactions: hasKey,
  products: (columns) => 'product' in columns,
}

const needed: Readonly<Record<ImportKind, readonly string[]>> = {
  customers: [],
  companies: [],
  contacts: [],
  purchases: ['occurredAt'],
  tags: ['tags'],
  interactions: ['occurredAt'],
  products: ['product'],
}

function needTarget({ kind, columns }: ImportSettings, target: string): void {
  if (!(target in columns))
    throw new Problem('import.target-needed', { path: `columns.${target}`, target: importTargets[kind][target]?.label })
}

/** Fields of the firm's own may serve, as long as their values are texts or numbers. */
function checkFindBy({ findBy, kind, columns }: ImportSettings, customer: Fields): void {
  if (findBy === 'any') return
  const serves = findBy === 'id' || identityFields.some((field) => field === findBy) || customer[findBy]?.custom === true
  if (!isCustomerKind(kind) || !serves || !Object.hasOwn(columns, findBy))
    throw new Problem('import.find-by', { path: 'findBy', field: findBy })
}

function checkPurchases({ columns }: ImportSettings): void {
  if (!('amount' in columns) && !('price' in columns)) throw new Problem('import.amount-needed', { path: 'columns.amount' })
}
