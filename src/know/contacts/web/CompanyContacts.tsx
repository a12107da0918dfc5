import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Fields } from '../../../core/entity/field.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { RecordDrawer } from '../../../pages/RecordDrawer.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk, useRecord } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { createContact, listContacts, removeContact, updateContact } from '../actions.ts'
import { contact, contactFields, contactRoleOptions, contactRoles, sayContactRole } from '../contact.ts'
import './contacts.css'

type Contact = ReplyOf<typeof listContacts>['contacts'][number]
const fields: Fields = contact.fields

/** The people at a company; of a person, the companies where they are a contact. */
export function CompanyContacts({ customerId }: { readonly customerId: string }) {
  const record = useRecord('customers', customerId)
  const asked = useAsk(listContacts, { id: customerId })
  if (record.data?.['kind'] === 'company') return <People customerId={customerId} asked={asked} />
  return asked.data && asked.data.worksAt.length > 0 ? <WorksAt places={asked.data.worksAt} /> : null
}

type Asked = ReturnType<typeof useAsk<typeof listContacts.input, typeof listContacts.output>>

function People({ customerId, asked }: { readonly customerId: string; readonly asked: Asked }) {
  const say = useSay()
  const mayAdd = useMayDo(createContact)
  const [editing, setEditing] = useState<Contact | 'new' | null>(null)
  return (
    <Section
      title={{ zh: '联系人', en: 'Contacts' }}
      actions={
        mayAdd ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {say({ zh: '添加联系人', en: 'Add a contact' })}
          </Button>
        ) : null
      }
    >
      <Answered of={asked} rows={3}>
        {({ contacts }) =>
          contacts.length === 0 ? (
            <p className="rg-quiet">{say({ zh: '还没有联系人。', en: 'No contacts yet.' })}</p>
          ) : (
            <ul className="rg-contacts">
              {contacts.map((each) => (
                <ContactLine key={each.id} of={each} onEdit={() => setEditing(each)} />
              ))}
            </ul>
          )
        }
      </Answered>
      <ContactDrawer customerId={customerId} of={editing} onClose={() => setEditing(null)} />
    </Section>
  )
}

function ContactLine({ of, onEdit }: { readonly of: Contact; readonly onEdit: () => void }) {
  const say = useSay()
  const tone = contactRoleOptions.find((each) => each.value === of.role)?.tone
  const place = [of.department, of.title].filter(Boolean).join(' · ')
  return (
    <li className="rg-contact">
      <div>
        <div className="rg-contact-name">
          <strong>{of.personId ? <GoLink to={`/customers/${of.personId}`}>{of.name}</GoLink> : of.name}</strong>
          <Badge {...(tone ? { tone } : {})}>{say(sayContactRole(of.role))}</Badge>
          {of.isPrimary ? <Badge tone="teal">{say({ zh: '主要', en: 'Primary' })}</Badge> : null}
          {of.noMail ? <Badge tone="attention">{say(fields['noMail']?.label ?? '')}</Badge> : null}
          {place ? <span className="rg-quiet">{place}</span> : null}
        </div>
        <div className="rg-contact-how">
          {(['phone', 'email', 'wechat'] as const).map((name) => {
            const field = fields[name]
            return of[name] && field ? <FieldCell key={name} field={field} value={of[name]} /> : null
          })}
        </div>
        {of.note ? <div className="rg-quiet">{of.note}</div> : null}
      </div>
      <Button
        type="text"
        size="small"
        icon={<EditOutlined />}
        onClick={onEdit}
        aria-label={say({ zh: '编辑联系人{name}', en: 'Edit the contact {name}' }, { name: of.name })}
      />
    </li>
  )
}

type DrawerProps = { readonly customerId: string; readonly of: Contact | 'new' | null; readonly onClose: () => void }

function ContactDrawer({ customerId, of, onClose }: DrawerProps) {
  const create = useAct(createContact)
  const update = useAct(updateContact)
  const known = of === 'new' || of === null ? null : of
  const send = (values: Readonly<Record<string, unknown>>) => {
    if (known) return update.mutateAsync({ ...values, id: known.id })
    const { name, role, isPrimary, ...others } = values
    const ofRole = contactRoles.find((each) => each === role)
    return create.mutateAsync({
      ...others,
      customerId,
      name: typeof name === 'string' ? name : '',
      role: ofRole ?? null,
      isPrimary: isPrimary === true ? true : null,
    })
  }
  return (
    <RecordDrawer
      key={known?.id ?? 'new'}
      open={of !== null}
      onClose={onClose}
      title={known ? { zh: '编辑联系人', en: 'Edit the contact' } : { zh: '添加联系人', en: 'Add a contact' }}
      fields={fields}
      names={contactFields}
      {...(known ? { record: known, above: () => <RemoveContact of={known} onGone={onClose} /> } : {})}
      onSubmit={send}
    />
  )
}

function RemoveContact({ of, onGone }: { readonly of: Contact; readonly onGone: () => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useAct(removeContact)
  const ask = () =>
    confirm({
      title: say({ zh: '删除联系人“{name}”？', en: 'Remove the contact “{name}”?' }, { name: of.name }),
      ok: { zh: '删除', en: 'Remove' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({ id: of.id })
        onGone()
      },
    })
  return (
    <div>
      <Button danger size="small" onClick={ask}>
        {say({ zh: '删除这位联系人', en: 'Remove this contact' })}
      </Button>
    </div>
  )
}

function WorksAt({ places }: { readonly places: ReplyOf<typeof listContacts>['worksAt'] }) {
  const say = useSay()
  return (
    <Section title={{ zh: '任职企业', en: 'Works at' }}>
      <ul className="rg-contacts">
        {places.map((place) => (
          <li key={place.companyId} className="rg-contact">
            <div className="rg-contact-name">
              <GoLink to={`/customers/${place.companyId}`}>{place.company ?? '—'}</GoLink>
              <Badge>{say(sayContactRole(place.role))}</Badge>
              {place.title ? <span className="rg-quiet">{place.title}</span> : null}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
