import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { roleWords } from '../../shop/role-words.ts'
import { roleTemplates } from '../role-templates.ts'
import { sayRole } from '../say-role.ts'
import { roleName } from './role-name.ts'
import './roles.css'
import { type Known, type Role, useRoles } from './use-role-names.ts'

/** Who may see and do what: the roles, what each amounts to in words, and who holds it. */
export function RolesPage() {
  const say = useSay()
  const go = useGo()
  const roles = useRoles()
  return (
    <Page
      title={{ zh: '谁能看什么、做什么？', en: 'Who may see and do what?' }}
      answer={roles.data ? <Answer roles={roles.data.roles} /> : null}
      actions={
        <>
          <Button onClick={() => go('/view-as')}>{say({ zh: '以…的身份查看', en: 'View as…' })}</Button>
          <NewRole />
        </>
      }
    >
      <Answered of={roles} rows={8}>
        {(known) => <Inside known={known} />}
      </Answered>
    </Page>
  )
}

function Answer({ roles }: { readonly roles: readonly Role[] }) {
  const own = roles.filter(({ standing }) => standing === null)
  const held = new Set(own.flatMap(({ holders }) => holders.map(({ id }) => id)))
  return own.length === 0 ? (
    <Sentence
      words={{
        zh: '现在只有系统自带的角色。新建一个，就能按人限定看得到的客户和字段。',
        en: 'Only the standing roles so far. Make one to limit which customers and fields somebody sees.',
      }}
    />
  ) : (
    <Sentence
      words={{
        zh: '{own} 个自建角色，{people} 人按它们工作；其他人按系统自带的角色。',
        en: '{own} {own|role|roles} of your own, held by {people} {people|person|people}; everybody else works by a standing role.',
      }}
      parts={{ own: String(own.length), people: String(held.size) }}
    />
  )
}

function NewRole() {
  const say = useSay()
  const go = useGo()
  const items = [
    ...roleTemplates.map(({ key, label, help }) => ({
      key,
      label: (
        <>
          {say(label)} <span className="rg-roles-quiet">{say(help)}</span>
        </>
      ),
    })),
    { type: 'divider' as const },
    { key: 'empty', label: say({ zh: '从空白开始', en: 'Begin with nothing' }) },
  ]
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{ items, onClick: ({ key }) => go('/roles/new', { search: key === 'empty' ? {} : { template: key } }) }}
    >
      <Button type="primary" icon={<PlusOutlined />}>
        {say({ zh: '新建角色', en: 'New role' })}
      </Button>
    </Dropdown>
  )
}

function Inside({ known }: { readonly known: Known }) {
  const own = known.roles.filter(({ standing }) => standing === null)
  const standing = known.roles.filter((role) => role.standing !== null)
  return (
    <>
      <Section title={{ zh: '自建角色', en: 'Your own roles' }}>
        {own.length === 0 ? (
          <Empty
            small
            title={{ zh: '还没有自建角色', en: 'No roles of your own yet' }}
            hint={{
              zh: '从销售、客服、营销、分析或只读的样板开始，再按需要调整。',
              en: 'Begin with a template for sales, service, marketing, analysis or reading, and adapt it.',
            }}
          />
        ) : (
          <RoleList roles={own} known={known} />
        )}
      </Section>
      <Section title={{ zh: '系统自带的角色', en: 'Standing roles' }}>
        <RoleList roles={standing} known={known} />
      </Section>
    </>
  )
}

function RoleList({ roles, known }: { readonly roles: readonly Role[]; readonly known: Known }) {
  return (
    <ul className="rg-roles">
      {roles.map((role) => (
        <li key={role.id}>
          <RoleLine role={role} known={known} />
        </li>
      ))}
    </ul>
  )
}

function RoleLine({ role, known }: { readonly role: Role; readonly known: Known }) {
  const say = useSay()
  const go = useGo()
  const names = role.holders.map(({ name }) => name)
  const few = names.slice(0, 4).join(say({ zh: '、', en: ', ' }))
  const said = role.standing
    ? say(roleWords[role.standing].hint)
    : [role.description, ...sayRole(role.body, known.names).map((words) => say(words))]
        .filter((text) => text)
        .join(say({ zh: '；', en: '; ' }))
  return (
    <>
      <div className="rg-roles-head">
        <GoLink to={`/roles/${role.id}`} className="rg-link rg-roles-name">
          {say(roleName(role))}
        </GoLink>
        <Badge tone={names.length > 0 ? 'teal' : 'neutral'}>
          {say({ zh: '{n} 人', en: '{n} {n|person|people}' }, { n: names.length })}
        </Badge>
        <span className="rg-roles-tools">
          <Button size="small" onClick={() => go('/view-as', { search: { role: role.id } })}>
            {say({ zh: '以此身份查看', en: 'View as' })}
          </Button>
          <Button size="small" onClick={() => go('/roles/new', { search: { copy: role.id } })}>
            {say({ zh: '复制', en: 'Copy' })}
          </Button>
        </span>
      </div>
      <p className="rg-roles-said">{said}</p>
      {few ? <p className="rg-roles-quiet">{names.length > 4 ? say({ zh: '{few} 等', en: '{few} and others' }, { few }) : few}</p> : null}
    </>
  )
}
