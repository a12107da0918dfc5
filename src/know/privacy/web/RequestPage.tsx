import { sayActor } from '../../../core/kit/program-parts.ts'
import { GoLink, usePathValue } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { readRequest } from '../request-actions.ts'
import { askerWords, doorWords, jurisdictionWords, kindWords, stateWords, stepWords, verifyWords } from '../privacy.ts'
import { Fact } from './DataMapTab.tsx'
import { RequestActs } from './RequestActs.tsx'
import { stateTones, useSayClock } from './RequestLines.tsx'
import type { WholeRequest } from './request-answer.ts'
import './privacy.css'

const back = { to: '/privacy', label: { zh: '全部请求', en: 'All requests' } }

/** One request: what was asked, by when it must be answered, what was done, and what can be done next. */
export function RequestPage() {
  const id = usePathValue('id')
  const asked = useAsk(readRequest, { id }, { every: 10_000 })
  if (!asked.data)
    return (
      <Page back={back} title={{ zh: '权利请求', en: 'Request' }}>
        <Answered of={asked}>{() => null}</Answered>
      </Page>
    )
  return <Whole request={asked.data} />
}

function Whole({ request }: { readonly request: WholeRequest }) {
  const say = useSay()
  const clock = useSayClock()(request)
  const name = request.erased ? say({ zh: '（已删除）', en: '(erased)' }) : (request.customerName ?? '—')
  return (
    <Page
      back={back}
      title={say({ zh: '{kind} · {name}', en: '{kind} · {name}' }, { kind: say(kindWords[request.kind]), name })}
      answer={
        <>
          <Badge tone={stateTones[request.state]}>{say(stateWords[request.state])}</Badge>{' '}
          <span className={clock.late ? 'rg-privacy-late' : undefined}>{clock.text}</span>
          <div className="rg-privacy-clock">{say(request.clock)}</div>
        </>
      }
    >
      <Section title={{ zh: '请求', en: 'What was asked' }}>
        <Facts request={request} name={name} />
        <RequestActs request={request} />
      </Section>
      <Section title={{ zh: '处理经过', en: 'What was done' }}>
        <Steps request={request} />
      </Section>
    </Page>
  )
}

function Facts({ request, name }: { readonly request: WholeRequest; readonly name: string }) {
  const say = useSay()
  const format = useFormat()
  const verified = request.verifiedHow
    ? [say(verifyWords[request.verifiedHow]), request.verifiedAt ? format.dateTime(request.verifiedAt) : null, request.verifiedNote]
        .filter(Boolean)
        .join(' · ')
    : say({ zh: '还没有', en: 'not yet' })
  const asker = [say(askerWords[request.askedBy]), request.askerName, request.askerContact].filter(Boolean).join(' · ')
  return (
    <dl className="rg-privacy-facts">
      <Fact label={say({ zh: '客户', en: 'Customer' })}>
        {request.erased ? name : <GoLink to={`/customers/${request.customerId}`}>{name}</GoLink>}
      </Fact>
      <Fact label={say({ zh: '提出人', en: 'Asked by' })}>{asker}</Fact>
      <Fact label={say({ zh: '途径', en: 'How it came' })}>{say(doorWords[request.door] ?? { zh: request.door, en: request.door })}</Fact>
      <Fact label={say({ zh: '身份核实', en: 'Verified' })}>{verified}</Fact>
      <Fact label={say({ zh: '适用法律', en: 'Law' })}>{say(jurisdictionWords[request.jurisdiction])}</Fact>
      <Fact label={say({ zh: '收到', en: 'Received' })}>{format.dateTime(request.receivedAt)}</Fact>
      <Fact label={say({ zh: '期限', en: 'Due' })}>{format.dateTime(request.dueAt)}</Fact>
      {request.extensionReason ? <Fact label={say({ zh: '延期理由', en: 'Why extended' })}>{request.extensionReason}</Fact> : null}
      <Fact label={say({ zh: '负责人', en: 'Assigned to' })}>{request.assigneeName ?? '—'}</Fact>
      {request.details ? <Fact label={say({ zh: '内容', en: 'In their words' })}>{request.details}</Fact> : null}
      {request.answer ? <Fact label={say({ zh: '答复', en: 'Answer' })}>{request.answer}</Fact> : null}
    </dl>
  )
}

function Steps({ request }: { readonly request: WholeRequest }) {
  const say = useSay()
  const format = useFormat()
  return (
    <ol className="rg-privacy-list">
      {request.steps.map((step) => (
        <li key={step.number}>
          <strong>{say(stepWords[step.what] ?? { zh: step.what, en: step.what })}</strong>
          <span>
            {format.dateTime(step.at)} · {say(sayActor(step.by))}
          </span>
          {step.note ? <div className="rg-privacy-said">{step.note}</div> : null}
        </li>
      ))}
    </ol>
  )
}
