import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { readLookAlikes } from '../matching-actions.ts'
import { mergeAddress } from '../merge-address.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { Evidence } from './Evidence.tsx'
import './matching.css'

/** On a customer's page: who else this may be. Nothing where nobody is like them. */
export function LookAlikeNotice({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(readLookAlikes, { id: customerId })
  const alike = asked.data?.alike ?? []
  if (alike.length === 0) return null
  const isFamily = alike.every(({ says }) => says === 'household')
  return (
    <Section
      title={isFamily ? { zh: '可能是一家人', en: 'Perhaps of one household' } : { zh: '可能重复', en: 'Perhaps a duplicate' }}
      actions={<GoLink to="/duplicates">{say({ zh: '全部疑似重复', en: 'All likely duplicates' })}</GoLink>}
    >
      <ul className="rg-match-alike">
        {alike.map((each) => (
          <li key={each.customer.id}>
            <div className="rg-match-typing-who">
              <GoLink to={`/customers/${each.customer.id}`}>{nameOfCustomer(each.customer)}</GoLink>
              <span className="rg-match-none">{each.customer.phone ?? each.customer.code ?? ''}</span>
            </div>
            <Evidence said={each} />
            <Compare ids={[customerId, each.customer.id]} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Compare({ ids }: { readonly ids: readonly string[] }) {
  const say = useSay()
  const [path = '', query = ''] = mergeAddress(ids).split('?ids=')
  return (
    <GoLink to={path} search={{ ids: query }}>
      {say({ zh: '比较并合并', en: 'Compare and merge' })}
    </GoLink>
  )
}
