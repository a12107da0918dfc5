import { PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { type ComponentType, useState } from 'react'
import { useSearchState } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { LinkDialog } from '../../../ui/LinkDialog.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { nowhere, peopleSearch } from '../staff-address.ts'
import { peopleWithin } from '../tree.ts'
import { DepartmentTree } from './DepartmentTree.tsx'
import { HandOverModal } from './HandOverModal.tsx'
import { HandOvers } from './HandOvers.tsx'
import { InviteModal } from './InviteModal.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { PersonDrawer } from './PersonDrawer.tsx'
import { type Firm, type Person, useFirm } from './use-firm.ts'
import './staff.css'
import { listUsers } from '../../shop/users.ts'

const linkWords = {
  title: { zh: '设置密码的链接', en: 'Link to set a password' },
  hint: {
    zh: '请把它发给本人。7 天内有效，只能用一次；关闭后不再显示。',
    en: 'Send it to the person. It works once within 7 days, and is not shown again.',
  },
}

/** What is told of a person's rights, by the feature that keeps them. */
export type RightsPart = ComponentType<{ readonly personId: string; readonly isOwner: boolean }>

/** Who works here, in which department, and what they may do. */
export function PeoplePage({ Rights }: { readonly Rights?: RightsPart }) {
  const say = useSay()
  const mayManage = useMayDo(listUsers)
  const firm = useFirm()
  const [, setSearch] = useSearchState(peopleSearch)
  const invite = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ person: 'new' }, { push: true })}>
      {say({ zh: '邀请用户', en: 'Invite a user' })}
    </Button>
  )
  return (
    <Page
      wide
      title={{ zh: '公司里有谁？', en: 'Who works here?' }}
      answer={firm.data ? <Answer firm={firm.data} /> : null}
      actions={mayManage ? invite : null}
    >
      <Answered of={firm}>{(data) => <Inside firm={data} {...(Rights ? { Rights } : {})} />}</Answered>
    </Page>
  )
}

function Answer({ firm }: { readonly firm: Firm }) {
  const here = firm.people.filter((one) => !one.disabled)
  const invited = here.filter((one) => one.account?.state === 'invited')
  return (
    <Sentence
      words={
        invited.length === 0
          ? {
              zh: '共 {people} 位同事，{departments} 个部门。',
              en: '{people} {people|colleague|colleagues} in {departments} {departments|department|departments}.',
            }
          : {
              zh: '共 {people} 位同事，{departments} 个部门；其中 {invited} 位还没有来。',
              en: '{people} {people|colleague|colleagues} in {departments} {departments|department|departments}; {invited} {invited|has|have} not come yet.',
            }
      }
      parts={{ people: String(here.length), departments: String(firm.departments.length), invited: String(invited.length) }}
    />
  )
}

/** Those who stand in what was chosen, and whose name, position or e-mail has the words. */
function shownOf(
  firm: Firm,
  chosen: { department?: string | undefined; team?: string | undefined; search?: string | undefined },
): Person[] {
  const { department, team } = chosen
  const within = department && department !== nowhere ? peopleWithin(department, firm.people, firm.departments) : null
  const words = chosen.search?.trim().toLowerCase() ?? ''
  return firm.people.filter(
    (one) =>
      (within === null || within.has(one.id)) &&
      (department !== nowhere || one.departmentId === null) &&
      (!team || one.teamIds.includes(team)) &&
      (words === '' || [one.name, one.position ?? '', one.account?.email ?? ''].some((text) => text.toLowerCase().includes(words))),
  )
}

function Inside({ firm, Rights }: { readonly firm: Firm; readonly Rights?: RightsPart }) {
  const say = useSay()
  const mayManage = useMayDo(listUsers)
  const [search, setSearch] = useSearchState(peopleSearch)
  const [link, setLink] = useState<string | null>(null)
  const shown = shownOf(firm, search)
  const open = firm.people.find((one) => one.id === search.person) ?? null
  const leaving = firm.people.find((one) => one.id === search.leaving) ?? null
  return (
    <div className="rg-staff">
      <DepartmentTree firm={firm} />
      <div className="rg-staff-people">
        <Input.Search
          allowClear
          defaultValue={search.search ?? ''}
          placeholder={say({ zh: '姓名、职位或邮箱', en: 'Name, position or e-mail' })}
          aria-label={say({ zh: '搜索同事', en: 'Search colleagues' })}
          onChange={(event) => setSearch({ search: event.target.value || undefined })}
        />
        {mayManage ? <HandOvers /> : null}
        {shown.length === 0 ? (
          <Empty
            small
            title={{ zh: '这里没有人', en: 'Nobody here' }}
            hint={{ zh: '换一个部门，或清除搜索。', en: 'Choose another department, or clear the search.' }}
          />
        ) : (
          <PeopleTable firm={firm} people={shown} onOpen={mayManage ? (id) => setSearch({ person: id }, { push: true }) : null} />
        )}
      </div>
      {mayManage ? (
        <>
          <InviteModal
            firm={firm}
            open={search.person === 'new'}
            department={search.department === nowhere ? null : (search.department ?? null)}
            onClose={() => setSearch({ person: undefined })}
            onLink={setLink}
          />
          <PersonDrawer
            key={open?.id ?? 'nobody'}
            firm={firm}
            person={open}
            onClose={() => setSearch({ person: undefined })}
            onLeave={(id) => setSearch({ person: undefined, leaving: id })}
            onLink={setLink}
            {...(Rights ? { Rights } : {})}
          />
          <HandOverModal key={leaving?.id ?? 'none'} firm={firm} person={leaving} onClose={() => setSearch({ leaving: undefined })} />
          <LinkDialog {...linkWords} url={link} onClose={() => setLink(null)} />
        </>
      ) : null}
    </div>
  )
}
