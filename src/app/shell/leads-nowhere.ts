import { isUuid } from '../../core/kit/id.ts'

/** An id that none can be, as of an address cut short; a new record is called `new`, and standing roles have names. */
export function leadsNowhere(path: string, id: string): boolean {
  return id !== '' && id !== 'new' && !isUuid(id) && !path.startsWith('/roles')
}
