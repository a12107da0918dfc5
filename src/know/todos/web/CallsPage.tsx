import { App, Segmented, Select } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMay, useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, HiddenFromYou, Loading, useSayProblem } from '../../../ui/States.tsx'
import { useSayCity } from '../../../fields/place/web/use-say-city.ts'
import { useSayDue } from '../../../ui/use-say-due.ts'
import { callResults, listCalls, readCallSettings, saveCallSettings } from '../calls.ts'
import { callsSearch } from '../todos-address.ts'
import { CallForm } from './CallForm.tsx'
import './todos.css'
import './calls.css'

type Call = ReplyOf<typeof listCalls>['calls'][number]

/** Whom to call, the most urgent first: what to say, what to know, and one tap for what came of it. Made for a phone. */
export function CallsPage() {
  const say = useSay()
  const format = useFormat()
  const isManager = useMay('manager')
  const [search, setSearch] = useSearchState(callsSearch)
  const who: 'me' | 'nobody' | 'everyone' = search.who ?? 'me'
  const asked = useAskMore(listCalls, (after: string | undefined) => ({ who, ...(after ? { after } : {}) }))
  const calls = asked.data?.pages.flatMap((page) => page.calls)
  const count = asked.data?.pages[0]?.count
  return (
    <Page
      title={{ zh: '该打给谁？', en: 'Whom to call?' }}
      answer={
        count === undefined ? null : (
          <Sentence
            words={
              count === 0
                ? { zh: '没有要打的电话。', en: 'No call is to be made.' }
                : { zh: '有 {count} 通电话要打。', en: '{count} {n|call|calls} to make.' }
            }
            parts={{ count: format.count(count), n: count }}
          />
        )
      }
    >
      <div className="rg-todos-tools">
        <Segmented<'me' | 'nobody' | 'everyone'>
          aria-label={say({ zh: '谁的电话', en: 'Whose calls' })}
          value={who}
          onChange={(next) => setSearch({ who: next === 'me' ? undefined : next, call: undefined })}
          options={[
            { value: 'me', label: say({ zh: '我的', en: 'Mine' }) },
            { value: 'nobody', label: say({ zh: '未指派', en: 'Nobody’s yet' }) },
            ...(isManager ? [{ value: 'everyone' as const, label: say({ zh: '所有人', en: 'Everybody’s' }) }] : []),
          ]}
        />
        <Escalation />
      </div>
      {calls ? (
        <Found calls={calls} open={search.call} onOpen={(call) => setSearch({ call })} />
      ) : asked.error ? (
        <ErrorState error={asked.error} retry={asked.refetch} />
      ) : (
        <Loading rows={6} />
      )}
      <MoreButton of={asked} />
    </Page>
  )
}

type FoundProps = { readonly calls: readonly Call[]; readonly open: string | undefined; readonly onOpen: (id: string | undefined) => void }

function Found({ calls, open, onOpen }: FoundProps) {
  if (calls.length === 0)
    return (
      <Empty
        title={{ zh: '没有要打的电话', en: 'No call to make' }}
        hint={{
          zh: '旅程里的“人工任务”会按客户的负责人排到这里，附上话术。',
          en: 'Tasks of journeys appear here for whoever the customer belongs to, with what to say.',
        }}
      />
    )
  return (
    <Section>
      <ul className="rg-calls">
        {calls.map((call) => (
          <CallCard key={call.id} call={call} isOpen={call.id === open} onOpen={onOpen} />
        ))}
      </ul>
    </Section>
  )
}

type CardProps = { readonly call: Call; readonly isOpen: boolean; readonly onOpen: (id: string | undefined) => void }

function CallCard({ call, isOpen, onOpen }: CardProps) {
  const say = useSay()
  const sayDue = useSayDue()
  const result = callResults.find(({ value }) => value === call.result)
  return (
    <li className="rg-call">
      <button type="button" className="rg-call-head" aria-expanded={isOpen} onClick={() => onOpen(isOpen ? undefined : call.id)}>
        <span className="rg-call-title">
          {call.isUrgent ? <Badge tone="danger">{say({ zh: '紧急', en: 'Urgent' })}</Badge> : null} {call.title}
          {call.customer?.name ? ` · ${call.customer.name}` : ''}
        </span>
        <span className={call.isOverdue ? 'rg-call-late' : 'rg-call-soft'}>
          {sayDue(call)}
          {call.isOverdue ? say({ zh: ' · 已过期', en: ' · overdue' }) : ''}
        </span>
      </button>
      {result ? (
        <div className="rg-call-soft">{say({ zh: '上次：{result}', en: 'Last time: {result}' }, { result: say(result.label) })}</div>
      ) : null}
      {isOpen ? <Opened call={call} onDone={() => onOpen(undefined)} /> : null}
    </li>
  )
}

function Opened({ call, onDone }: { readonly call: Call; readonly onDone: () => void }) {
  const say = useSay()
  return (
    <div className="rg-call-open">
      {call.customer ? <Essentials customer={call.customer} /> : null}
      <h2>{say({ zh: '怎么说', en: 'What to say' })}</h2>
      <p className="rg-call-script">{call.script ?? <HiddenFromYou />}</p>
      {call.mayChange ? <CallForm id={call.id} onDone={onDone} /> : null}
    </div>
  )
}

function Essentials({ customer }: { readonly customer: NonNullable<Call['customer']> }) {
  const say = useSay()
  const sayCity = useSayCity()
  const format = useFormat()
  return (
    <dl className="rg-call-facts">
      <dt>{say({ zh: '客户', en: 'Customer' })}</dt>
      <dd>
        <CustomerLink id={customer.id} name={customer.name} />
        {customer.city ? ` · ${sayCity(customer.city)}` : ''}
      </dd>
      <dt>{say({ zh: '电话', en: 'Phone' })}</dt>
      <dd>
        {customer.phone ? (
          <a className="rg-call-phone" href={`tel:${customer.phone}`}>
            {customer.phone}
          </a>
        ) : (
          say({ zh: '没有留电话', en: 'None is known' })
        )}
      </dd>
      <dt>{say({ zh: '消费', en: 'Purchases' })}</dt>
      <dd>
        {customer.purchases === null ? (
          <HiddenFromYou />
        ) : customer.lastPurchaseAt ? (
          say(
            { zh: '{n} 次，最近 {when}', en: '{n}, the last {when}' },
            { n: format.count(customer.purchases), when: format.date(customer.lastPurchaseAt) },
          )
        ) : (
          say({ zh: '还没有', en: 'None yet' })
        )}
      </dd>
      {customer.lastTalk ? (
        <>
          <dt>{say({ zh: '上次聊到', en: 'Last talk' })}</dt>
          <dd>
            {customer.lastTalk} <span className="rg-call-soft">{format.relative(customer.lastTalkAt)}</span>
          </dd>
        </>
      ) : null}
    </dl>
  )
}

const hours = [4, 24, 72, null] as const

/** When a call that nobody made goes to the manager. */
function Escalation() {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const may = useMayDo(saveCallSettings)
  const kept = useAsk(readCallSettings, {}, { when: may }).data
  const save = useAct(saveCallSettings)
  if (!may || !kept) return null
  const words = (each: number | null) =>
    each === null ? say({ zh: '不上报', en: 'Never' }) : say({ zh: '{n} 小时', en: '{n} h' }, { n: each })
  const offered = hours.some((each) => each === kept.escalateHours) ? hours : [...hours, kept.escalateHours]
  return (
    <label className="rg-call-soft">
      {say({ zh: '没打的电话，过期多久转给上级：', en: 'Calls that nobody made go to the manager after: ' })}
      <Select<number>
        size="small"
        aria-label={say({ zh: '过期多久转给上级', en: 'After how long a call goes to the manager' })}
        value={kept.escalateHours ?? 0}
        onChange={(chosen) =>
          save.mutate({ escalateHours: chosen === 0 ? null : chosen }, { onError: (error) => void message.error(sayProblem(error)) })
        }
        options={offered.map((each) => ({ value: each ?? 0, label: words(each) }))}
      />
    </label>
  )
}
