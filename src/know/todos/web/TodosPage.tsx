import { PlusOutlined } from '@ant-design/icons'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMay } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { listColleagues } from '../../shop/users.ts'
import { listTodos } from '../actions.ts'
import { type DuePart, dueParts } from '../due.ts'
import { todosSearch } from '../todos-address.ts'
import { ChosenBar } from './ChosenBar.tsx'
import { TodoDrawer } from './TodoForm.tsx'
import { type Todo, TodoLine } from './TodoLine.tsx'
import { TodoReminder } from './TodoReminder.tsx'
import { useTodoVerbs } from './use-todo-verbs.tsx'
import './todos.css'

const partWords: Record<DuePart, Words> = {
  overdue: { zh: '已过期', en: 'Overdue' },
  today: { zh: '今天', en: 'Today' },
  week: { zh: '7 天内', en: 'Within 7 days' },
  later: { zh: '以后', en: 'Later' },
  someday: { zh: '无期限', en: 'No date' },
}

/** What is to be done, the most urgent first; a tap finishes. */
export function TodosPage() {
  const say = useSay()
  const [search, setSearch] = useSearchState(todosSearch)
  const [editing, setEditing] = useState<Todo | null>(null)
  const who = search.who ?? 'me'
  const state = search.state ?? 'open'
  const asked = useAskMore(listTodos, (after: string | undefined) => ({ who, state, limit: 100, ...(after ? { after } : {}) }))
  const todos = asked.data?.pages.flatMap((page) => page.todos)
  const counts = asked.data?.pages[0]?.counts
  return (
    <Page
      title={{ zh: '要做什么？', en: 'What is to be done?' }}
      answer={counts && state === 'open' ? <Answer counts={counts} who={who} /> : null}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ new: true }, { push: true })}>
          {say({ zh: '添加待办', en: 'New to-do' })}
        </Button>
      }
    >
      <div className="rg-todos-tools">
        <WhoPick who={who} onWho={(next) => setSearch({ who: next === 'me' ? undefined : next })} />
        <Segmented<'open' | 'ended'>
          aria-label={say({ zh: '状态', en: 'State' })}
          value={state}
          onChange={(next) => setSearch({ state: next === 'open' ? undefined : next })}
          options={[
            { value: 'open', label: say({ zh: '未完成', en: 'Open' }) },
            { value: 'ended', label: say({ zh: '已了结', en: 'Ended' }) },
          ]}
        />
      </div>
      {todos ? (
        <List key={`${who} ${state}`} todos={todos} counts={counts} state={state} who={who} onEdit={setEditing} />
      ) : asked.error ? (
        <ErrorState error={asked.error} retry={asked.refetch} />
      ) : (
        <Loading rows={6} />
      )}
      <MoreButton of={asked} />
      <TodoReminder />
      <TodoDrawer
        open={search.new === true || editing !== null}
        todo={editing ?? undefined}
        onClose={() => {
          setEditing(null)
          if (search.new) setSearch({ new: undefined })
        }}
      />
    </Page>
  )
}

type Counts = ReplyOf<typeof listTodos>['counts']

function Answer({ counts, who }: { readonly counts: Counts; readonly who: string }) {
  const format = useFormat()
  const open = dueParts.reduce((sum, part) => sum + counts[part], 0)
  if (open === 0) return <Sentence words={{ zh: '没有要做的事。', en: 'Nothing is to be done.' }} />
  const words =
    who === 'me'
      ? {
          zh: '您有 {open} 件待办：{overdue} 件已过期，{today} 件今天到期。',
          en: 'You have {open} to do: {overdue} overdue, {today} due today.',
        }
      : { zh: '共有 {open} 件待办：{overdue} 件已过期，{today} 件今天到期。', en: '{open} to do: {overdue} overdue, {today} due today.' }
  return (
    <Sentence
      words={words}
      parts={{ open: format.count(open), overdue: format.count(counts.overdue), today: format.count(counts.today) }}
    />
  )
}

/** Everybody sees their own and what is nobody's; managers choose a person. */
function WhoPick({ who, onWho }: { readonly who: string; readonly onWho: (who: string) => void }) {
  const say = useSay()
  const isManager = useMay('manager')
  const colleagues = useAsk(listColleagues, {}, { when: isManager }).data?.colleagues ?? []
  return (
    <Select<string>
      aria-label={say({ zh: '谁的待办', en: 'Whose' })}
      className="rg-todos-who"
      value={who}
      onChange={onWho}
      options={[
        { value: 'me', label: say({ zh: '我的', en: 'Mine' }) },
        { value: 'nobody', label: say({ zh: '未指派', en: 'Nobody’s yet' }) },
        ...(isManager ? [{ value: 'everyone', label: say({ zh: '所有人', en: 'Everybody’s' }) }] : []),
        ...colleagues.filter(({ you }) => !you).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

type ListProps = {
  readonly todos: readonly Todo[]
  readonly counts: Counts | undefined
  readonly state: 'open' | 'ended'
  readonly who: string
  readonly onEdit: (todo: Todo) => void
}

function List({ todos, counts, state, who, onEdit }: ListProps) {
  const say = useSay()
  const format = useFormat()
  const verbs = useTodoVerbs()
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  if (todos.length === 0) return <NothingToDo state={state} who={who} />
  const lines = (some: readonly Todo[]) => (
    <ul className="rg-todos">
      {some.map((todo) => (
        <TodoLine
          key={todo.id}
          todo={todo}
          verbs={verbs}
          onEdit={onEdit}
          showCustomer
          showAssignee={who !== 'me'}
          choice={
            chosen
              ? {
                  chosen: chosen.has(todo.id),
                  onChoose: (is) => setChosen(new Set(is ? [...chosen, todo.id] : [...chosen].filter((id) => id !== todo.id))),
                }
              : undefined
          }
        />
      ))}
    </ul>
  )
  if (state === 'ended') return <Section>{lines(todos)}</Section>
  return (
    <>
      <ChosenBar todos={todos} chosen={chosen} onChosen={setChosen} />
      {dueParts.map((part) => {
        const some = todos.filter((todo) => todo.part === part)
        return some.length > 0 ? (
          <Section key={part} title={`${say(partWords[part])} · ${format.count(counts?.[part] ?? some.length)}`}>
            {lines(some)}
          </Section>
        ) : null
      })}
    </>
  )
}

function NothingToDo({ state, who }: Pick<ListProps, 'state' | 'who'>) {
  if (state === 'ended') return <Empty title={{ zh: '还没有了结的待办', en: 'Nothing has ended yet' }} />
  return (
    <Empty
      title={who === 'me' ? { zh: '都做完了', en: 'All done' } : { zh: '这里没有待办', en: 'Nothing to do here' }}
      hint={{
        zh: '在客户页“记一笔”时写下“周五前回电”，一点就成为待办；也可以直接添加。',
        en: 'Log a call on a customer’s page and write “call back by Friday”: one tap makes it a to-do. Or add one here.',
      }}
    />
  )
}
