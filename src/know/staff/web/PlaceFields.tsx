import { AutoComplete, Select } from 'antd'
import { useId } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { departmentLines } from '../department-lines.ts'
import { managerOf } from '../tree.ts'
import type { Firm } from './use-firm.ts'

export type Place = {
  readonly departmentId: string | null
  readonly position: string | null
  readonly managerId: string | null
  readonly teamIds: readonly string[]
}

type Props = {
  readonly firm: Firm
  readonly value: Place
  readonly onChange: (next: Place) => void
  /** Whose place it is; nobody's yet for an invitation. */
  readonly personId: string | null
}

/** Where somebody stands: department, position, teams, and whom they answer to. */
export function PlaceFields({ firm, value, onChange, personId }: Props) {
  const say = useSay()
  const at = useId()
  const set = (patch: Partial<Place>) => onChange({ ...value, ...patch })
  const positions = [...new Set(firm.people.flatMap((one) => one.position ?? []))].toSorted((a, b) => a.localeCompare(b, 'zh'))
  const usual = managerOf({ id: personId ?? '', departmentId: value.departmentId, managerId: null }, firm.departments)
  const usualName = firm.people.find((one) => one.id === usual)?.name
  return (
    <>
      <div className="rg-form-line">
        <label htmlFor={`${at}department`}>{say({ zh: '部门', en: 'Department' })}</label>
        <Select<string | null>
          id={`${at}department`}
          allowClear
          value={value.departmentId}
          placeholder={say({ zh: '不在任何部门', en: 'None' })}
          onChange={(next) => set({ departmentId: next ?? null })}
          options={departmentLines(firm.departments).map((one) => ({ value: one.id, label: one.path }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}position`}>{say({ zh: '职位', en: 'Position' })}</label>
        <AutoComplete
          id={`${at}position`}
          value={value.position ?? ''}
          onChange={(next: string) => set({ position: next.trim() === '' ? null : next })}
          options={positions.map((one) => ({ value: one }))}
          showSearch={{ filterOption: true }}
          maxLength={60}
        />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}manager`}>{say({ zh: '上级', en: 'Answers to' })}</label>
        <Select<string | null>
          id={`${at}manager`}
          allowClear
          value={value.managerId}
          placeholder={
            usualName
              ? say({ zh: '部门主管 {name}', en: 'The head, {name}' }, { name: usualName })
              : say({ zh: '部门主管', en: 'The head of the department' })
          }
          onChange={(next) => set({ managerId: next ?? null })}
          options={firm.people.flatMap((one) =>
            one.id === personId || (one.disabled && one.id !== value.managerId) ? [] : [{ value: one.id, label: one.name }],
          )}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}teams`}>{say({ zh: '团队', en: 'Teams' })}</label>
        <Select<string[]>
          id={`${at}teams`}
          mode="multiple"
          value={[...value.teamIds]}
          onChange={(next) => set({ teamIds: next })}
          options={firm.teams.map((one) => ({ value: one.id, label: one.name }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </div>
    </>
  )
}
