import { MoreOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { sayActor } from '../../../core/kit/program-parts.ts'
import { VeiledText } from '../../../pages/MaskedValue.tsx'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useSayDue } from '../../../ui/use-say-due.ts'
import type { listTodos } from '../actions.ts'
import { todo as entity } from '../todo.ts'
import type { useTodoVerbs } from './use-todo-verbs.tsx'

export type Todo = ReplyOf<typeof listTodos>['todos'][number]

type Props = {
  readonly todo: Todo
  readonly verbs: ReturnType<typeof useTodoVerbs>
  readonly onEdit: (todo: Todo) => void
  readonly showCustomer?: boolean
  readonly showAssignee?: boolean
  /** Given, a tap chooses instead of finishing. */
  readonly choice?: { readonly chosen: boolean; readonly onChoose: (chosen: boolean) => void } | undefined
}

/** One to-do: a tap on its ring finishes it. */
export function TodoLine(props: Props) {
  const { todo, verbs, choice } = props
  const say = useSay()
  const ended = todo.state !== 'open'
  const label = choice
    ? say({ zh: '选择：{title}', en: 'Choose {title}' }, { title: todo.title })
    : ended
      ? say({ zh: '重新打开：{title}', en: 'Reopen {title}' }, { title: todo.title })
      : say({ zh: '完成：{title}', en: 'Finish {title}' }, { title: todo.title })
  const tap = () => (choice ? choice.onChoose(!choice.chosen) : ended ? verbs.reopen(todo) : verbs.finish(todo))
  return (
    <li className={ended ? 'rg-todo rg-todo-ended' : 'rg-todo'}>
      <span className={choice ? 'rg-todo-tap' : 'rg-todo-tap rg-todo-ring'}>
        <Checkbox aria-label={label} checked={choice ? choice.chosen : ended} disabled={!todo.mayChange || verbs.busy} onChange={tap} />
      </span>
      <div className="rg-todo-body">
        <div className="rg-todo-title">
          {todo.priority === 'high' ? <Badge tone="danger">{say({ zh: '紧急', en: 'Urgent' })}</Badge> : null}{' '}
          <Written todo={todo} name="title" text={todo.title} />
        </div>
        {todo.note ? (
          <div className="rg-todo-note">
            <Written todo={todo} name="note" text={todo.note} />
          </div>
        ) : null}
        {todo.isCall && !ended ? (
          <GoLink
            to="/calls"
            search={{ call: todo.id, ...(showAll(props) ? { who: todo.assigneeId === null ? 'nobody' : 'everyone' } : {}) }}
          >
            {say({ zh: '看话术、记结果', en: 'What to say, and what came of it' })}
          </GoLink>
        ) : null}
        <About {...props} />
      </div>
      {todo.mayChange && !ended && !choice ? <More {...props} /> : null}
    </li>
  )
}

/** Words in which a number may be masked for this reader. */
function Written({ todo: { id, customer }, name, text }: { readonly todo: Todo; readonly name: 'title' | 'note'; readonly text: string }) {
  if (customer === null) return <>{text}</>
  return <VeiledText customerId={customer.id} of={{ kind: 'todo', id }} name={name} text={text} label={entity.fields[name].label} />
}

const showAll = ({ showAssignee }: Props) => showAssignee === true

function About({ todo, showCustomer, showAssignee }: Props) {
  const say = useSay()
  const sayDue = useSayDue()
  return (
    <div className="rg-todo-about">
      <span className={todo.part === 'overdue' && todo.state === 'open' ? 'rg-todo-overdue' : undefined}>
        {sayDue(todo)}
        {todo.part === 'overdue' && todo.state === 'open' ? say({ zh: ' · 已过期', en: ' · overdue' }) : ''}
      </span>
      {todo.state !== 'open' && todo.endedByName ? (
        <span>
          {todo.state === 'done'
            ? say({ zh: '{name}完成', en: 'done by {name}' }, { name: sayActor(todo.endedByName) })
            : say({ zh: '{name}取消', en: 'cancelled by {name}' }, { name: sayActor(todo.endedByName) })}
        </span>
      ) : null}
      {showCustomer && todo.customer ? <CustomerLink id={todo.customer.id} name={todo.customer.name} /> : null}
      {showAssignee ? <span>{todo.assigneeName ?? say({ zh: '未指派', en: 'Nobody’s yet' })}</span> : null}
      {todo.originWords ? <span>{say({ zh: '原话“{words}”', en: 'said: “{words}”' }, { words: todo.originWords })}</span> : null}
    </div>
  )
}

function More({ todo, verbs, onEdit }: Props) {
  const say = useSay()
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{
        items: [
          { key: 'edit', label: say({ zh: '修改或改期', en: 'Change' }), onClick: () => onEdit(todo) },
          { key: 'cancel', label: say({ zh: '取消，不用做了', en: 'Cancel, not needed' }), onClick: () => verbs.cancel(todo) },
        ],
      }}
    >
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined />}
        aria-label={say({ zh: '更多：{title}', en: 'More: {title}' }, { title: todo.title })}
      />
    </Dropdown>
  )
}
