import type { Ctx } from '../../../platform/actions/context.ts'
import type { Undone } from '../import.ts'

export type UndoPortion = { readonly ctx: Ctx; readonly importId: string; readonly after: string | null; readonly limit: number }
/** `next` is where the step goes on, or null when it is done. */
export type UndoStep = { readonly next: string | null; readonly done: number; readonly undone: Partial<Undone> }
