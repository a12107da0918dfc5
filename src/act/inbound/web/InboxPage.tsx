import { Alert, Segmented, Select } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAsk, useAskAnewAfter, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { saveMailInbox } from '../../../know/shop/mail-setup.ts'
import { listInbound, readInboxState } from '../actions.ts'
import { inboundSearch } from '../inbound-address.ts'
import { inboundKindOptions, inboundKinds } from '../inbound-mail.ts'
import { HoldList } from './HoldList.tsx'
import { InboundMail } from './InboundMail.tsx'
import './inbound.css'

/** What customers answered, and what came back. */
export function InboxPage() {
  const say = useSay()
  const [search, setSearch] = useSearchState(inboundSearch)
  const state = search.state ?? 'open'
  const asked = useAskMore(listInbound, (after: string | undefined) => ({
    state,
    ...(search.kind ? { kind: search.kind } : {}),
    ...(search.known ? { known: 'false' as const } : {}),
    ...(after ? { after } : {}),
  }))
  const first = asked.data?.pages[0]
  const mails = asked.data?.pages.flatMap((page) => page.mails)
  return (
    <Page
      title={{ zh: '客户回了什么？', en: 'What did customers answer?' }}
      answer={first ? <Answer open={first.open} unknown={first.unknown} /> : null}
    >
      <InboxState />
      <div className="rg-inbound-tools">
        <Segmented<'mails' | 'holds'>
          aria-label={say({ zh: '看什么', en: 'What to look at' })}
          value={search.tab ?? 'mails'}
          onChange={(tab) => setSearch({ tab: tab === 'holds' ? 'holds' : undefined })}
          options={[
            { value: 'mails', label: say({ zh: '来信', en: 'Mails' }) },
            { value: 'holds', label: say({ zh: '停发的邮箱', en: 'Addresses on hold' }) },
          ]}
        />
        {search.tab === 'holds' ? null : <Filters search={search} setSearch={setSearch} />}
      </div>
      {search.tab === 'holds' ? (
        <HoldList />
      ) : mails ? (
        <Found mails={mails} isWhole={state === 'open' && !search.kind && !search.known} />
      ) : asked.error ? (
        <ErrorState error={asked.error} retry={asked.refetch} />
      ) : (
        <Loading rows={6} />
      )}
      {search.tab === 'holds' ? null : <MoreButton of={asked} />}
    </Page>
  )
}

function Answer({ open, unknown }: { readonly open: number; readonly unknown: number }) {
  const format = useFormat()
  if (open === 0) return <Sentence words={{ zh: '没有要处理的来信。', en: 'No mail waits to be dealt with.' }} />
  const words =
    unknown === 0
      ? { zh: '有 {open} 封来信待处理。', en: '{open} {n|mail waits|mails wait} to be dealt with.' }
      : {
          zh: '有 {open} 封来信待处理，其中 {unknown} 封还不知道是哪位客户的。',
          en: '{open} {n|mail waits|mails wait} to be dealt with; of {unknown} nobody knows yet whose {unknown|it is|they are}.',
        }
  return <Sentence words={words} parts={{ open: format.count(open), unknown: format.count(unknown), n: open }} />
}

type Search = ReturnType<typeof useSearchState<typeof inboundSearch>>

function Filters({ search, setSearch }: { readonly search: Search[0]; readonly setSearch: Search[1] }) {
  const say = useSay()
  return (
    <>
      <Segmented<'open' | 'done' | 'all'>
        aria-label={say({ zh: '状态', en: 'State' })}
        value={search.state ?? 'open'}
        onChange={(state) => setSearch({ state: state === 'open' ? undefined : state })}
        options={[
          { value: 'open', label: say({ zh: '待处理', en: 'Open' }) },
          { value: 'done', label: say({ zh: '已处理', en: 'Dealt with' }) },
          { value: 'all', label: say({ zh: '全部', en: 'All' }) },
        ]}
      />
      <Select<string>
        aria-label={say({ zh: '种类', en: 'Kind' })}
        className="rg-inbound-kind"
        value={search.known ? 'unknown' : (search.kind ?? '')}
        onChange={(value) =>
          setSearch({ known: value === 'unknown' ? 'no' : undefined, kind: inboundKinds.find((kind) => kind === value) })
        }
        options={[
          { value: '', label: say({ zh: '所有种类', en: 'Every kind' }) },
          { value: 'unknown', label: say({ zh: '不知道是谁的', en: 'Of nobody we know' }) },
          ...inboundKindOptions.map(({ value, label }) => ({ value, label: say(label) })),
        ]}
      />
    </>
  )
}

type Mail = ReplyOf<typeof listInbound>['mails'][number]

function Found({ mails, isWhole }: { readonly mails: readonly Mail[]; readonly isWhole: boolean }) {
  if (mails.length === 0)
    return isWhole ? (
      <Empty
        title={{ zh: '没有待处理的来信', en: 'No mail waits' }}
        hint={{
          zh: '客户回复邮件后会出现在这里，同时记入客户的互动记录。',
          en: 'What customers answer to mails appears here, and among their interactions.',
        }}
      />
    ) : (
      <Empty title={{ zh: '没有符合的来信', en: 'No such mail' }} />
    )
  return (
    <Section>
      <ul className="rg-inbound">
        {mails.map((mail) => (
          <InboundMail key={mail.id} mail={mail} />
        ))}
      </ul>
    </Section>
  )
}

/** Says where nothing is read, or why it cannot be. */
function InboxState() {
  const say = useSay()
  const format = useFormat()
  const maySet = useMayDo(saveMailInbox)
  const state = useAsk(readInboxState, {}, { every: 10_000 }).data
  // Whoever has the page open sees what comes in.
  useAskAnewAfter(state && (state.readAt ?? null))
  if (!state || (state.isSet && !state.failure)) return null
  const link = maySet ? (
    <GoLink to="/settings" search={{ tab: 'mail' }}>
      {say({ zh: '设置收信邮箱', en: 'Set the inbox' })}
    </GoLink>
  ) : null
  if (!state.isSet)
    return (
      <Alert
        type="info"
        showIcon
        style={{ marginBottom: 12 }}
        title={say({
          zh: '还没有设置收信邮箱，退信和客户的回复读不到。',
          en: 'No inbox is set, so bounces and answers of customers are not read.',
        })}
        description={link}
      />
    )
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 12 }}
      title={say(
        {
          zh: '收信邮箱读不了：{reason}。会自动再试；已读到的没有丢失。',
          en: 'The inbox cannot be read: {reason}. It is tried again by itself; nothing is lost.',
        },
        { reason: state.failure?.reason ?? '' },
      )}
      description={
        <>
          {state.caughtUpAt
            ? say({ zh: '上次读全：{when}。', en: 'Last read whole: {when}. ' }, { when: format.dateTime(state.caughtUpAt) })
            : null}
          {link}
        </>
      }
    />
  )
}
