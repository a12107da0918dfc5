import { z } from 'zod'
import { isSound } from '../fields/sound-text.ts'
import { listSearch } from './list-address.ts'

const entityName = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)

/** A list's address under a name. */
export const savedView = z.object({
  id: z.guid(),
  entity: z.string(),
  name: z.string(),
  query: z.record(z.string(), z.unknown()),
  /** May the reader delete it? */
  mine: z.boolean(),
})

export type SavedView = z.output<typeof savedView>

export const saveViewInput = z.strictObject({
  entity: entityName,
  name: z.string().trim().min(1).max(60).refine(isSound),
  query: z.strictObject(listSearch.shape),
})

export const viewId = z.strictObject({ id: z.guid() })
export const viewIdAnswer = z.object({ id: z.guid() })
export const listViewsInput = z.strictObject({ entity: entityName })
export const listViewsAnswer = z.object({ views: z.array(savedView) })
