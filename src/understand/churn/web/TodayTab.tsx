import { Segmented, Select } from 'antd'
import { type KeyboardEvent, useRef, useState } from 'react'
import { listColleagues } from '../../../know/shop/users.ts'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { churnSearch, stateRule } from '../churn-address.ts'
import { churnSummary, listChurnEntries, readChurnSettings } from '../questions.ts'
import type { JourneyTool } from './journey-tool.ts'
import { EntryCard, entryKeys } from './EntryCard.tsx'

/** Whom to win back today: no more than the team can handle, the most at stake first. */
export function TodayTab({ JourneyTool }: { readonly JourneyTool?: JourneyTool }) {
  const [search] = useSearchState(churnSearch)
  const who = search.who ?? 'me'
  const asked = useAskMore(listChurnEntries, (after: string | undefined) => ({
    who,
    state: search.state,
    limit: 50,
    ...(after ? { after } : {}),
  }))
  const entries = asked.data?.pages.flatMap((page) => page.entries)
  const first = asked.data?.pages[0]
  return (
    <>
      <Tools who={who} />
      {first && search.state === 'open' ? <AtStake counts={first.counts} asOf={first.asOf} /> : null}
      {entries ? (
        entries.length === 0 ? (
          <NobodyListed />
        ) : (
          <EntryList key={`${who} ${search.state}`} entries={entries} {...(JourneyTool ? { JourneyTool } : {})} />
        )
      ) : asked.error ? (
        <ErrorState error={asked.error} retry={asked.refetch} />
      ) : (
        <Loading rows={8} />
      )}
      <MoreButton of={asked} />
    </>
  )
}

function Tools({ who }: { readonly who: string }) {
  const say = useSay()
  const [{ state }, setSearch] = useSearchState(churnSearch)
  const colleagues = useAsk(listColleagues, {}).data?.colleagues ?? []
  return (
    <div className="rg-churn-tools">
      <Select<string>
        aria-label={say({ zh: '谁的名单', en: 'Whose list' })}
        value={who}
        onChange={(next) => setSearch({ who: next === 'me' ? undefined : next })}
        options={[
          { value: 'me', label: say({ zh: '我的和公共的', en: 'Mine and nobody’s' }) },
          { value: 'everyone', label: say({ zh: '所有人的', en: 'Everybody’s' }) },
          { value: 'nobody', label: say({ zh: '公共的', en: 'Nobody’s yet' }) },
          ...colleagues.filter(({ you }) => !you).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Segmented<'open' | 'snoozed' | 'ended'>
        aria-label={say({ zh: '状态', en: 'State' })}
        value={state}
        onChange={(next) => setSearch({ state: next === 'open' ? undefined : next })}
        options={[
          { value: 'open', label: say({ zh: '待处理', en: 'Open' }) },
          { value: 'snoozed', label: say({ zh: '稍后', en: 'Snoozed' }) },
          { value: 'ended', label: say({ zh: '已了结', en: 'Ended' }) },
        ]}
      />
      <GoLink to="/segments" search={{ new: true, rule: stateRule('late', 'gone') }}>
        {say({ zh: '把晚了和流失的做成细分', en: 'Make a segment of the late and gone' })}
      </GoLink>
    </div>
  )
}

type Counts = { readonly open: number; readonly snoozed: number; readonly ended: number; readonly atStake: number | null }

function AtStake({ counts, asOf }: { readonly counts: Counts; readonly asOf: string }) {
  const format = useFormat()
  if (counts.open === 0 || counts.atStake === null) return null
  return (
    <p className="rg-note">
      <Sentence
        words={{ zh: '{n} 位待处理，合计每年约 {money} 可以争取。', en: '{n} to see to, with some {money} a year at stake.' }}
        parts={{
          n: format.count(counts.open),
          money: (
            <Explain
              definition={{
                zh: '每位客户：流失的可能 × 一年的价值 × 能改变多少；三项都写在各自的卡片上。是排序用的估计，不是承诺。',
                en: 'Of each customer: the chance that they are gone × their worth a year × how much of it can be changed; all three stand on the card. An estimate to sort by, no promise.',
              }}
              asOf={asOf}
              rows={counts.open}
            >
              {format.shortMoney(counts.atStake)}
            </Explain>
          ),
        }}
      />
    </p>
  )
}

/** Moves with j and k or the arrows, and acts with one key; the keys stand below. */
function EntryList({
  entries,
  JourneyTool,
}: {
  readonly entries: readonly Parameters<typeof EntryCard>[0]['entry'][]
  readonly JourneyTool?: JourneyTool
}) {
  const say = useSay()
  const list = useRef<HTMLUListElement>(null)
  const [asked, setAsked] = useState<{ readonly id: string; readonly key: string; readonly n: number } | null>(null)
  const colleagues = useAsk(listColleagues, {}).data?.colleagues ?? []
  const reasons = useAsk(readChurnSettings, {}).data?.reasons ?? []
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const at =
      event.target instanceof HTMLElement && event.target.dataset['entry'] !== undefined
        ? entries.findIndex(({ id }) => event.target instanceof HTMLElement && id === event.target.dataset['entry'])
        : -1
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return
    const by = event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0
    const next = by === 0 ? undefined : list.current?.querySelectorAll<HTMLElement>('[data-entry]')[at + by]
    const current = entries[at]
    if (next) next.focus()
    else if (current && entryKeys.includes(event.key)) setAsked((before) => ({ id: current.id, key: event.key, n: (before?.n ?? 0) + 1 }))
    else return
    event.preventDefault()
  }
  return (
    <>
      <ul className="rg-churn-list" ref={list} onKeyDown={onKeyDown}>
        {entries.map((entry) => (
          <EntryCard
            key={entry.id}
            entry={entry}
            colleagues={colleagues}
            reasons={reasons}
            asked={asked?.id === entry.id ? asked : null}
            {...(JourneyTool ? { JourneyTool } : {})}
          />
        ))}
      </ul>
      <p className="rg-filter-hint rg-churn-keys">
        {say({
          zh: '键盘：j / k 上下移动，b 回来了，l 没救回，f 误报，s 稍后，t 待办，Enter 打开客户。',
          en: 'Keys: j / k to move, b came back, l lost, f false alarm, s snooze, t to-do, Enter opens the customer.',
        })}
      </p>
    </>
  )
}

function NobodyListed() {
  const [{ state, who }, setSearch] = useSearchState(churnSearch)
  const summary = useAsk(churnSummary, {}).data
  if (state !== 'open') return <Empty title={{ zh: '这里还没有', en: 'Nothing here yet' }} />
  if (summary?.capacity === 0)
    return (
      <Empty
        title={{ zh: '团队能处理的数量是 0，所以名单是空的', en: 'The team’s capacity is 0, so the list is empty' }}
        next={{ label: { zh: '设置能处理多少', en: 'Set how many you can handle' }, onClick: () => setSearch({ tab: 'settings' }) }}
      />
    )
  const hint = {
    zh: '名单每小时补足到团队能处理的数量。晚了的客户消费后会自动了结。',
    en: 'Every hour the list is filled up to what the team can handle. A purchase closes an entry by itself.',
  }
  if ((summary?.listed ?? 0) > 0 && who !== 'everyone')
    return (
      <Empty
        title={{ zh: '您这里没有待处理的', en: 'Nothing for you to see to' }}
        hint={hint}
        next={{ label: { zh: '看所有人的', en: 'See everybody’s' }, onClick: () => setSearch({ who: 'everyone' }) }}
      />
    )
  return <Empty title={{ zh: '没有需要挽回的客户', en: 'Nobody to win back' }} hint={hint} />
}
