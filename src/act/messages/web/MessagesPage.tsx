import { Segmented, Select } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { channelOptions } from '../../channels/channel-kinds.ts'
import { listJourneys } from '../../journeys/actions.ts'
import { ExportButton } from '../../../pages/export-list/ExportButton.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { TickedBar } from '../../../pages/record-list/ticks.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { countMessages, listMessages, resolveMessages } from '../actions.ts'
import { type MessageState, messageStates, messageStateWords } from '../message.ts'
import { InDoubt, ResolveThese } from './InDoubt.tsx'
import { MailHint } from './MailHint.tsx'
import { type MessagesSearch, messagesSearch } from '../messages-address.ts'
import { MessageDrawer } from './MessageDrawer.tsx'
import { MessageList } from './MessageList.tsx'
import { ReasonChips } from './ReasonChips.tsx'
import { useTemplates } from './use-templates.ts'
import '../../../pages/pages.css'
import './messages.css'

/** The outbox: every message's state and, where one was not sent, why. */
export function MessagesPage() {
  const [search, setSearch] = useSearchState(messagesSearch)
  const counted = useAsk(countMessages, scopeOf(search), { keep: true, every: 10_000 })
  return (
    <Page
      wide
      title={{ zh: '消息都送到了吗？', en: 'Did our messages get through?' }}
      answer={counted.data ? <CountsAnswer counts={counted.data.counts} asOf={counted.dataUpdatedAt} search={search} /> : null}
    >
      <MailHint />
      <Answered of={counted}>
        {({ counts, reasons, channels, cost }) =>
          total(counts) === 0 && isWhole(search) ? (
            <NothingYet />
          ) : (
            <>
              {counts['unknown'] ? (
                <InDoubt
                  count={counts['unknown']}
                  filters={search.state === 'unknown' ? filtersOf(search) : null}
                  onOpen={() => setSearch({ state: 'unknown', reason: undefined })}
                />
              ) : null}
              <Tools search={search} setSearch={setSearch} counts={counts} channels={channels} cost={cost} />
              <ReasonChips reasons={reasons} chosen={search.reason} onChoose={(reason, state) => setSearch({ reason, state })} />
              <Found search={search} onOpen={(message, customer) => setSearch({ message, customer }, { push: true })} />
            </>
          )
        }
      </Answered>
      <MessageDrawer
        id={search.message}
        customerId={search.customer}
        onClose={() => setSearch({ message: undefined, customer: undefined })}
      />
    </Page>
  )
}

type Counts = Readonly<Record<string, number>>
type SetSearch = (patch: Partial<MessagesSearch>, options?: { readonly push?: boolean }) => void

const total = (counts: Counts) => Object.values(counts).reduce((sum, n) => sum + n, 0)
const isWhole = (search: MessagesSearch) => Object.keys(scopeOf(search)).length === 0

/** Which messages are looked at, whatever became of them. */
function scopeOf({ journey, campaign, channel, template, step }: MessagesSearch) {
  return {
    ...(journey ? { journeyId: journey } : {}),
    ...(campaign ? { campaignId: campaign } : {}),
    ...(channel ? { channel } : {}),
    ...(template ? { templateId: template } : {}),
    ...(step ? { step } : {}),
  }
}

/** Which messages the list shows. */
const filtersOf = (search: MessagesSearch) => ({
  ...scopeOf(search),
  ...(search.state ? { state: search.state } : {}),
  ...(search.reason ? { reason: search.reason } : {}),
})

function NothingYet() {
  return (
    <Empty
      title={{ zh: '还没有发过消息', en: 'Nothing has been sent yet' }}
      hint={{
        zh: '建一个旅程，让对的客户在对的时候收到邮件；每一封发没发出、为什么，都会列在这里。',
        en: 'Make a journey that mails the right customers at the right time; what became of every mail, and why, is listed here.',
      }}
      next={{ label: { zh: '新建旅程', en: 'New journey' }, to: '/journeys/new' }}
    />
  )
}

function CountsAnswer({ counts, asOf, search }: { readonly counts: Counts; readonly asOf: number; readonly search: MessagesSearch }) {
  const say = useSay()
  const format = useFormat()
  if (total(counts) === 0) return null
  const number = (state: MessageState, definition: { zh: string; en: string }) => (
    <Explain
      name={messageStateWords[state].label}
      definition={definition}
      asOf={new Date(asOf)}
      rows={counts[state] ?? 0}
      who={{ to: '/messages', search: { ...search, state, reason: undefined }, label: { zh: '查看这些消息', en: 'Show these messages' } }}
    >
      {format.count(counts[state] ?? 0)}
    </Explain>
  )
  const sent = number('sent', { zh: '邮件服务器或渠道方已接收的消息。', en: 'The mail server or the vendor took these.' })
  const skipped = number('skipped', {
    zh: '因同意、上限等规则没有发出的消息。',
    en: 'Consent, the cap or another rule of ours kept these back.',
  })
  const failed = number('failed', {
    zh: '邮件服务器或渠道方拒收，或多次重试仍未成功。',
    en: 'The mail server or the vendor refused these, or too many tries went wrong.',
  })
  const waiting = (counts['queued'] ?? 0) + (counts['sending'] ?? 0)
  return (
    <>
      <Sentence
        words={{
          zh: '已发送 {sent} 条，未发送 {skipped} 条，失败 {failed} 条。',
          en: '{sent} went out, {skipped} were kept back, {failed} failed.',
        }}
        parts={{ sent, skipped, failed }}
      />
      {waiting > 0 ? say({ zh: '还有 {n} 条在排队。', en: ' {n} {n|waits|wait} in the queue.' }, { n: format.count(waiting) }) : null}
    </>
  )
}

type ToolsProps = {
  readonly search: MessagesSearch
  readonly setSearch: SetSearch
  readonly counts: Counts
  readonly channels: ReplyOf<typeof countMessages>['channels']
  readonly cost: number
}

function Tools({ search, setSearch, counts, channels, cost }: ToolsProps) {
  const say = useSay()
  const format = useFormat()
  const journeys = useAsk(listJourneys, {})
  const templates = useTemplates()
  const all = { value: 'all' as const, label: `${say({ zh: '全部', en: 'All' })} ${format.count(total(counts))}` }
  const states = messageStates
    .filter((state) => (counts[state] ?? 0) > 0 || state === search.state)
    .map((value) => ({ value, label: `${say(messageStateWords[value].label)} ${format.count(counts[value] ?? 0)}` }))
  return (
    <div className="rg-outbox-tools">
      <div className="rg-outbox-states">
        <Segmented<MessageState | 'all'>
          aria-label={say({ zh: '状态', en: 'State' })}
          value={search.state ?? 'all'}
          options={[all, ...states]}
          onChange={(state) => setSearch({ state: state === 'all' ? undefined : state, reason: undefined })}
        />
      </div>
      {channels.length > 1 || search.channel ? (
        <Select
          aria-label={say({ zh: '渠道', en: 'Channel' })}
          placeholder={say({ zh: '所有渠道', en: 'Every channel' })}
          allowClear
          value={search.channel}
          onChange={(channel) => setSearch({ channel })}
          options={channelOptions.map(({ value, label }) => ({ value, label: say(label) }))}
        />
      ) : null}
      <Select
        aria-label={say({ zh: '旅程', en: 'Journey' })}
        placeholder={say({ zh: '所有旅程', en: 'Every journey' })}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={search.journey}
        onChange={(journey) => setSearch({ journey, step: undefined })}
        options={(journeys.data?.journeys ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        aria-label={say({ zh: '模板', en: 'Template' })}
        placeholder={say({ zh: '所有模板', en: 'Every template' })}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={search.template}
        onChange={(template) => setSearch({ template })}
        options={(templates.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {cost > 0 ? (
        <span className="rg-quiet">
          {say({ zh: '费用合计', en: 'Cost' })}{' '}
          <Explain
            name={{ zh: '费用合计', en: 'Cost' }}
            definition={{
              zh: '渠道账号里设的单价 × 已发出的条数（长短信按条拆分）。',
              en: 'What the account’s message costs, times what went out; a long SMS counts its parts.',
            }}
          >
            {format.money(cost)}
          </Explain>
        </span>
      ) : null}
      <ExportButton kind="message" path="messages" filters={filtersOf(search)} />
    </div>
  )
}

type FoundProps = { readonly search: MessagesSearch; readonly onOpen: (message: string, customer: string) => void }

function Found({ search, onOpen }: FoundProps) {
  const say = useSay()
  const format = useFormat()
  const mayResolve = useMayDo(resolveMessages) && search.state === 'unknown'
  const [ticked, setTicked] = useState<readonly string[]>([])
  const asked = useAskMore(listMessages, (after: string | undefined) => ({ ...filtersOf(search), ...(after ? { after } : {}) }))
  const rows = asked.data?.pages.flatMap((page) => page.rows)
  if (!rows) return asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={8} />
  if (rows.length === 0) return <Empty small title={{ zh: '没有这样的消息', en: 'No such messages' }} />
  // Those that are settled by now are chosen no more.
  const chosen = mayResolve ? rows.filter(({ id }) => ticked.includes(id)) : []
  return (
    <>
      <MessageList
        rows={rows}
        onOpen={onOpen}
        {...(asked.hasNextPage ? { onMore: () => void asked.fetchNextPage() } : {})}
        loadingMore={asked.isFetchingNextPage}
        ticked={mayResolve ? { ids: ticked, onChange: setTicked } : undefined}
      />
      {chosen.length > 0 ? (
        <TickedBar
          said={say({ zh: '已选 {n} 条', en: '{n} chosen' }, { n: format.count(chosen.length) })}
          onClear={() => setTicked([])}
          actions={<ResolveThese messages={chosen.map(({ customerId, id }) => ({ customerId, id }))} onDone={() => setTicked([])} />}
        />
      ) : null}
    </>
  )
}
