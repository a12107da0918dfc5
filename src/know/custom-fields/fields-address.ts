import { z } from 'zod'
import { layoutKinds, layoutPlaces } from '../layouts/layout.ts'

/** What the page of fields keeps in its address: which tab, which field is open (`new` for one to be made), which layout. */
export const fieldsSearch = z.object({
  tab: z.enum(['fields', 'layouts']).optional(),
  field: z.string().max(40).optional(),
  place: z.enum(layoutPlaces).optional(),
  kind: z.enum(layoutKinds).optional(),
})
