import type { ComponentType } from 'react'
import { RecordDrawer } from '../../../pages/RecordDrawer.tsx'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { createCustomer } from '../actions.ts'
import { kindOf, useLayout } from './use-layout.ts'

export type NewCustomerProps = {
  readonly open: boolean
  readonly onClose: () => void
  /** Says whom the customer may be, of whom so much is filled in. */
  readonly LookAlikes?: ComponentType<{ readonly values: Readonly<Record<string, unknown>>; readonly onLeave: () => void }>
}

/** A customer by hand; leads to their page once they are made. */
export function NewCustomer({ LookAlikes, ...props }: NewCustomerProps) {
  const create = useAct(createCustomer)
  const go = useGo()
  const { fields, layoutOf } = useLayout('form')
  return (
    <RecordDrawer
      open={props.open}
      onClose={props.onClose}
      title={{ zh: '新建客户', en: 'New customer' }}
      savedWords={{ zh: '客户已建立', en: 'The customer was created' }}
      submitLabel={{ zh: '建立', en: 'Create' }}
      fields={fields}
      groups={(values) => layoutOf(kindOf(values)).groups}
      {...(LookAlikes ? { above: (values) => <LookAlikes values={values} onLeave={props.onClose} /> } : {})}
      onSubmit={async (values) => {
        const { id } = await create.mutateAsync({ ...values })
        // After the drawer has closed and put the address right.
        setTimeout(() => go(`/customers/${id}`))
      }}
    />
  )
}
