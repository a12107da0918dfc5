import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { withdrawGivenKeys } from '../../../platform/records/given-keys.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import type { Progress, Undone } from '../import.ts'
import type { ImportRow } from './read-import-row.ts'
import { undoCreated } from './undo-created.ts'
import { undoCustomerChanges } from './undo-customer-changes.ts'
import { undoHouseholds } from './undo-households.ts'
import { undoMerged } from './undo-merged.ts'
import { undoProducts } from './undo-products.ts'
import { undoPurchaseChanges } from './undo-purchase-changes.ts'
import { undoPurchases } from './undo-purchases.ts'
import { undoRecords } from './undo-records.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'
import { undoVoided } from './undo-voided.ts'

/** Customers or purchases a portion. */
const portionSize = 2_000

/** What happened last is taken back first. */
const steps: readonly ((portion: UndoPortion) => Promise<UndoStep>)[] = [
  undoProducts,
  undoRecords,
  undoPurchases,
  undoVoided,
  undoPurchaseChanges,
  undoCustomerChanges,
  undoCreated,
  undoMerged,
  undoHouseholds,
]

export const nothingUndone: Undone = {
  customersRemoved: 0,
  customersRestored: 0,
  purchasesRemoved: 0,
  purchasesRestored: 0,
  recordsRemoved: 0,
  recordsRestored: 0,
  stayed: 0,
  stayedExamples: [],
}

function add(a: Undone, b: Partial<Undone>): Undone {
  return {
    customersRemoved: a.customersRemoved + (b.customersRemoved ?? 0),
    customersRestored: a.customersRestored + (b.customersRestored ?? 0),
    purchasesRemoved: a.purchasesRemoved + (b.purchasesRemoved ?? 0),
    purchasesRestored: a.purchasesRestored + (b.purchasesRestored ?? 0),
    recordsRemoved: (a.recordsRemoved ?? 0) + (b.recordsRemoved ?? 0),
    recordsRestored: (a.recordsRestored ?? 0) + (b.recordsRestored ?? 0),
    stayed: a.stayed + (b.stayed ?? 0),
    stayedExamples: [...a.stayedExamples, ...(b.stayedExamples ?? [])].slice(0, 100),
  }
}

/** Takes back one portion of an import, in one transaction with how far the undoing came. */
export async function undoPortion(services: Services, row: ImportRow, breakpoint: (name: string) => void): Promise<void> {
  const undo = row.progress.undo ?? { step: 0, after: null, done: 0, of: 0 }
  const step = steps[undo.step]
  if (!step) return await finish(services, row)
  await asSystem(services, 'imports', async (ctx) => {
    await sql`set local synchronous_commit = off`.execute(ctx.db)
    const { rows } =
      await sql`update imports set state = 'undoing' where id = ${row.id} and state = 'undoing' and progress = ${JSON.stringify(row.progress)}::jsonb returning id`.execute(
        ctx.db,
      )
    if (rows.length === 0) return
    const taken = await step({ ctx, importId: row.id, after: undo.after, limit: portionSize, big: row.progress.big })
    breakpoint('undo-before-commit')
    const next = taken.next === null ? { step: undo.step + 1, after: null } : { step: undo.step, after: taken.next }
    const progress: Progress = { ...row.progress, undo: { ...next, done: undo.done + taken.done, of: undo.of } }
    const undone = add(row.result?.undone ?? nothingUndone, taken.undone)
    await sql`update imports set progress = ${JSON.stringify(progress)}::jsonb, result = coalesce(result, '{}'::jsonb) || ${JSON.stringify({ undone })}::jsonb where id = ${row.id}`.execute(
      ctx.db,
    )
  })
  breakpoint('undo-committed')
}

async function finish(services: Services, row: ImportRow): Promise<void> {
  if (row.progress.big) await refreshEveryone(services)
  await asSystem(services, 'imports', async (ctx) => {
    await withdrawGivenKeys(ctx, row.id)
    await sql`update imports set state = 'undone', undone_at = ${ctx.now} where id = ${row.id} and state = 'undoing'`.execute(ctx.db)
  })
}
