import { App, Select, Tag } from 'antd'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { readOrganisation } from '../../staff/actions.ts'
import { assignRoles } from '../actions.ts'
import type { Known, Role } from './use-role-names.ts'

/** Who works by this role; of a role of one's own, people are given it and lose it here. */
export function RoleHolders({ role, known }: { readonly role: Role; readonly known: Known }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const colleagues = useAsk(readOrganisation, {}, { when: role.standing === null }).data?.people ?? []
  const assign = useAct(assignRoles)
  const owners = new Set(known.roles.find(({ standing }) => standing === 'owner')?.holders.map(({ id }) => id))
  /** All of a person's roles but this one. */
  const others = (id: string) =>
    known.roles
      .filter((one) => one.standing === null && one.id !== role.id && one.holders.some((holder) => holder.id === id))
      .map((one) => one.id)
  const give = (id: string, roleIds: string[], said: string) =>
    assign.mutate(
      { id, roleIds },
      { onSuccess: () => void message.success(said), onError: (error) => void message.error(sayProblem(error)) },
    )
  const free = colleagues.filter(({ id, disabled }) => !disabled && !owners.has(id) && !role.holders.some((holder) => holder.id === id))
  return (
    <Section title={{ zh: '谁持有', en: 'Who holds it' }}>
      <div className="rg-roles-holders">
        {role.holders.map(({ id, name }) =>
          role.standing ? (
            <Tag key={id}>{name}</Tag>
          ) : (
            <Tag
              key={id}
              closable={{ 'aria-label': say({ zh: '不再给{name}', en: 'Take it from {name}' }, { name }) }}
              onClose={(event) => {
                event.preventDefault()
                give(id, others(id), say({ zh: '{name}不再持有这个角色', en: '{name} no longer holds this role' }, { name }))
              }}
            >
              {name}
            </Tag>
          ),
        )}
        {role.holders.length === 0 ? <span className="rg-roles-quiet">{say({ zh: '还没有人', en: 'Nobody yet' })}</span> : null}
        {role.standing ? null : (
          <Select<string>
            showSearch={{ optionFilterProp: 'label' }}
            className="rg-roles-give"
            aria-label={say({ zh: '给一位同事', en: 'Give it to a colleague' })}
            placeholder={say({ zh: '给一位同事…', en: 'Give it to a colleague…' })}
            value={null}
            disabled={assign.isPending}
            options={free.map(({ id, name }) => ({ value: id, label: name }))}
            notFoundContent={say({ zh: '没有可以给的人', en: 'Nobody to give it to' })}
            onChange={(id) => {
              const name = free.find((one) => one.id === id)?.name ?? ''
              give(id, [...others(id), role.id], say({ zh: '已给{name}', en: 'Given to {name}' }, { name }))
            }}
          />
        )}
      </div>
      {role.standing ? null : (
        <p className="rg-roles-quiet">
          {say({
            zh: '持有自建角色的人，只有这些角色合起来允许的权限。负责人不受自建角色限制。',
            en: 'Whoever holds roles of your own may do what these allow together, and nothing else. Owners are never narrowed.',
          })}
        </p>
      )}
    </Section>
  )
}
