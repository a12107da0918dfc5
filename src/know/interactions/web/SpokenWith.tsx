import { AutoComplete } from 'antd'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { listContacts } from '../../contacts/actions.ts'
import { sayContactRole } from '../../contacts/contact.ts'
import type { FieldsProps } from './interaction-draft.ts'

type Props = FieldsProps & { readonly id: string; readonly customerId: string }

/** Whom one spoke with: a contact of the company out of the list, or anybody's name. */
export function SpokenWith({ id, customerId, draft, set }: Props) {
  const say = useSay()
  const { data } = useAsk(listContacts, { id: customerId })
  const options = (data?.contacts ?? []).map((contact) => ({
    value: contact.name,
    key: contact.id,
    label: [contact.name, contact.title ?? say(sayContactRole(contact.role)), contact.department].filter(Boolean).join(' · '),
  }))
  return (
    <AutoComplete
      id={id}
      value={draft.person}
      options={options}
      maxLength={200}
      showSearch={{ filterOption: (typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase()) }}
      onChange={(person: string) => set({ person, contactId: null })}
      onSelect={(person: string, option) => set({ person, contactId: option.key })}
    />
  )
}
