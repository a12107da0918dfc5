import { GoLink } from '../ui/address.tsx'

/** To a customer's page by their name, or by the end of their id where none is known. */
export function CustomerLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  return <GoLink to={`/customers/${id}`}>{name ?? `#${id.slice(-8)}`}</GoLink>
}
