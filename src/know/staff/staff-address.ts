import { z } from 'zod'

/** What the page of people keeps in its address: which department or team is shown, what is searched, who is open (`new`: an invitation), who leaves. */
export const peopleSearch = z.object({
  department: z.string().max(40).optional(),
  team: z.string().max(40).optional(),
  search: z.string().max(100).optional(),
  person: z.string().max(40).optional(),
  leaving: z.string().max(40).optional(),
})

/** In the place of a department: those who stand in none. */
export const nowhere = 'none'
