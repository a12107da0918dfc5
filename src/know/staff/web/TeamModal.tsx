import { Select } from 'antd'
import { useId, useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { changeTeam, createTeam } from '../actions.ts'
import { NamedModal } from './NamedModal.tsx'
import type { Firm } from './use-firm.ts'

type Props = { readonly firm: Firm; readonly open: boolean; readonly id: string | null; readonly onClose: () => void }

/** A team's name and who is in it. */
export function TeamModal({ firm, open, id, onClose }: Props) {
  const say = useSay()
  const at = useId()
  const before = firm.teams.find((one) => one.id === id)
  const [name, setName] = useState(before?.name ?? '')
  const [memberIds, setMembers] = useState(() => firm.people.flatMap((one) => (id !== null && one.teamIds.includes(id) ? [one.id] : [])))
  const [create, change] = [useAct(createTeam), useAct(changeTeam)]
  const send = (close: () => void) => {
    const sent = { name: name.trim(), memberIds }
    if (before) change.mutate({ id: before.id, ...sent }, { onSuccess: close })
    else create.mutate(sent, { onSuccess: close })
  }
  return (
    <NamedModal
      open={open}
      title={before ? say({ zh: '团队“{name}”', en: 'The team “{name}”' }, { name: before.name }) : say({ zh: '新建团队', en: 'New team' })}
      isNew={!before}
      name={name}
      onName={setName}
      by={[create, change]}
      onSend={send}
      onClose={onClose}
    >
      <div className="rg-form-line">
        <label htmlFor={`${at}members`}>{say({ zh: '成员', en: 'Members' })}</label>
        <Select<string[]>
          id={`${at}members`}
          mode="multiple"
          value={memberIds}
          onChange={setMembers}
          options={firm.people.flatMap((one) => (one.disabled && !memberIds.includes(one.id) ? [] : [{ value: one.id, label: one.name }]))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </div>
    </NamedModal>
  )
}
