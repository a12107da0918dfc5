import { z } from 'zod'
import { listSearch } from '../../pages/list-address.ts'

/** What the page of customers keeps in its address: the list, and whether the form for a new customer is open. */
export const customersSearch = listSearch.extend({ new: z.literal(true).optional() })

/** What one customer's page keeps in its address: which kind of facts the timeline shows. */
export const customerSearch = z.object({ kind: z.string().max(100).optional() })
