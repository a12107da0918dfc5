import { useQuery } from '@tanstack/react-query'
import type { NameReference } from '../../fields/reference/web/reference-names.ts'
import { IdEnd } from '../../fields/reference/web/ReferenceCell.tsx'
import { nameCustomers } from '../../know/customers/actions.ts'
import { GoLink } from '../../ui/address.tsx'
import { call } from '../../ui/call.ts'

/** Names a customer whom a record points to, and leads to their page. */
export const nameReference: NameReference = (to, id) => (to === 'customer' ? <CustomerName id={id} /> : null)

function CustomerName({ id }: { readonly id: string }) {
  const { data, isPending } = useQuery({ queryKey: ['customer-name', id], queryFn: () => nameOfCustomer(id), staleTime: 60_000 })
  return <GoLink to={`/customers/${id}`}>{isPending ? '…' : (data ?? <IdEnd id={id} />)}</GoLink>
}

const most = 200
let gathering: { readonly ids: Set<string>; readonly names: Promise<ReadonlyMap<string, string | null>> } | null = null

/** All names that a page asks for in one moment are one question. */
async function nameOfCustomer(id: string): Promise<string | null> {
  if (!gathering || gathering.ids.size >= most) {
    const ids = new Set<string>()
    gathering = { ids, names: askSoon(ids) }
  }
  gathering.ids.add(id)
  return (await gathering.names).get(id) ?? null
}

async function askSoon(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string | null>> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  if (gathering?.ids === ids) gathering = null
  const { names } = await call(nameCustomers, { ids: [...ids] })
  return new Map(names.map((one) => [one.id, one.name]))
}
