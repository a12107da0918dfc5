import { isUuid } from '../../core/kit/id.ts'

/** What is made on a page of its own, with `new` in the place of the id. */
const isMadeThere = /^\/(?:journeys|campaigns|templates)\//

/** An id that none can be, as of an address cut short; standing roles have names. */
export function leadsNowhere(path: string, id: string): boolean {
  return id !== '' && !isUuid(id) && !(id === 'new' && isMadeThere.test(path)) && !path.startsWith('/roles')
}
