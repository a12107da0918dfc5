import { Alert, Button, Checkbox, Drawer, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { instantOf, localDate } from '../../../core/kit/local-time.ts'
import { clockAt } from '../../../fields/time/time.ts'
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx'
import { ClockInput } from '../../../ui/ClockInput.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { useShop } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useSayDue } from '../../../ui/use-say-due.ts'
import { useNow } from '../../../ui/use-now.ts'
import { useRested } from '../../../ui/use-rested.ts'
import { listColleagues } from '../../shop/users.ts'
import { changeTodo, createTodo } from '../actions.ts'
import { quickDays } from '../quick-days.ts'
import { readPromises } from '../promises/read-promises.ts'
import type { Todo } from './TodoLine.tsx'
import '../../../pages/pages.css'
import './todos.css'

type Props = {
  readonly open: boolean
  readonly onClose: () => void
  readonly customerId?: string
  /** Given, this one is changed. */
  readonly todo?: Todo | undefined
}

/** A to-do at the side of the page: what, by when, who. */
export function TodoDrawer(props: Props) {
  const say = useSay()
  const title = props.todo ? { zh: '修改待办', en: 'Change the to-do' } : { zh: '添加待办', en: 'New to-do' }
  return (
    <Drawer open={props.open} onClose={props.onClose} title={say(title)} size={440} destroyOnHidden>
      <TodoForm {...props} />
    </Drawer>
  )
}

type Told = { title: string; note: string; day: string | null; clock: string | null; assigneeId: string | null | undefined; high: boolean }

function toldOf(todo: Todo | undefined, timeZone: string): Told {
  if (!todo) return { title: '', note: '', day: null, clock: null, assigneeId: undefined, high: false }
  const at = todo.dueAt ? new Date(todo.dueAt) : null
  return {
    title: todo.title,
    note: todo.note ?? '',
    day: at ? localDate(at, timeZone) : null,
    clock: at && !todo.wholeDay ? clockAt(at, timeZone) : null,
    assigneeId: todo.assigneeId,
    high: todo.priority === 'high',
  }
}

function useTodoForm({ todo, customerId, onClose }: Props) {
  const { timeZone } = useShop()
  const [told, setTold] = useState(() => toldOf(todo, timeZone))
  const [create, change] = [useAct(createTodo), useAct(changeTodo)]
  const set = (patch: Partial<Told>) => setTold((old) => ({ ...old, ...patch }))
  const dueAt = told.day && told.clock ? instantOf(told.day, told.clock, timeZone).toISOString() : told.day
  const input = {
    title: told.title.trim(),
    note: told.note.trim() || null,
    dueAt,
    priority: told.high ? ('high' as const) : ('normal' as const),
    ...(told.assigneeId === undefined ? {} : { assigneeId: told.assigneeId }),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (input.title === '') return
    if (todo) change.mutate({ id: todo.id, version: todo.version, ...input }, { onSuccess: onClose })
    else create.mutate({ ...input, ...(customerId ? { customerId } : {}) }, { onSuccess: onClose })
  }
  return { told, set, submit, failure: create.error ?? change.error, sending: create.isPending || change.isPending }
}

function TodoForm(props: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const id = useId()
  const { told, set, submit, failure, sending } = useTodoForm(props)
  return (
    <form className="rg-form" onSubmit={submit} noValidate>
      {failure ? <Alert type="error" showIcon role="alert" title={sayProblem(failure)} /> : null}
      <div className="rg-form-line">
        <label htmlFor={`${id}title`}>{say({ zh: '要做什么', en: 'What to do' })}</label>
        <Input
          id={`${id}title`}
          autoFocus
          value={told.title}
          maxLength={500}
          placeholder={say({ zh: '例如：周五前回电', en: 'e.g. call back by Friday' })}
          onChange={(event) => set({ title: event.target.value })}
        />
        {told.day === null ? <ReadDue title={told.title} onTake={set} /> : null}
      </div>
      <DueLine id={id} told={told} set={set} />
      <AssigneeLine id={id} told={told} set={set} />
      <Checkbox checked={told.high} onChange={(event) => set({ high: event.target.checked })}>
        {say({ zh: '紧急', en: 'Urgent' })}
      </Checkbox>
      <div className="rg-form-line">
        <label htmlFor={`${id}note`}>{say({ zh: '备注', en: 'Note' })}</label>
        <Input.TextArea
          id={`${id}note`}
          value={told.note}
          maxLength={5_000}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => set({ note: event.target.value })}
        />
      </div>
      <p className="rg-form-help">
        {say({
          zh: '到期时在首页和“待办”里提醒，并在当天早上发邮件给负责人。',
          en: 'The home page and To-dos remind of it, and a mail to whom it is for on the morning of that day.',
        })}
      </p>
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" loading={sending} disabled={told.title.trim() === ''}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
        <Button onClick={props.onClose}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        <Missing what={told.title.trim() === '' ? { zh: '先写要做什么', en: 'Say what to do first' } : null} />
      </div>
    </form>
  )
}

type LineProps = { readonly id: string; readonly told: Told; readonly set: (patch: Partial<Told>) => void }

/** What was typed names a day: one tap takes it. */
function ReadDue({ title, onTake }: { readonly title: string; readonly onTake: (patch: Partial<Told>) => void }) {
  const say = useSay()
  const sayDue = useSayDue()
  const { timeZone } = useShop()
  const now = useNow()
  const [found] = readPromises(useRested(title), { now, timeZone, isNextStep: true })
  if (!found) return null
  const wholeDay = found.dueAt.length === 10
  const at = wholeDay ? instantOf(found.dueAt, '23:59:59', timeZone) : new Date(found.dueAt)
  const take = () => onTake({ title: found.title, day: localDate(at, timeZone), clock: wholeDay ? null : clockAt(at, timeZone) })
  return (
    <div>
      <Button size="small" onClick={take}>
        {say(
          { zh: '期限定为 {due}（读自“{words}”）', en: 'Due {due} (read from “{words}”)' },
          { due: sayDue({ dueAt: at.toISOString(), wholeDay }), words: found.words },
        )}
      </Button>
    </div>
  )
}

function DueLine({ id, told, set }: LineProps) {
  const say = useSay()
  const now = useNow()
  const { timeZone } = useShop()
  return (
    <div className="rg-form-line">
      <label htmlFor={`${id}due`}>{say({ zh: '期限', en: 'Due' })}</label>
      <ChoiceChips
        label={{ zh: '常用期限', en: 'Common days' }}
        chips={quickDays(now, timeZone).map(({ day, words }) => ({ value: day, label: words }))}
        value={told.day}
        onChoose={(day) => set({ day, ...(day ? {} : { clock: null }) })}
      />
      <div className="rg-todo-when">
        <DayInput id={`${id}due`} value={told.day} onChange={(day) => set({ day, ...(day ? {} : { clock: null }) })} />
        <ClockInput
          optional
          label={say({ zh: '几点（可不填）', en: 'At (may be left out)' })}
          placeholder={say({ zh: '几点，可不填', en: 'Any time' })}
          disabled={told.day === null}
          value={told.clock}
          onChange={(clock) => set({ clock })}
        />
      </div>
    </div>
  )
}

const nobody = 'nobody'

function AssigneeLine({ id, told, set }: LineProps) {
  const say = useSay()
  const colleagues = useAsk(listColleagues, {}).data?.colleagues ?? []
  const me = colleagues.find(({ you }) => you)?.id
  return (
    <div className="rg-form-line">
      <label htmlFor={`${id}who`}>{say({ zh: '负责人', en: 'Assigned to' })}</label>
      <Select<string>
        id={`${id}who`}
        value={told.assigneeId === undefined ? (me ?? nobody) : (told.assigneeId ?? nobody)}
        onChange={(who) => set({ assigneeId: who === nobody ? null : who })}
        options={[
          ...colleagues.map(({ id: value, name, you }) => ({
            value,
            label: you ? say({ zh: '{name}（我）', en: '{name} (me)' }, { name }) : name,
          })),
          { value: nobody, label: say({ zh: '暂不指派', en: 'Nobody yet' }) },
        ]}
      />
    </div>
  )
}
