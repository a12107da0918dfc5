import { Button } from 'antd'
import { type ComponentType, useEffect, useState } from 'react'
import type { FactParts } from '../../../pages/FactTimeline.tsx'
import { type KnownDictionary, useDictionary } from '../../../pages/use-dictionary.ts'
import { useGo, usePathValue, useSearchState } from '../../../ui/address.tsx'
import { ProblemError } from '../../../ui/call.ts'
import { type Row, useRecord } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo, useMayOpen } from '../../../ui/reader.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { updateCustomer } from '../actions.ts'
import { customerSearch } from '../customers-address.ts'
import { CustomerAnswer, CustomerFigures } from './CustomerFigures.tsx'
import { CustomerProfile, EditCustomer } from './CustomerProfile.tsx'
import { CustomerPurchases } from './CustomerPurchases.tsx'
import { CustomerTimeline } from './CustomerTimeline.tsx'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import './customers.css'

/** A part of the page that a feature further right gives: their segments, their journeys, their messages. */
export type CustomerSection = {
  readonly key: string
  /**
   * `narrow` stands under the profile; `insight`, what was worked out of the customer, beside it where there is room, else below;
   * `wide` in the broad column, between the purchases and the timeline.
   */
  readonly place: 'narrow' | 'insight' | 'wide'
  readonly Part: ComponentType<{ readonly customerId: string }>
  /** The question without which it has nothing to say, by name. */
  readonly needs?: string
}

/** Something to do with the customer, at the head of their page. */
export type CustomerAction = ComponentType<{ readonly customerId: string }>

type Props = {
  readonly sections: readonly CustomerSection[]
  readonly actions?: readonly CustomerAction[]
  /** Short marks beside the name, e.g. the tier. */
  readonly badges?: readonly Omit<CustomerSection, 'place'>[]
  /** Facts of the timeline that a feature tells by a part of its own. */
  readonly factParts?: FactParts
}

const back = { to: '/customers', label: { zh: '全部客户', en: 'All customers' } }

/** One customer: who they are, what they are worth, where they stand and why, and all that happened. */
export function CustomerPage(props: Props) {
  const id = usePathValue('id')
  const record = useRecord('customers', id)
  const known = useDictionary('customer')
  const failed = record.error ?? known.error
  const go = useGo()
  const mergedInto = record.error instanceof ProblemError ? record.error.details['mergedInto'] : undefined
  useEffect(() => {
    if (typeof mergedInto === 'string') go(`/customers/${mergedInto}`, { replace: true })
  }, [go, mergedInto])
  if (!record.data || !known.data) {
    const retry = () => void Promise.all([record.refetch(), known.refetch()])
    return (
      <Page title={{ zh: '客户', en: 'Customer' }} back={back}>
        {failed && typeof mergedInto !== 'string' ? <ErrorState error={failed} retry={retry} /> : <Loading rows={10} />}
      </Page>
    )
  }
  return <Known id={id} record={record.data} asOf={new Date(record.dataUpdatedAt)} known={known.data} {...props} />
}

type KnownProps = Props & {
  readonly id: string
  readonly record: Row
  readonly asOf: Date
  readonly known: KnownDictionary
}

function Known({ id, record, asOf, known, sections, actions = [], badges = [], factParts }: KnownProps) {
  const say = useSay()
  const mayEdit = useMayDo(updateCustomer)
  const mayOpen = useMayOpen()
  const [editing, setEditing] = useState(false)
  const [search, setSearch] = useSearchState(customerSearch)
  const at = (place: CustomerSection['place']) =>
    sections.filter((section) => section.place === place && mayOpen(section)).map(({ key, Part }) => <Part key={key} customerId={id} />)
  return (
    <Page
      wide
      back={back}
      title={nameOfCustomer(record)}
      answer={
        <>
          {badges.filter(mayOpen).map(({ key, Part }) => (
            <Part key={key} customerId={id} />
          ))}{' '}
          <CustomerAnswer record={record} card={known.card} asOf={asOf} />
        </>
      }
      actions={
        <>
          {actions.map((Action, at) => (
            // The list is the program's own and never changes.
            <Action key={at} customerId={id} />
          ))}
          {mayEdit ? <Button onClick={() => setEditing(true)}>{say({ zh: '编辑资料', en: 'Edit' })}</Button> : null}
        </>
      }
    >
      <CustomerFigures record={record} card={known.card} asOf={asOf} />
      <div className="rg-customer">
        <div className="rg-customer-narrow">
          <CustomerProfile record={record} />
          {at('narrow')}
        </div>
        <div className="rg-customer-insight">{at('insight')}</div>
        <div className="rg-customer-wide">
          <CustomerPurchases customerId={id} />
          {at('wide')}
          <Section title={{ zh: '发生过什么', en: 'What happened' }}>
            <CustomerTimeline customerId={id} kinds={known.answer.events} filter={search} onFilter={setSearch} parts={factParts} />
          </Section>
        </div>
      </div>
      <EditCustomer id={id} record={record} open={editing} onClose={() => setEditing(false)} />
    </Page>
  )
}
