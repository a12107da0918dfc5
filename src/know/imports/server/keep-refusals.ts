import type { Services } from '../../../platform/actions/services.ts'
import { sealedCells } from '../hide-sealed-cells.ts'
import { joinReasons, type Refusal, refusedRow } from '../refusals.ts'
import { copyRows } from './copy-rows.ts'
import type { Portion } from './portion.ts'

/** Cells that hold what is kept sealed are sealed here too: a refused row is nobody's yet. */
export async function keepRefusals(
  { client, importId, settings, sealer, rows: { customer = {} } }: Portion,
  refusals: readonly Refusal[],
): Promise<void> {
  const { sealing } = sealer.services
  const isHidden = sealedCells(settings.columns, customer)
  const isAny = Object.values(customer).some(({ sealed }) => sealed === true)
  const kept = (cells: readonly string[]) =>
    isAny ? cells.map((text, at) => (isHidden(text, at) ? sealing.sealLoose(refusedRow, text) : text)) : cells
  // A row that came in may have lost more than one thing on the way.
  const byLine = Map.groupBy(refusals, ({ line }) => line)
  function* rows() {
    for (const [line, [first, ...others]] of byLine) {
      if (!first) continue
      const { cells } = first
      const reason = joinReasons([first.reason, ...others.map((each) => each.reason)])
      yield [importId, line, JSON.stringify(reason), JSON.stringify(kept(cells))]
    }
  }
  await copyRows(client, 'import_refusals', ['import_id', 'line', 'reason', 'cells'], rows())
}

/** Refused rows as they were in the file. */
export const openRefusals = ({ sealing }: Pick<Services, 'sealing'>, refusals: readonly Refusal[]): Refusal[] =>
  refusals.map((refusal) => ({ ...refusal, cells: refusal.cells.map((text) => sealing.openLoose(refusedRow, text)) }))
