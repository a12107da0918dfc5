import { Select } from 'antd'
import { useId, useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { changeDepartment, createDepartment } from '../actions.ts'
import { departmentLines } from '../department-lines.ts'
import { withAllBelow } from '../tree.ts'
import { NamedModal } from './NamedModal.tsx'
import type { Firm } from './use-firm.ts'

type Props = {
  readonly firm: Firm
  readonly open: boolean
  /** The department to change; null makes a new one, under `under`. */
  readonly id: string | null
  readonly under: string | null
  readonly onClose: () => void
}

/** A department's name, where it stands, and who heads it. */
export function DepartmentModal({ firm, open, id, under, onClose }: Props) {
  const say = useSay()
  const at = useId()
  const before = firm.departments.find((one) => one.id === id)
  const [name, setName] = useState(before?.name ?? '')
  const [parentId, setParent] = useState<string | null>(before ? before.parentId : under)
  const [headId, setHead] = useState<string | null>(before?.headId ?? null)
  const [create, change] = [useAct(createDepartment), useAct(changeDepartment)]
  const below = id === null ? new Set<string>() : withAllBelow(id, firm.departments)
  const send = (close: () => void) => {
    const sent = { name: name.trim(), parentId, headId }
    if (before) change.mutate({ id: before.id, ...sent }, { onSuccess: close })
    else create.mutate(sent, { onSuccess: close })
  }
  return (
    <NamedModal
      open={open}
      title={
        before
          ? say({ zh: '部门“{name}”', en: 'The department “{name}”' }, { name: before.name })
          : say({ zh: '新建部门', en: 'New department' })
      }
      isNew={!before}
      name={name}
      onName={setName}
      by={[create, change]}
      onSend={send}
      onClose={onClose}
    >
      <div className="rg-form-line">
        <label htmlFor={`${at}parent`}>{say({ zh: '上级部门', en: 'Stands under' })}</label>
        <Select<string | null>
          id={`${at}parent`}
          allowClear
          value={parentId}
          placeholder={say({ zh: '最上层', en: 'At the top' })}
          onChange={(next) => setParent(next ?? null)}
          options={departmentLines(firm.departments).flatMap((one) => (below.has(one.id) ? [] : [{ value: one.id, label: one.path }]))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}head`}>{say({ zh: '主管', en: 'Head' })}</label>
        <Select<string | null>
          id={`${at}head`}
          allowClear
          value={headId}
          placeholder={say({ zh: '没有', en: 'Nobody' })}
          onChange={(next) => setHead(next ?? null)}
          options={firm.people.flatMap((one) => (one.disabled && one.id !== headId ? [] : [{ value: one.id, label: one.name }]))}
          showSearch={{ optionFilterProp: 'label' }}
        />
        <div className="rg-form-help">
          {say({
            zh: '部门里没有另行指定上级的人都归主管',
            en: 'Those of the department answer to the head, unless somebody else is named',
          })}
        </div>
      </div>
    </NamedModal>
  )
}
