import '../../../pages/pages.css'
import { Alert, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { changeTeam, createTeam } from '../actions.ts'
import type { Firm } from './use-firm.ts'

type Props = { readonly firm: Firm; readonly open: boolean; readonly id: string | null; readonly onClose: () => void }

/** A team's name and who is in it. */
export function TeamModal({ firm, open, id, onClose }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const at = useId()
  const before = firm.teams.find((one) => one.id === id)
  const [name, setName] = useState(before?.name ?? '')
  const [memberIds, setMembers] = useState(() => firm.people.flatMap((one) => (id !== null && one.teamIds.includes(id) ? [one.id] : [])))
  const [create, change] = [useAct(createTeam), useAct(changeTeam)]
  const error = create.error ?? change.error
  const close = () => {
    create.reset()
    change.reset()
    onClose()
  }
  const send = () => {
    const sent = { name: name.trim(), memberIds }
    if (before) change.mutate({ id: before.id, ...sent }, { onSuccess: close })
    else create.mutate(sent, { onSuccess: close })
  }
  return (
    <Modal
      open={open}
      title={before ? say({ zh: '团队“{name}”', en: 'The team “{name}”' }, { name: before.name }) : say({ zh: '新建团队', en: 'New team' })}
      okText={before ? say({ zh: '保存', en: 'Save' }) : say({ zh: '建立', en: 'Create' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(name.trim() === '' ? { zh: '先填名称', en: 'Give it a name first' } : null)}
      okButtonProps={{ disabled: name.trim() === '', loading: create.isPending || change.isPending }}
      onOk={send}
      onCancel={close}
      destroyOnHidden
    >
      <div className="rg-form">
        {error ? <Alert type="error" showIcon role="alert" title={sayProblem(error)} /> : null}
        <div className="rg-form-line">
          <label htmlFor={`${at}name`}>{say({ zh: '名称', en: 'Name' })}</label>
          <Input id={`${at}name`} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="rg-form-line">
          <label htmlFor={`${at}members`}>{say({ zh: '成员', en: 'Members' })}</label>
          <Select<string[]>
            id={`${at}members`}
            mode="multiple"
            value={memberIds}
            onChange={setMembers}
            options={firm.people.flatMap((one) =>
              one.disabled && !memberIds.includes(one.id) ? [] : [{ value: one.id, label: one.name }],
            )}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </div>
      </div>
    </Modal>
  )
}
