import { mayRun } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Actor } from '../actions/context.ts'
import type { ExportColumn } from './list-export.ts'

/**
 * Who may take a list away, and which of its columns: the one place where that is decided. An export is many people's data
 * in one file, so it takes a manager.
 * @returns the columns that this actor may have @throws Problem access.denied
 */
export function mayExport(actor: Actor, columns: readonly ExportColumn[]): readonly ExportColumn[] {
  if (!mayRun(actor.role, 'manager')) throw new Problem('access.denied')
  return columns
}
