import { Button, Table, type TableColumnsType } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { roleWords } from '../../shop/role-words.ts'
import { managerOf, pathUp } from '../tree.ts'
import type { Firm, Person } from './use-firm.ts'
import { listUsers } from '../../shop/users.ts'

type Props = { readonly firm: Firm; readonly people: readonly Person[]; readonly onOpen: ((id: string) => void) | null }

/** People in a list; on a phone what else is known stands under the name. */
export function PeopleTable({ firm, people, onOpen }: Props) {
  const say = useSay()
  const format = useFormat()
  const mayManage = useMayDo(listUsers)
  const departmentOf = ({ departmentId }: Person) =>
    pathUp(departmentId, firm.departments)
      .toReversed()
      .map((one) => one.name)
      .join(' / ')
  const teamsOf = ({ teamIds }: Person) => firm.teams.flatMap((one) => (teamIds.includes(one.id) ? [one.name] : []))
  // Roles of the firm's own stand in the place of the standing one.
  const roleOf = ({ role, ownRoles }: NonNullable<Person['account']>) =>
    ownRoles.length > 0 ? ownRoles.join(say({ zh: '、', en: ', ' })) : say(roleWords[role].label)
  const columns: TableColumnsType<Person> = [
    {
      title: say({ zh: '姓名', en: 'Name' }),
      rowScope: 'row',
      render: (_, one) => (
        <>
          {onOpen ? (
            <Button type="link" className="rg-staff-open" onClick={() => onOpen(one.id)}>
              {one.name}
            </Button>
          ) : (
            one.name
          )}{' '}
          {one.you ? <Badge>{say({ zh: '您', en: 'you' })}</Badge> : null}
          <StateBadge person={one} />
          <div className="rg-staff-quiet">
            {[one.position, one.account?.email].filter((text) => text).join(' · ')}
            <span className="rg-staff-narrow">{departmentOf(one)}</span>
          </div>
        </>
      ),
    },
    { title: say({ zh: '部门', en: 'Department' }), responsive: ['md'], render: (_, one) => departmentOf(one) || '—' },
    {
      title: say({ zh: '团队', en: 'Teams' }),
      responsive: ['lg'],
      render: (_, one) => teamsOf(one).join(say({ zh: '、', en: ', ' })) || '—',
    },
    {
      title: say({ zh: '上级', en: 'Answers to' }),
      responsive: ['lg'],
      render: (_, one) => {
        const id = managerOf(one, firm.departments)
        return firm.people.find((other) => other.id === id)?.name ?? '—'
      },
    },
    ...(mayManage
      ? [
          {
            title: say({ zh: '角色', en: 'Role' }),
            render: (_: unknown, one: Person) => (one.account ? roleOf(one.account) : '—'),
          },
          {
            title: say({ zh: '最近登录', en: 'Last sign-in' }),
            responsive: ['md' as const],
            render: (_: unknown, one: Person) => (one.account?.lastSignInAt ? format.dateTime(one.account.lastSignInAt) : '—'),
          },
        ]
      : []),
  ]
  return (
    <Table rowKey="id" size="small" pagination={people.length > 50 ? { pageSize: 50 } : false} columns={columns} dataSource={[...people]} />
  )
}

const invited: Words = { zh: '已邀请，还没来', en: 'Invited, not here yet' }
const disabled: Words = { zh: '已停用', en: 'Disabled' }

/** How the invitation stands, and whether the account is shut. */
function StateBadge({ person }: { readonly person: Person }) {
  const say = useSay()
  if (person.disabled) return <Badge tone="neutral">{say(disabled)}</Badge>
  return person.account?.state === 'invited' ? <Badge tone="attention">{say(invited)}</Badge> : null
}
