import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useSay } from '../../../ui/language.tsx'
import { type InPortions, Portions } from '../../../ui/Portions.tsx'

type Named = { readonly id: string; readonly name: string | null }

/** Customers by name, page after page, each leading to their page. */
export function NameList({ asked }: { readonly asked: InPortions<Named> }) {
  const say = useSay()
  return (
    <Portions of={asked} nothing={{ zh: '现在没有这样的客户', en: 'Nobody at present' }} more={{ zh: '更多客户', en: 'More customers' }}>
      {(rows) => (
        <ul className="rg-names" aria-label={say({ zh: '客户', en: 'Customers' })}>
          {rows.map(({ id, name }) => (
            <li key={id}>
              <CustomerLink id={id} name={name} />
            </li>
          ))}
        </ul>
      )}
    </Portions>
  )
}
