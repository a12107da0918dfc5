import { App, Button } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { sayActor } from '../../../core/kit/program-parts.ts'
import type { Words } from '../../../core/kit/words.ts'
import { WhichCustomer } from '../../../pages/WhichCustomer.tsx'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { createTodo } from '../../../know/todos/actions.ts'
import { answerInbound, finishInbound, linkInbound, type listInbound, reopenInbound } from '../actions.ts'
import { inboundKindOf } from '../inbound-mail.ts'

type Mail = ReplyOf<typeof listInbound>['mails'][number]

const bounceSorts: Readonly<Record<string, Words>> = {
  hard: { zh: '地址不存在', en: 'no such address' },
  soft: { zh: '暂时收不了', en: 'cannot take mail for now' },
  policy: { zh: '被拒收，与地址无关', en: 'turned away, not for its address' },
  route: { zh: '路上或对方服务器有问题，与地址无关', en: 'trouble on the way or at the server, not for its address' },
}

/** One mail: who wrote what, to which message of ours, and what is to be done about it. Only ever plain text. */
export function InboundMail({ mail }: { readonly mail: Mail }) {
  const say = useSay()
  const format = useFormat()
  const kind = inboundKindOf(mail.kind)
  return (
    <li className="rg-inbound-mail">
      <div className="rg-inbound-head">
        <Badge tone={kind?.tone ?? 'neutral'}>{kind ? say(kind.label) : mail.kind}</Badge>
        {mail.customerId ? (
          <CustomerLink id={mail.customerId} name={mail.customerName} />
        ) : (
          <span>{say({ zh: '不知道是哪位客户', en: 'Of nobody we know' })}</span>
        )}
        <span className="rg-inbound-soft">{[mail.fromName, mail.fromAddress].filter(Boolean).join(' · ')}</span>
        <time className="rg-inbound-soft" dateTime={mail.receivedAt}>
          {format.dateTime(mail.receivedAt)}
        </time>
      </div>
      {mail.subject ? <div className="rg-inbound-subject">{mail.subject}</div> : null}
      {mail.bounce ? (
        <div className="rg-inbound-soft">
          {[say(bounceSorts[mail.bounce.sort] ?? { zh: mail.bounce.sort, en: mail.bounce.sort }), mail.bounce.code, mail.bounce.recipient]
            .filter(Boolean)
            .join(' · ')}
        </div>
      ) : null}
      {mail.body ? <p className="rg-inbound-body">{mail.body}</p> : null}
      {mail.messageSubject ? (
        <div className="rg-inbound-soft">
          {say({ zh: '回的是：{subject}', en: 'Answers: {subject}' }, { subject: mail.messageSubject })}
        </div>
      ) : null}
      <Verbs mail={mail} />
    </li>
  )
}

function Verbs({ mail }: { readonly mail: Mail }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [isLinking, setLinking] = useState(false)
  const [finish, reopen, answer, link] = [useAct(finishInbound), useAct(reopenInbound), useAct(answerInbound), useAct(linkInbound)]
  const may = useMayDo(finishInbound)
  const mayAnswer = useMayDo(createTodo)
  // Whoever calls our mails spam is not to get another one.
  const isComplaint = mail.kind === 'complaint'
  if (!may) return null
  const onError = (error: Error) => void message.error(sayProblem(error))
  if (mail.state === 'done')
    return (
      <div className="rg-inbound-verbs">
        {mail.doneByName ? (
          <span className="rg-inbound-soft">
            {say({ zh: '{name}已处理', en: 'Dealt with by {name}' }, { name: sayActor(mail.doneByName) })}
          </span>
        ) : null}
        {mail.todoId ? <GoLink to="/todos">{say({ zh: '看待办', en: 'See the to-do' })}</GoLink> : null}
        <Button size="small" type="text" loading={reopen.isPending} onClick={() => reopen.mutate({ id: mail.id }, { onError })}>
          {say({ zh: '重新打开', en: 'Reopen' })}
        </Button>
      </div>
    )
  return (
    <div className="rg-inbound-verbs">
      {mail.customerId && mayAnswer ? (
        <Button
          size="small"
          type={isComplaint ? 'default' : 'primary'}
          loading={answer.isPending}
          onClick={() =>
            answer.mutate(
              { id: mail.id },
              {
                onSuccess: () => void message.success(say({ zh: '已建待办，由您跟进', en: 'A to-do was made for you to follow up' })),
                onError,
              },
            )
          }
        >
          {isComplaint ? say({ zh: '建待办跟进', en: 'Make a to-do about it' }) : say({ zh: '建待办来答复', en: 'Make a to-do to answer' })}
        </Button>
      ) : null}
      {mail.customerId ? null : (
        <Button size="small" type="primary" onClick={() => setLinking(!isLinking)} aria-expanded={isLinking}>
          {say({ zh: '归到客户', en: 'Say whose it is' })}
        </Button>
      )}
      <Button size="small" loading={finish.isPending} onClick={() => finish.mutate({ id: mail.id }, { onError })}>
        {say({ zh: '标为已处理', en: 'Dealt with' })}
      </Button>
      {isLinking ? (
        <WhichCustomer onPick={(customerId) => link.mutate({ id: mail.id, customerId }, { onSuccess: () => setLinking(false), onError })} />
      ) : null}
    </div>
  )
}
