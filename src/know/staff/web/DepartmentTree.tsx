import { MoreOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { createDepartment, removeDepartment, removeTeam } from '../actions.ts'
import { departmentLines } from '../department-lines.ts'
import { nowhere, peopleSearch } from '../staff-address.ts'
import { peopleWithin } from '../tree.ts'
import { DepartmentModal } from './DepartmentModal.tsx'
import { TeamModal } from './TeamModal.tsx'
import type { Firm } from './use-firm.ts'

/** What is being made or changed: a department under another, or a team. */
type Editing = { readonly what: 'department' | 'team'; readonly id: string | null; readonly under: string | null }

/** The departments as a tree and the teams below; a choice shows who stands there. */
export function DepartmentTree({ firm }: { readonly firm: Firm }) {
  const say = useSay()
  const mayManage = useMayDo(createDepartment)
  const [search, setSearch] = useSearchState(peopleSearch)
  const [editing, setEditing] = useState<Editing | null>(null)
  const choose = (department: string | undefined, team?: string) => setSearch({ department, team })
  const here = firm.people.filter((one) => !one.disabled)
  const loose = here.filter((one) => one.departmentId === null).length
  const within = (id: string) => peopleWithin(id, here, firm.departments).size
  return (
    <nav className="rg-staff-tree" aria-label={say({ zh: '部门和团队', en: 'Departments and teams' })}>
      <Heading
        words={{ zh: '部门', en: 'Departments' }}
        add={
          mayManage
            ? { words: { zh: '新建部门', en: 'New department' }, onAdd: () => setEditing({ what: 'department', id: null, under: null }) }
            : null
        }
      />
      <ul>
        <Line
          name={say({ zh: '所有人', en: 'Everybody' })}
          count={here.length}
          here={!search.department && !search.team}
          onChoose={() => choose(undefined)}
        />
        {departmentLines(firm.departments).map((one) => (
          <Line
            key={one.id}
            name={one.name}
            depth={one.depth}
            head={firm.people.find(({ id }) => id === one.headId)?.name}
            count={within(one.id)}
            here={search.department === one.id}
            onChoose={() => choose(one.id)}
            menu={
              mayManage ? (
                <DepartmentMenu id={one.id} name={one.name} onEdit={(id, under) => setEditing({ what: 'department', id, under })} />
              ) : null
            }
          />
        ))}
        {loose > 0 && firm.departments.length > 0 ? (
          <Line
            name={say({ zh: '不在任何部门', en: 'In no department' })}
            count={loose}
            here={search.department === nowhere}
            onChoose={() => choose(nowhere)}
          />
        ) : null}
      </ul>
      <Heading
        words={{ zh: '团队', en: 'Teams' }}
        add={
          mayManage ? { words: { zh: '新建团队', en: 'New team' }, onAdd: () => setEditing({ what: 'team', id: null, under: null }) } : null
        }
      />
      {firm.teams.length === 0 ? (
        <p className="rg-staff-quiet">
          {say({ zh: '团队跨部门，一个人可以在几个团队里。', en: 'Teams go across departments; one may be in several.' })}
        </p>
      ) : (
        <ul>
          {firm.teams.map((one) => (
            <Line
              key={one.id}
              name={one.name}
              count={here.filter(({ teamIds }) => teamIds.includes(one.id)).length}
              here={search.team === one.id}
              onChoose={() => choose(undefined, one.id)}
              menu={
                mayManage ? <TeamMenu id={one.id} name={one.name} onEdit={(id) => setEditing({ what: 'team', id, under: null })} /> : null
              }
            />
          ))}
        </ul>
      )}
      <DepartmentModal
        key={`d${editing?.id ?? 'new'}${editing?.under ?? ''}${editing?.what ?? ''}`}
        firm={firm}
        open={editing?.what === 'department'}
        id={editing?.id ?? null}
        under={editing?.under ?? null}
        onClose={() => setEditing(null)}
      />
      <TeamModal
        key={`t${editing?.id ?? 'new'}${editing?.what ?? ''}`}
        firm={firm}
        open={editing?.what === 'team'}
        id={editing?.id ?? null}
        onClose={() => setEditing(null)}
      />
    </nav>
  )
}

function Heading({ words, add }: { readonly words: Words; readonly add: { readonly words: Words; readonly onAdd: () => void } | null }) {
  const say = useSay()
  return (
    <div className="rg-staff-head">
      <h2>{say(words)}</h2>
      {add ? (
        <Button size="small" type="text" icon={<PlusOutlined />} aria-label={say(add.words)} title={say(add.words)} onClick={add.onAdd} />
      ) : null}
    </div>
  )
}

type LineProps = {
  readonly name: string
  readonly count: number
  readonly here: boolean
  readonly onChoose: () => void
  readonly depth?: number
  readonly head?: string | undefined
  readonly menu?: React.ReactNode
}

function Line({ name, count, here, onChoose, depth = 0, head, menu }: LineProps) {
  const say = useSay()
  return (
    <li className={here ? 'rg-staff-line rg-staff-here' : 'rg-staff-line'} style={{ paddingInlineStart: depth * 16 }}>
      <button type="button" aria-current={here ? 'true' : undefined} onClick={onChoose}>
        <span className="rg-staff-name">
          {name}
          {head ? <span className="rg-staff-quiet"> {say({ zh: '主管 {head}', en: 'head {head}' }, { head })}</span> : null}
        </span>
        <span className="rg-staff-count">{count}</span>
      </button>
      {menu}
    </li>
  )
}

type MenuProps = { readonly id: string; readonly name: string }

function useRemove(words: Words) {
  const say = useSay()
  const confirm = useConfirm()
  return (name: string, run: () => Promise<void>) =>
    confirm({ title: say(words, { name }), ok: { zh: '删除', en: 'Remove' }, danger: true, run })
}

function DepartmentMenu({ id, name, onEdit }: MenuProps & { readonly onEdit: (id: string | null, under: string | null) => void }) {
  const say = useSay()
  const [, setSearch] = useSearchState(peopleSearch)
  const remove = useAct(removeDepartment)
  const ask = useRemove({ zh: '删除部门“{name}”？', en: 'Remove the department “{name}”?' })
  const items = [
    { key: 'edit', label: say({ zh: '改名、移动、指定主管', en: 'Rename, move, name a head' }), onClick: () => onEdit(id, null) },
    { key: 'under', label: say({ zh: '在下面新建部门', en: 'New department below' }), onClick: () => onEdit(null, id) },
    {
      key: 'remove',
      danger: true,
      label: say({ zh: '删除', en: 'Remove' }),
      onClick: () =>
        ask(name, async () => {
          await remove.mutateAsync({ id })
          setSearch({ department: undefined })
        }),
    },
  ]
  return <Menu items={items} label={say({ zh: '部门“{name}”的操作', en: 'What to do with the department “{name}”' }, { name })} />
}

function TeamMenu({ id, name, onEdit }: MenuProps & { readonly onEdit: (id: string) => void }) {
  const say = useSay()
  const [, setSearch] = useSearchState(peopleSearch)
  const remove = useAct(removeTeam)
  const ask = useRemove({ zh: '删除团队“{name}”？成员不受影响。', en: 'Remove the team “{name}”? Its members stay.' })
  const items = [
    { key: 'edit', label: say({ zh: '改名、成员', en: 'Rename, members' }), onClick: () => onEdit(id) },
    {
      key: 'remove',
      danger: true,
      label: say({ zh: '删除', en: 'Remove' }),
      onClick: () =>
        ask(name, async () => {
          await remove.mutateAsync({ id })
          setSearch({ team: undefined })
        }),
    },
  ]
  return <Menu items={items} label={say({ zh: '团队“{name}”的操作', en: 'What to do with the team “{name}”' }, { name })} />
}

type Item = { readonly key: string; readonly label: string; readonly onClick: () => void; readonly danger?: boolean }

function Menu({ items, label }: { readonly items: readonly Item[]; readonly label: string }) {
  return (
    <Dropdown autoFocus menu={{ items: [...items] }} trigger={['click']}>
      <Button size="small" type="text" icon={<MoreOutlined />} aria-label={label} />
    </Dropdown>
  )
}
