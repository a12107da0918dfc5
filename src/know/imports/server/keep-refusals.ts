import type { Refusal } from '../refusals.ts'
import { copyRows } from './copy-rows.ts'
import type { Portion } from './portion.ts'

export async function keepRefusals({ client, importId }: Portion, refusals: readonly Refusal[]): Promise<void> {
  function* rows() {
    for (const { line, reason, cells } of refusals) yield [importId, line, JSON.stringify(reason), JSON.stringify(cells)]
  }
  await copyRows(client, 'import_refusals', ['import_id', 'line', 'reason', 'cells'], rows())
}
