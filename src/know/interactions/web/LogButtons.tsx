import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { customerSearch } from '../../customers/customers-address.ts'
import { recordInteraction } from '../actions.ts'
import { SideDrawer } from '../../../ui/SideDrawer.tsx'
import { LogForm } from './LogForm.tsx'

const title = { zh: '记一笔', en: 'Log an interaction' }

/** At the head of a customer's page; the address may open it, e.g. from the command palette. */
export function LogAction({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const [search, setSearch] = useSearchState(customerSearch)
  const close = () => setSearch({ log: undefined })
  if (!useMayDo(recordInteraction)) return null
  return (
    <>
      <Button type="primary" icon={<EditOutlined />} onClick={() => setSearch({ log: 'new' }, { push: true })}>
        {say({ zh: '记一笔', en: 'Log' })}
      </Button>
      <SideDrawer open={search.log !== undefined} title={title} onClose={close}>
        <LogForm key={customerId} customerId={customerId} kind={search.log} onDone={close} />
      </SideDrawer>
    </>
  )
}

/** In a line of the list. */
export function LogRowButton({ customerId, name }: { readonly customerId: string; readonly name: string }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  if (!useMayDo(recordInteraction)) return null
  return (
    <>
      <Button
        size="small"
        type="text"
        icon={<EditOutlined />}
        aria-label={say({ zh: '记一笔：{name}', en: 'Log: {name}' }, { name })}
        onClick={() => setOpen(true)}
      >
        {say({ zh: '记一笔', en: 'Log' })}
      </Button>
      {open ? (
        <SideDrawer open title={{ zh: `记一笔：${name}`, en: `Log: ${name}` }} onClose={() => setOpen(false)}>
          <LogForm customerId={customerId} onDone={() => setOpen(false)} />
        </SideDrawer>
      ) : null}
    </>
  )
}
