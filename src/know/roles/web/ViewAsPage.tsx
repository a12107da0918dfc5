import { Alert, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { InputOf, ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { sayMask } from '../../../pages/MaskedValue.tsx'
import { RecordPick } from '../../../pages/RecordPick.tsx'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk, useRecord } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { readOrganisation } from '../../staff/actions.ts'
import { listRoles, viewAs } from '../actions.ts'
import { viewAsSearch } from '../roles-address.ts'
import { recordKindNamed, type RecordKind, recordKinds, sayRecord } from './record-kinds.ts'
import { roleName } from './role-name.ts'
import './roles.css'

type Seen = ReplyOf<typeof viewAs>
type State = Seen['row']['state']
type Because = Seen['row']['because']

const states: Readonly<Record<State, { readonly label: Words; readonly tone: Tone }>> = {
  allowed: { label: { zh: '可以', en: 'Allowed' }, tone: 'good' },
  'read-only': { label: { zh: '只读', en: 'Read-only' }, tone: 'blue' },
  masked: { label: { zh: '打码', en: 'Masked' }, tone: 'attention' },
  hidden: { label: { zh: '看不到', en: 'Hidden' }, tone: 'danger' },
  denied: { label: { zh: '不可以', en: 'Not allowed' }, tone: 'neutral' },
}

/** What somebody else, or somebody of a role, sees of one record and may do with it, and which rule says so. */
export function ViewAsPage() {
  const say = useSay()
  const [{ role, person, customer, kind, record: other }, setSearch] = useSearchState(viewAsSearch)
  const of = recordKindNamed(kind)
  const isCustomer = of.kind === 'customer'
  const picked = isCustomer ? customer : other
  const roles = useAsk(listRoles, {})
  const colleagues = useAsk(readOrganisation, {})
  const record = useRecord(of.path, picked ?? '')
  const whose = person ? { userId: person } : role ? { roleId: role } : null
  return (
    <Page
      wide
      title={{ zh: '别人会看到什么？', en: 'What would others see?' }}
      back={{ to: '/roles', label: { zh: '角色与权限', en: 'Roles and rights' } }}
    >
      <Section>
        <div className="rg-roles-eyes">
          <Select<string>
            showSearch={{ optionFilterProp: 'label' }}
            allowClear
            aria-label={say({ zh: '以谁的身份', en: 'Through whose eyes' })}
            placeholder={say({ zh: '选择角色或同事', en: 'Choose a role or a colleague' })}
            value={person ? `person ${person}` : role ? `role ${role}` : null}
            onChange={(chosen?: string) => {
              const [kind, id] = chosen?.split(' ') ?? []
              setSearch({ role: kind === 'role' ? id : undefined, person: kind === 'person' ? id : undefined })
            }}
            options={[
              {
                label: say({ zh: '角色', en: 'Roles' }),
                options: (roles.data?.roles ?? []).map((one) => ({ value: `role ${one.id}`, label: say(roleName(one)) })),
              },
              {
                label: say({ zh: '同事', en: 'Colleagues' }),
                options: (colleagues.data?.people ?? [])
                  .filter(({ disabled }) => !disabled)
                  .map(({ id, name }) => ({ value: `person ${id}`, label: name })),
              },
            ]}
          />
          <Select<string>
            aria-label={say({ zh: '哪种记录', en: 'Which kind of record' })}
            className="rg-roles-kind"
            value={of.kind}
            onChange={(chosen) => setSearch({ kind: chosen === 'customer' ? undefined : chosen, record: undefined })}
            options={recordKinds.map(({ kind: value, label }) => ({ value, label: say(label) }))}
          />
          <RecordPick
            key={of.kind}
            path={of.path}
            fields={of.fields}
            typedIn={of.typedIn}
            sayRow={(row) => sayRecord(of, row)}
            chosen={record.data}
            value={picked ?? null}
            onPick={(id) => setSearch(isCustomer ? { customer: id ?? undefined } : { record: id ?? undefined })}
            label={isCustomer ? say({ zh: '哪位客户', en: 'Which customer' }) : say({ zh: '哪一条', en: 'Which one' })}
          />
        </div>
        {role && !person ? (
          <p className="rg-roles-quiet">
            {say({
              zh: '只选角色时，当作一位不负责任何客户、也没有别人共享的同事；要看“我的”客户，请选一位同事。',
              en: 'A role alone is looked through as by somebody who looks after nobody and with whom nothing is shared; for “mine”, choose a colleague.',
            })}
          </p>
        ) : null}
      </Section>
      {whose && picked ? (
        <Answer of={of} input={{ ...whose, ...(isCustomer ? { customerId: picked } : { kind: of.kind, recordId: picked }) }} />
      ) : (
        <Empty
          title={{ zh: '选一个角色或同事，再选一条记录', en: 'Choose a role or a colleague, and a record' }}
          hint={{
            zh: '会逐项告诉您看得到什么、能做什么，以及由哪条规则决定。',
            en: 'Part by part you are told what is seen and what may be done, and which rule decides it.',
          }}
        />
      )}
    </Page>
  )
}

function Answer({ of, input }: { readonly of: RecordKind; readonly input: InputOf<typeof viewAs> }) {
  const asked = useAsk(viewAs, input)
  return (
    <Answered of={asked} rows={10}>
      {(seen) => <SeenAs of={of} seen={seen} />}
    </Answered>
  )
}

function SeenAs({ of, seen }: { readonly of: RecordKind; readonly seen: Seen }) {
  const say = useSay()
  const format = useFormat()
  const isOut = seen.row.state === 'hidden'
  return (
    <>
      <Section title={of.kind === 'customer' ? { zh: '这位客户', en: 'This customer' } : { zh: '这条记录', en: 'This record' }}>
        <p className="rg-roles-said">
          <Badge tone={isOut ? 'danger' : 'good'}>
            {isOut ? say({ zh: '看不到', en: 'Out of sight' }) : say({ zh: '看得到', en: 'Seen' })}
          </Badge>
        </p>
        <Why because={seen.row.because} />
        <p className="rg-roles-said">
          <Sentence
            words={
              of.kind === 'customer'
                ? { zh: '客户列表里共有 {n} 位。', en: 'The list of customers shows {n} {n|customer|customers}.' }
                : { zh: '这种记录的列表里共有 {n} 条。', en: 'The list of this kind shows {n} {n|record|records}.' }
            }
            parts={{ n: format.count(seen.count) }}
          />
        </p>
        {seen.limited ? null : (
          <Alert
            type="info"
            showIcon
            title={say({ zh: '没有自建角色限制，按系统自带的角色。', en: 'No role of your own limits this; a standing role decides.' })}
          />
        )}
      </Section>
      {isOut ? null : <SeenFields key={of.kind} entity={of.kind} fields={seen.fields} />}
      <SeenActions actions={seen.actions} />
    </>
  )
}

function Why({ because }: { readonly because: Because }) {
  const say = useSay()
  return (
    <ul className="rg-roles-why">
      {because.map(({ role, words }) => (
        <li key={`${role}${words.en}`}>
          {role ? say({ zh: '“{role}”：{said}', en: '“{role}”: {said}' }, { role, said: words }) : say(words)}
        </li>
      ))}
    </ul>
  )
}

/** The last two cells of a line: what holds, and why. */
function Verdict({ state, because }: { readonly state: State; readonly because: Because }) {
  const say = useSay()
  return (
    <>
      <td>
        <Badge tone={states[state].tone}>{say(states[state].label)}</Badge>
      </td>
      <td>
        <Why because={because} />
      </td>
    </>
  )
}

function SeenFields({ entity, fields }: { readonly entity: string; readonly fields: Seen['fields'] }) {
  const say = useSay()
  const card = useDictionary(entity).data?.card
  const [which, setWhich] = useState<'limited' | 'all'>(fields.some(({ state }) => state !== 'allowed') ? 'limited' : 'all')
  const shown = fields.filter(({ state }) => which === 'all' || state !== 'allowed')
  return (
    <Section
      title={{ zh: '资料', en: 'Fields' }}
      actions={
        <Segmented
          aria-label={say({ zh: '显示哪些字段', en: 'Which fields' })}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'limited', label: say({ zh: '受限的', en: 'Limited' }) },
            { value: 'all', label: say({ zh: '全部', en: 'All' }) },
          ]}
        />
      }
    >
      {shown.length === 0 ? (
        <p className="rg-roles-quiet">{say({ zh: '没有受限的字段。', en: 'No field is limited.' })}</p>
      ) : (
        <table className="rg-roles-parts">
          <thead>
            <tr>
              <th scope="col">{say({ zh: '字段', en: 'Field' })}</th>
              <th scope="col">{say({ zh: '看到的内容', en: 'What is shown' })}</th>
              <th scope="col">{say({ zh: '结果', en: 'Outcome' })}</th>
              <th scope="col">{say({ zh: '由什么决定', en: 'What decides' })}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, label, state, value, because }) => {
              const field = card?.fields[name]
              return (
                <tr key={name}>
                  <th scope="row">{say(label)}</th>
                  <td>
                    {value === null || value === undefined ? (
                      '—'
                    ) : state === 'masked' || !field ? (
                      sayMask(value)
                    ) : (
                      <FieldCell field={field} value={value} />
                    )}
                  </td>
                  <Verdict state={state} because={because} />
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Section>
  )
}

function SeenActions({ actions }: { readonly actions: Seen['actions'] }) {
  const say = useSay()
  return (
    <Section title={{ zh: '能做什么', en: 'What may be done' }}>
      <table className="rg-roles-parts">
        <thead>
          <tr>
            <th scope="col">{say({ zh: '操作', en: 'Action' })}</th>
            <th scope="col">{say({ zh: '结果', en: 'Outcome' })}</th>
            <th scope="col">{say({ zh: '由什么决定', en: 'What decides' })}</th>
          </tr>
        </thead>
        <tbody>
          {actions.map(({ name, label, state, because }) => (
            <tr key={name}>
              <th scope="row">{say(label)}</th>
              <Verdict state={state} because={because} />
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
