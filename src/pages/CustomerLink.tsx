import { GoLink } from '../ui/address.tsx'
import { nameOfCustomer } from './name-of-customer.ts'

/** To a customer's page by their name, or by the end of their id where none is known. */
export function CustomerLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  return <GoLink to={`/customers/${id}`}>{nameOfCustomer({ id, name })}</GoLink>
}
