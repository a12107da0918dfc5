import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'

type Named = { readonly id: string; readonly name: string | null }
type Asked = {
  readonly data: { readonly pages: readonly { readonly rows: readonly Named[] }[] } | undefined
  readonly error: unknown
  readonly refetch: () => unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

/** Customers by name, page after page, each leading to their page. */
export function NameList({ asked }: { readonly asked: Asked }) {
  const say = useSay()
  const rows = asked.data?.pages.flatMap((page) => page.rows)
  if (!rows) return asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={6} />
  if (rows.length === 0) return <Empty small title={{ zh: '现在没有这样的客户', en: 'Nobody at present' }} />
  return (
    <>
      <ul className="rg-names" aria-label={say({ zh: '客户', en: 'Customers' })}>
        {rows.map(({ id, name }) => (
          <li key={id}>
            <CustomerLink id={id} name={name} />
          </li>
        ))}
      </ul>
      <div className="rg-list-foot">
        <MoreButton of={asked} words={{ zh: '更多客户', en: 'More customers' }} />
      </div>
    </>
  )
}
