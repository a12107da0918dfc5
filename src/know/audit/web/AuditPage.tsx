import { ExportButton } from '../../../pages/export-list/ExportButton.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { listAudit, readAuditState } from '../audit.ts'
import { type AuditSearch, auditSearch } from '../audit-address.ts'
import { AuditAlarms } from './AuditAlarms.tsx'
import { AuditEntries } from './AuditEntries.tsx'
import { AuditTools } from './AuditTools.tsx'
import { ChainState } from './ChainState.tsx'
import './audit.css'
import '../../../pages/pages.css'

/** Who changed, read or was refused what; and whether all of it is still as it was written. */
export function AuditPage() {
  const [search, setSearch] = useSearchState(auditSearch)
  const state = useAsk(readAuditState, {}, { every: 5_000, keep: true })
  return (
    <Page
      wide
      title={{ zh: '谁动过、看过什么？', en: 'Who did and who saw what?' }}
      answer={state.data ? <ChainAnswer state={state.data} /> : null}
      actions={<ExportButton path="audit" filters={search} />}
    >
      {state.data ? <AuditAlarms alarms={state.data.alarms} onShow={(person) => setSearch({ person, kind: 'reading' })} /> : null}
      {state.data ? (
        <ChainState state={state.data} />
      ) : state.error ? (
        <ErrorState error={state.error} retry={state.refetch} />
      ) : (
        <Loading rows={3} />
      )}
      <Section>
        <AuditTools search={search} setSearch={setSearch} />
        <Found search={search} />
      </Section>
    </Page>
  )
}

type State = NonNullable<ReturnType<typeof useAsk<(typeof readAuditState)['input'], (typeof readAuditState)['output']>>['data']>

function ChainAnswer({ state }: { readonly state: State }) {
  const format = useFormat()
  const { check, chained, alarms } = state
  if (alarms.length > 0)
    return (
      <Sentence
        words={{
          zh: '有 {n} 个人的查看量异常，请核实。',
          en: '{n} {n|person reads|people read} far more than usual; look into it.',
        }}
        parts={{ n: format.count(alarms.length) }}
      />
    )
  if (check?.state === 'broken')
    return (
      <Sentence
        words={{ zh: '审计记录被改动过：有 {n} 处对不上。', en: 'The audit was tampered with: {n} {n|place does|places do} not add up.' }}
        parts={{ n: format.count(check.broken) }}
      />
    )
  if (check?.state === 'whole' && check.checked > 0)
    return (
      <Sentence
        words={{
          zh: '{n} 条记录在链上；{when}核对了当时的 {checked} 条，没有一条被改动。',
          en: '{n} {n|entry stands|entries stand} in the chain; {checked} were checked {when}, and none was touched.',
        }}
        parts={{ n: format.count(chained), checked: format.count(check.checked), when: format.relative(check.endedAt) }}
      />
    )
  return (
    <Sentence
      words={{ zh: '{n} 条记录在链上。', en: '{n} {n|entry stands|entries stand} in the chain.' }}
      parts={{ n: format.count(chained) }}
    />
  )
}

function Found({ search }: { readonly search: AuditSearch }) {
  const say = useSay()
  const asked = useAskMore(listAudit, (after: string | undefined) => ({ ...search, ...(after === undefined ? {} : { after }) }))
  if (asked.error && !asked.data) return <ErrorState error={asked.error} retry={asked.refetch} />
  if (!asked.data) return <Loading rows={8} />
  const entries = asked.data.pages.flatMap((page) => page.entries)
  if (entries.length === 0)
    return (
      <Empty
        small
        title={{ zh: '没有符合的记录', en: 'Nothing fits' }}
        hint={{ zh: '放宽时间或去掉一个条件再看。', en: 'Widen the days or take a filter away.' }}
      />
    )
  return (
    <AuditEntries
      entries={entries}
      label={say({ zh: '审计记录', en: 'Audit' })}
      {...(asked.hasNextPage ? { onMore: () => void asked.fetchNextPage(), loadingMore: asked.isFetchingNextPage } : {})}
    />
  )
}
