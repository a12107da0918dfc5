import { isUuid } from '../../core/kit/id.ts'
import type { PageEntry } from './page-entry.ts'

type Page = Pick<PageEntry, 'path' | 'role' | 'needs' | 'makes' | 'byName'>

/** An id that none can be, as of an address cut short. */
export function leadsNowhere({ makes, byName }: Page, id: string): boolean {
  return id !== '' && !isUuid(id) && !(id === 'new' && makes) && !byName
}

/** What it takes to open a page with this id: where a new record is made, the right to make it. */
export const placeOf = (page: Page, id: string): Pick<Page, 'role' | 'needs'> =>
  id === 'new' && page.makes ? { role: page.role, needs: page.makes } : page

/** The page that stands at a path, and the id in it; null where there is none. */
export function pageAt<P extends Page>(pages: readonly P[], path: string): { readonly page: P; readonly id: string } | null {
  const exact = pages.find((page) => page.path === path)
  if (exact) return { page: exact, id: '' }
  const parts = path.split('/')
  const page = pages.find(({ path: pattern }) => {
    const expected = pattern.split('/')
    return expected.length === parts.length && expected.every((part, at) => part === '$id' || part === parts[at])
  })
  return page ? { page, id: parts[page.path.split('/').indexOf('$id')] ?? '' } : null
}
