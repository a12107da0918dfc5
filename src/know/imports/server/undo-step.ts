import type { Ctx } from '../../../platform/actions/context.ts'
import { makeNews, makeNewsOfAll } from '../../../platform/event-log/make-news.ts'
import type { Undone } from '../import.ts'

export type UndoPortion = {
  readonly ctx: Ctx
  readonly importId: string
  readonly after: string | null
  readonly limit: number
  /** At its end everybody is recomputed at once, as when the import came in. */
  readonly big: boolean
}
/** `next` is where the step goes on, or null when it is done. */
export type UndoStep = { readonly next: string | null; readonly done: number; readonly undone: Partial<Undone> }

/** Purchases of these customers have gone or are others. */
export const noteChanged = ({ ctx, big }: UndoPortion, customers: readonly string[]): Promise<void> =>
  big ? makeNewsOfAll(ctx, customers) : makeNews(ctx, customers)
