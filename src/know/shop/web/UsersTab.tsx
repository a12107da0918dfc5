import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Select, Space, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { roles } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { disableUser, enableUser, listUsers, makeUserLink, updateUser } from '../users.ts'
import { InviteUser } from './InviteUser.tsx'
import { roleWords } from './role-words.ts'
import { ShownOnce } from '../../../ui/ShownOnce.tsx'

type User = z.output<typeof listUsers.output>['users'][number]

const stateWords: Record<Exclude<User['state'], 'active'>, Words> = {
  invited: { zh: '已邀请，还没来', en: 'Invited, not here yet' },
  disabled: { zh: '已停用', en: 'Disabled' },
}

const linkWords = {
  title: { zh: '设置密码的链接', en: 'Link to set a password' },
  hint: {
    zh: '请把它发给本人。7 天内有效，只能用一次；关闭后不再显示。',
    en: 'Send it to the person. It works once within 7 days, and is not shown again.',
  },
}

export function UsersTab() {
  const say = useSay()
  const asked = useAsk(listUsers, {})
  const [inviting, setInviting] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setInviting(true)}>
      {say({ zh: '邀请用户', en: 'Invite a user' })}
    </Button>
  )
  return (
    <Section bare title={{ zh: '谁可以进来', en: 'Who may come in' }} actions={add}>
      <Answered of={asked}>{({ users }) => <UserList users={users} onLink={setLink} />}</Answered>
      <InviteUser open={inviting} onClose={() => setInviting(false)} onLink={setLink} />
      <ShownOnce {...linkWords} value={link} onClose={() => setLink(null)} />
    </Section>
  )
}

function UserList({ users, onLink }: { readonly users: readonly User[]; readonly onLink: (link: string) => void }) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<User> = [
    {
      title: say({ zh: '姓名', en: 'Name' }),
      render: (_, user) => (
        <>
          {user.name} {user.you ? <Badge>{say({ zh: '您', en: 'you' })}</Badge> : null}
          {user.state === 'active' ? null : (
            <Badge tone={user.state === 'invited' ? 'attention' : 'neutral'}>{say(stateWords[user.state])}</Badge>
          )}
          <div className="rg-settings-quiet">{user.email}</div>
        </>
      ),
    },
    { title: say({ zh: '角色', en: 'Role' }), render: (_, user) => <RoleSelect user={user} /> },
    {
      title: say({ zh: '最近登录', en: 'Last sign-in' }),
      responsive: ['md'],
      render: (_, user) => (user.lastSignInAt ? format.dateTime(user.lastSignInAt) : '—'),
    },
    { title: say({ zh: '操作', en: 'Actions' }), render: (_, user) => <UserActions user={user} onLink={onLink} /> },
  ]
  return <Table rowKey="id" size="small" pagination={false} columns={columns} dataSource={[...users]} />
}

function RoleSelect({ user }: { readonly user: User }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const update = useAct(updateUser)
  return (
    <Select
      value={user.role}
      loading={update.isPending}
      disabled={user.state === 'disabled'}
      style={{ minWidth: 110 }}
      aria-label={say({ zh: '{name} 的角色', en: 'Role of {name}' }, { name: user.name })}
      options={roles.map((role) => ({ value: role, label: say(roleWords[role].label) }))}
      onChange={(role) => update.mutate({ id: user.id, role }, { onError: (error) => void message.error(sayProblem(error)) })}
    />
  )
}

function UserActions({ user, onLink }: { readonly user: User; readonly onLink: (link: string) => void }) {
  const say = useSay()
  const { message, modal } = App.useApp()
  const sayProblem = useSayProblem()
  const [disable, enable, makeLink] = [useAct(disableUser), useAct(enableUser), useAct(makeUserLink)]
  const refused = { onError: (error: Error) => void message.error(sayProblem(error)) }
  if (user.state === 'disabled') {
    return (
      <Button size="small" loading={enable.isPending} onClick={() => enable.mutate({ id: user.id }, refused)}>
        {say({ zh: '启用', en: 'Enable' })}
      </Button>
    )
  }
  const ask = () =>
    modal.confirm({
      title: say({ zh: '停用 {name}？', en: 'Disable {name}?' }, { name: user.name }),
      content: say({
        zh: '立即退出登录，不能再登录；做过的事都保留，之后可以再启用。',
        en: 'Signed out at once and kept out; what was done stays, and you can enable the user again.',
      }),
      okText: say({ zh: '停用', en: 'Disable' }),
      okButtonProps: { danger: true },
      onOk: () => disable.mutateAsync({ id: user.id }).catch(refused.onError),
    })
  return (
    <Space wrap size={4}>
      <Button
        size="small"
        aria-label={say({ zh: '重设密码：{name}', en: 'Reset password of {name}' }, { name: user.name })}
        loading={makeLink.isPending}
        onClick={() => makeLink.mutate({ id: user.id }, { ...refused, onSuccess: ({ link }) => onLink(link) })}
      >
        {say({ zh: '重设密码', en: 'Reset' })}
      </Button>
      <Button size="small" danger onClick={ask}>
        {say({ zh: '停用', en: 'Disable' })}
      </Button>
    </Space>
  )
}
