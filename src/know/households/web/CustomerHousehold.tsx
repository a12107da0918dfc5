import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk, useRecord } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { joinHousehold, leaveHousehold, readHousehold, shareContact, unshareContact } from '../actions.ts'
import { type householdRoles, roleOptions } from '../household.ts'
import { AddMember } from './AddMember.tsx'
import './households.css'

type Household = NonNullable<ReplyOf<typeof readHousehold>['household']>
type Role = (typeof householdRoles)[number]

/** Who lives with this customer, and the phone that belongs to all of them. A company has no household. */
export function CustomerHousehold({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const record = useRecord('customers', customerId)
  const asked = useAsk(readHousehold, { id: customerId })
  const [adding, setAdding] = useState(false)
  if (record.data?.['kind'] !== 'person') return null
  const household = asked.data?.household ?? null
  return (
    <Section
      title={household ? { zh: `家庭：${household.name}`, en: `Household: ${household.name}` } : { zh: '家庭', en: 'Household' }}
      nothing={asked.data && !household && !adding ? say({ zh: '还没有家人', en: 'Nobody yet' }) : null}
      actions={
        <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)} disabled={adding}>
          {say({ zh: '添加家人', en: 'Add a relative' })}
        </Button>
      }
    >
      <Answered of={asked} rows={2}>
        {() =>
          household ? (
            <Members household={household} customerId={customerId} />
          ) : !adding ? null : (
            <p className="rg-quiet">
              {say({
                zh: '共用的电话不会把一家人误认成同一位。',
                en: 'People of one household may share a phone without being taken for one.',
              })}
            </p>
          )
        }
      </Answered>
      {adding ? <AddMember customerId={customerId} household={household} onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

function Members({ household, customerId }: { readonly household: Household; readonly customerId: string }) {
  return (
    <>
      <ul className="rg-household">
        {household.members.map((member) => (
          <Member key={member.id} member={member} household={household.id} here={member.id === customerId} />
        ))}
      </ul>
      <Shared household={household} />
    </>
  )
}

function Member({
  member,
  household,
  here,
}: {
  readonly member: Household['members'][number]
  readonly household: string
  readonly here: boolean
}) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const told = { onError: (error: Error) => void message.error(sayProblem(error)) }
  const join = useAct(joinHousehold)
  const leave = useAct(leaveHousehold)
  const name = nameOfCustomer(member)
  return (
    <li className="rg-household-member">
      {here ? <strong>{name}</strong> : <GoLink to={`/customers/${member.id}`}>{name}</GoLink>}
      <Select<Role>
        size="small"
        variant="borderless"
        popupMatchSelectWidth={false}
        aria-label={say({ zh: '{name}的角色', en: 'Role of {name}' }, { name })}
        value={member.role}
        onChange={(role) => join.mutate({ id: household, customerId: member.id, role }, told)}
        options={roleOptions.map((each) => ({ value: each.value, label: say(each.label) }))}
      />
      <Button
        size="small"
        type="text"
        aria-label={say({ zh: '移出：{name}', en: 'Take out {name}' }, { name })}
        loading={leave.isPending}
        onClick={() => leave.mutate({ id: household, customerId: member.id }, told)}
      >
        {say({ zh: '移出', en: 'Take out' })}
      </Button>
    </li>
  )
}

/** What all of them have, and the phones that could be theirs together. */
function Shared({ household }: { readonly household: Household }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const told = { onError: (error: Error) => void message.error(sayProblem(error)) }
  const share = useAct(shareContact)
  const unshare = useAct(unshareContact)
  const known = new Set(household.shared.map(({ value }) => value))
  const phones = [...new Set(household.members.flatMap(({ phone }) => (phone === null || known.has(phone) ? [] : [phone])))]
  return (
    <div className="rg-household-shared">
      <span className="rg-quiet">{say({ zh: '家庭共用', en: 'Shared at home' })}</span>
      {household.shared.map((each) => (
        <Button key={each.value} size="small" onClick={() => unshare.mutate({ id: household.id, ...each }, told)}>
          <FieldCell field={{ type: each.kind === 'wechat' ? 'text' : each.kind, label: { zh: '', en: '' } }} value={each.value} />
          <span className="rg-quiet"> {say({ zh: '取消共用', en: 'stop sharing' })}</span>
        </Button>
      ))}
      {phones.map((phone) => (
        <Button
          key={phone}
          size="small"
          type="dashed"
          onClick={() => share.mutate({ id: household.id, kind: 'phone', value: phone }, told)}
        >
          <FieldCell field={{ type: 'phone', label: { zh: '', en: '' } }} value={phone} />
          <span className="rg-quiet"> {say({ zh: '设为共用', en: 'share' })}</span>
        </Button>
      ))}
    </div>
  )
}
