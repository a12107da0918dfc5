import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { listSharedWithMe } from '../actions.ts'
import './roles.css'

/** Beside the list: whom colleagues have shared with the reader. Nothing where nobody has. */
export function SharedWithMe() {
  const say = useSay()
  const format = useFormat()
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
                <Badge tone={share.may === 'change' ? 'attention' : 'neutral'}>
                  {share.may === 'change' ? say({ zh: '可修改', en: 'May change' }) : say({ zh: '可查看', en: 'May see' })}
                </Badge>
              </div>
              <p className="rg-roles-quiet">
                {share.until
                  ? say(
                      { zh: '到 {day} 为止', en: 'Until {day}' },
                      { day: format.date(new Date(new Date(share.until).getTime() - 1).toISOString()) },
                    )
                  : say({ zh: '一直有效', en: 'For good' })}
                {' · '}
                {say({ zh: '{by} 共享', en: 'by {by}' }, { by: share.by })}
                {share.note ? ` · ${share.note}` : ''}
              </p>
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  )
}
