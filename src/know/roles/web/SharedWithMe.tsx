import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { listSharedWithMe } from '../actions.ts'
import { ShareMay, ShareTerms } from './ShareTerms.tsx'
import './roles.css'

/** Beside the list: whom colleagues have shared with the reader. Nothing where nobody has. */
export function SharedWithMe() {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const shares = useAsk(listSharedWithMe, {}).data?.shares ?? []
  if (shares.length === 0) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say({ zh: '共享给我的（{n}）', en: 'Shared with me ({n})' }, { n: shares.length })}</Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={say({ zh: '共享给我的客户', en: 'Customers shared with me' })}
        size={440}
        destroyOnHidden
      >
        <ul className="rg-roles">
          {shares.map((share) => (
            <li key={share.id}>
              <div className="rg-roles-head">
                <GoLink to={`/customers/${share.customerId}`} className="rg-link rg-roles-name">
                  {nameOfCustomer({ id: share.customerId, name: share.name })}
                </GoLink>
                <ShareMay {...share} />
              </div>
              <ShareTerms {...share} />
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  )
}
