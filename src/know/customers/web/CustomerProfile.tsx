import type { Fields } from '../../../core/entity/field.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { RecordDrawer } from '../../../pages/RecordDrawer.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { type Row, useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { updateCustomer } from '../actions.ts'
import { customer, writableFields } from '../customer.ts'

const fields: Fields = customer.fields
const isKnown = (value: unknown) => value !== null && value !== undefined && value !== ''

/** Who the customer is: what is known of them, and since when. */
export function CustomerProfile({ record }: { readonly record: Row }) {
  const say = useSay()
  const format = useFormat()
  const known = writableFields.filter((name) => name !== 'name' && isKnown(record[name]))
  const unknown = writableFields.filter((name) => ['phone', 'email'].includes(name) && !isKnown(record[name]))
  const created = record['createdAt']
  const importId = record['importId']
  return (
    <Section title={{ zh: '资料', en: 'Profile' }}>
      <dl className="rg-facts-list">
        {[...known, ...unknown].map((name) => {
          const field = fields[name]
          return field ? (
            <div key={name}>
              <dt>{say(field.label)}</dt>
              <dd>
                {isKnown(record[name]) ? (
                  <FieldCell field={field} value={record[name]} />
                ) : (
                  <span className="rg-quiet">{say({ zh: '未知', en: 'Not known' })}</span>
                )}
              </dd>
            </div>
          ) : null
        })}
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

type EditProps = { readonly id: string; readonly record: Row; readonly open: boolean; readonly onClose: () => void }

/** Changes the profile; only what was changed is sent. */
export function EditCustomer({ id, record, open, onClose }: EditProps) {
  const update = useAct(updateCustomer)
  return (
    <RecordDrawer
      open={open}
      onClose={onClose}
      title={{ zh: '编辑资料', en: 'Edit the profile' }}
      fields={fields}
      names={writableFields}
      record={record}
      onSubmit={(values) => update.mutateAsync({ ...values, id })}
    />
  )
}
