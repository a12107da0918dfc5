import { PersonRoles } from '../know/roles/web/PersonRoles.tsx'
import { PeoplePage } from '../know/staff/web/PeoplePage.tsx'

/** The people of the firm, with the rights that each of them has. */
export function WholePeoplePage() {
  return <PeoplePage Rights={PersonRoles} />
}
