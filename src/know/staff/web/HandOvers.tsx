import { sayActor } from '../../../core/kit/program-parts.ts'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { type HandOverCard, listHandOvers, readHandOver, resumeHandOver, stopHandOver, undoHandOver } from '../hand-over.ts'

const isUnderWay = ({ state }: HandOverCard) => state === 'moving' || state === 'undoing'

/** Hand-overs under way with their progress, and the last that ended, which can be undone. */
export function HandOvers() {
  const asked = useAsk(listHandOvers, {}, { every: 2_000 })
  const shown = (asked.data?.handOvers ?? []).filter((one, at) => isUnderWay(one) || at < 3)
  return shown.length === 0 ? null : (
    <ul className="rg-staff-overs">
      {shown.map((one) => (
        <HandOverLine key={one.id} of={one} />
      ))}
    </ul>
  )
}

const sentences: Readonly<Record<'done' | 'stopped' | 'undone', Words>> = {
  done: {
    zh: '{from}的交接已完成：{customers} 位客户、{todos} 件待办和约定、{rest} 项其他，交给{to}。',
    en: 'Handed over for {from}: {customers} {customers|customer|customers}, {todos} {todos|to-do|to-dos}, {rest} other {rest|thing|things}, to {to}.',
  },
  stopped: {
    zh: '{from}的交接已停止：已移交 {customers} 位客户、{todos} 件待办和约定。',
    en: 'The hand-over of {from} was stopped: {customers} {customers|customer|customers} and {todos} {todos|to-do|to-dos} moved.',
  },
  undone: {
    zh: '{from}的交接已撤销：还回 {back} 项，{left} 项已被改过，保持不变。',
    en: 'The hand-over of {from} was undone: {back} came back, {left} had been changed and stay.',
  },
}

function HandOverLine({ of }: { readonly of: HandOverCard }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [stop, resume, undo] = [useAct(stopHandOver), useAct(resumeHandOver), useAct(undoHandOver)]
  const refused = { onError: (error: Error) => void message.error(sayProblem(error)) }
  const { id, state, planned, moved } = of
  if (state === 'moving')
    return (
      <li>
        <Progress
          label={say({ zh: '正在移交{name}的客户和待办', en: 'Handing over for {name}' }, { name: of.fromName })}
          done={moved.customers + moved.todos}
          total={planned.customers + planned.todos}
          onStop={() => stop.mutate({ id }, refused)}
          stopping={stop.isPending}
        />
      </li>
    )
  if (state === 'undoing')
    return (
      <li>
        <Progress
          label={say({ zh: '正在撤销{name}的交接', en: 'Undoing the hand-over of {name}' }, { name: of.fromName })}
          done={of.back + of.leftAlone}
          total={moved.customers + moved.todos + moved.rest}
        />
      </li>
    )
  const values = {
    from: of.fromName,
    to: of.to.join(say({ zh: '、', en: ', ' })) || say({ zh: '公海', en: 'the public pool' }),
    customers: format.count(moved.customers),
    todos: format.count(moved.todos),
    rest: format.count(moved.rest),
    back: format.count(of.back),
    left: format.count(of.leftAlone),
  }
  return (
    <li>
      <p>
        {say(sentences[state], values)}{' '}
        <span className="rg-staff-quiet">
          {format.dateTime(of.undoneAt ?? of.endedAt ?? of.begunAt)} · {say(sayActor(of.byName))}
        </span>
      </p>
      <div className="rg-staff-tools">
        {state === 'stopped' ? (
          <Button size="small" loading={resume.isPending} onClick={() => resume.mutate({ id }, refused)}>
            {say({ zh: '继续', en: 'Go on' })}
          </Button>
        ) : null}
        {state === 'undone' ? null : (
          <Button size="small" loading={undo.isPending} onClick={() => undo.mutate({ id }, refused)}>
            {say({ zh: '撤销交接', en: 'Undo' })}
          </Button>
        )}
      </div>
      {state === 'undone' && of.leftAlone > 0 ? <LeftAlone id={id} /> : null}
    </li>
  )
}

/** What the undo did not give back, and with whom it is. */
function LeftAlone({ id }: { readonly id: string }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const asked = useAsk(readHandOver, { id }, { when: open })
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say({ zh: '哪些没有还回', en: 'What did not come back' })}</summary>
      {open ? (
        <Answered of={asked} rows={2}>
          {({ left }) => (
            <ul className="rg-staff-left">
              {left.map((one, at) => (
                <li key={`${one.customerId ?? ''}${one.name}${at}`}>
                  {one.customerId ? <GoLink to={`/customers/${one.customerId}`}>{one.name}</GoLink> : one.name}
                  {one.nowWith ? (
                    <span className="rg-staff-quiet"> {say({ zh: '现由{name}负责', en: 'now with {name}' }, { name: one.nowWith })}</span>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </Answered>
      ) : null}
    </details>
  )
}
