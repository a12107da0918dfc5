import type { Fields } from '../../core/entity/field.ts'
import { isTimeZone } from '../../core/kit/local-time.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { identityFields } from '../customers/identity-keys.ts'
import type { ImportSettings } from './import.ts'
import { importTargets, targetsFor } from './targets.ts'

/**
 * Can an import with these choices be tried at all?
 * @throws Problem import.unknown-target, import.unknown-column, import.column-twice, import.keys-needed,
 * import.target-needed, import.amount-needed, import.unknown-time-zone
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
  if (!identityFields.some((field) => field in settings.columns)) throw new Problem('import.keys-needed', { path: 'columns' })
  if (settings.kind === 'purchases') checkPurchases(settings)
}

function checkPurchases({ columns }: ImportSettings): void {
  if (!('occurredAt' in columns))
    throw new Problem('import.target-needed', { path: 'columns.occurredAt', target: importTargets.purchases['occurredAt']?.label })
  if (!('amount' in columns) && !('price' in columns)) throw new Problem('import.amount-needed', { path: 'columns.amount' })
}
