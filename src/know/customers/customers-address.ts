import { z } from 'zod'
import { listSearch } from '../../pages/list-address.ts'

/** What the page of customers keeps in its address: the list, and whether the form for a new customer is open. */
export const customersSearch = listSearch.extend({ new: z.literal(true).optional() })

/** What one customer's page keeps in its address: which facts the timeline shows, and what is being written down. */
export const customerSearch = z.object({
  /** A kind of facts, or one of its own kinds: `interaction.recorded/call`. */
  kind: z.string().max(100).optional(),
  by: z.string().max(100).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** An interaction is being written: of this kind, or `new`. */
  log: z.string().max(20).optional(),
})
