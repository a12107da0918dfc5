import { Button, Select } from 'antd'
import { useState } from 'react'
import { RecordPick } from '../../../pages/RecordPick.tsx'
import { type Row, useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { useSayCity } from '../../../fields/place/web/use-say-city.ts'
import { useSayProblem } from '../../../ui/States.tsx'
import { joinHousehold, makeHousehold } from '../actions.ts'
import { type householdRoles, roleOptions } from '../household.ts'

type Role = (typeof householdRoles)[number]
type Props = {
  readonly customerId: string
  readonly household: { readonly id: string; readonly members: readonly { readonly id: string }[] } | null
  readonly onClose: () => void
}

/** Another customer of the same household; the first one makes the household. */
export function AddMember({ customerId, household, onClose }: Props) {
  const say = useSay()
  const sayCity = useSayCity()
  const sayRow = (row: Row) =>
    ['name', 'phone', 'city']
      .flatMap((name) => {
        const value = row[name]
        return typeof value === 'string' && value !== '' ? [name === 'city' ? sayCity(value) : value] : []
      })
      .join(' · ')
  const sayProblem = useSayProblem()
  const make = useAct(makeHousehold)
  const join = useAct(joinHousehold)
  const [picked, setPicked] = useState<string | null>(null)
  const [role, setRole] = useState<Role>('spouse')
  const failure = make.error ?? join.error
  const add = () => {
    if (picked === null) return
    const done = { onSuccess: onClose }
    if (household) join.mutate({ id: household.id, customerId: picked, role }, done)
    else
      make.mutate(
        {
          members: [
            { customerId, role: 'self' },
            { customerId: picked, role },
          ],
        },
        done,
      )
  }
  return (
    <div className="rg-household-form">
      <RecordPick
        path="customers"
        fields={['name', 'phone', 'city']}
        rule={{ field: 'kind', op: 'is', value: 'person' }}
        without={[customerId, ...(household?.members.map((member) => member.id) ?? [])]}
        sayRow={sayRow}
        value={picked}
        onPick={setPicked}
        autoFocus
        label={say({ zh: '姓名、拼音、手机尾号', en: 'Name, pinyin, end of a phone' })}
      />
      <Select<Role>
        aria-label={say({ zh: '角色', en: 'Role' })}
        value={role}
        onChange={setRole}
        options={roleOptions.map((each) => ({ value: each.value, label: say(each.label) }))}
      />
      {failure ? (
        <div role="alert" className="rg-household-wrong">
          {sayProblem(failure)}
        </div>
      ) : null}
      <div className="rg-household-foot">
        <Button type="primary" onClick={add} disabled={picked === null} loading={make.isPending || join.isPending}>
          {say({ zh: '加入家庭', en: 'Add' })}
        </Button>
        <Button onClick={onClose}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        <Missing what={picked === null ? { zh: '先选一位客户', en: 'Choose a customer first' } : null} />
      </div>
    </div>
  )
}
