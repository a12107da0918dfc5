import { Fragment } from 'react'
import type { Field } from '../../../core/entity/field.ts'
import { labelOver } from '../../../fields/phone/phone-label.ts'
import { RecordValue } from '../../../pages/MaskedValue.tsx'
import { RecordDrawer } from '../../../pages/RecordDrawer.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { type Row, useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { pointKinds } from '../../contact-points/contact-point.ts'
import { updateCustomer } from '../actions.ts'
import { kindOf, useLayout } from './use-layout.ts'

/** Said to be unknown where nothing is known of them. */
const missed = ['phone', 'email']

/** These stand below, under the ways to reach the customer, with all that is known of each. What is masked is shown here too. */
const isBelow = (name: string, value: unknown) => pointKinds.some((kind) => kind === name) && isKnown(value) && !String(value).includes('*')

const isKnown = (value: unknown) => value !== null && value !== undefined && value !== ''

/** Who the customer is: what is known of them, and since when. */
export function CustomerProfile({ record }: { readonly record: Row }) {
  const say = useSay()
  const format = useFormat()
  const { fields, layoutOf } = useLayout('profile')
  // A switch that stands as it does for everybody says nothing of this customer.
  const isUsual = (name: string) => record[name] === false && !fields[name]?.custom
  const isShown = (name: string) =>
    name !== 'name' && !isUsual(name) && !isBelow(name, record[name]) && (isKnown(record[name]) || missed.includes(name))
  const groups = layoutOf(kindOf(record))
    .groups.map((group) => ({ ...group, fields: group.fields.filter(isShown) }))
    .filter((group) => group.fields.length > 0)
  const created = record['createdAt']
  const importId = record['importId']
  return (
    <Section title={{ zh: '资料', en: 'Profile' }}>
      {groups.map((group) => (
        <Fragment key={group.fields[0]}>
          {group.title && groups.length > 1 ? <h3 className="rg-facts-group">{say(group.title)}</h3> : null}
          <dl className="rg-facts-list">
            {group.fields.map((name) => (
              <Fact key={name} id={String(record['id'])} name={name} field={fields[name]} value={record[name]} />
            ))}
          </dl>
        </Fragment>
      ))}
      <dl className={groups.length > 1 ? 'rg-facts-list rg-facts-last' : 'rg-facts-list'}>
        <div>
          <dt>{say({ zh: '建档', en: 'On record since' })}</dt>
          <dd>
            {typeof created === 'string' ? format.date(created) : '—'}
            {typeof importId === 'string' ? (
              <>
                {' · '}
                <GoLink to={`/import/${importId}`}>{say({ zh: '来自导入', en: 'from an import' })}</GoLink>
              </>
            ) : null}
          </dd>
        </div>
      </dl>
    </Section>
  )
}

function Fact({ id, name, field, value }: FactProps) {
  const say = useSay()
  if (!field) return null
  return (
    <div>
      <dt>{say(labelOver(field, [value]))}</dt>
      <dd>
        {isKnown(value) ? (
          <RecordValue entity="customer" customerId={id} name={name} field={field} value={value} />
        ) : (
          <span className="rg-quiet">{say({ zh: '未知', en: 'Not known' })}</span>
        )}
      </dd>
    </div>
  )
}

type FactProps = { readonly id: string; readonly name: string; readonly field: Field | undefined; readonly value: unknown }

type EditProps = { readonly id: string; readonly record: Row; readonly open: boolean; readonly onClose: () => void }

/** Changes the profile; only what was changed is sent. */
export function EditCustomer({ id, record, open, onClose }: EditProps) {
  const update = useAct(updateCustomer)
  const { fields, layoutOf } = useLayout('form')
  return (
    <RecordDrawer
      open={open}
      onClose={onClose}
      title={{ zh: '编辑资料', en: 'Edit the profile' }}
      fields={fields}
      groups={(values) => layoutOf(kindOf(values)).groups}
      record={record}
      onSubmit={(values) => update.mutateAsync({ ...values, id })}
    />
  )
}
