import { App, Button, Segmented, Select } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { isUnderWay } from '../../../core/kit/work-state.ts'
import { useGo, useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading, useSayProblem } from '../../../ui/States.tsx'
import { randomUuid } from '../../../ui/random-uuid.ts'
import { leaveHousehold } from '../../households/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../actions.ts'
import { duplicatesSearch } from '../duplicates-address.ts'
import { givenKey, givenKeyName } from '../given-key.ts'
import { decidePairs, listDuplicates, listMatchRules, readMatching, startMatching } from '../matching-actions.ts'
import { mergeAddress } from '../merge-address.ts'
import { DuplicateGroup, type Group } from './DuplicateGroup.tsx'
import { MatchRules } from './MatchRules.tsx'
import { RunButton, RunState } from './MatchRun.tsx'
import './matching.css'

/** The queue of likely duplicates: what it may be, why, and three ways to settle it. */
export function DuplicatesPage() {
  const say = useSay()
  const mayRun = useMayDo(startMatching)
  const [search, setSearch] = useSearchState(duplicatesSearch)
  const [busy, setBusy] = useState(false)
  const matching = useAsk(readMatching, {}, { every: busy ? 1_000 : 15_000 })
  const going = isUnderWay(matching.data?.run ?? null)
  useEffect(() => setBusy(going), [going])
  return (
    <Page
      title={{ zh: '谁可能是同一位客户？', en: 'Who may be one customer?' }}
      answer={matching.data ? <Answer open={matching.data.open} /> : null}
      actions={
        mayRun && matching.data ? (
          <>
            <Button onClick={() => setSearch({ rules: true }, { push: true })}>{say({ zh: '查重规则', en: 'Rules' })}</Button>
            <RunButton matching={matching.data} primary={matching.data.run === null} />
          </>
        ) : null
      }
    >
      {matching.data ? <RunState matching={matching.data} may={mayRun} /> : null}
      <Queue says={search.says} rule={search.rule} never={matching.data?.run === null} onFilter={(filter) => setSearch(filter)} />
      {mayRun ? <MatchRules open={search.rules === true} onClose={() => setSearch({ rules: undefined })} matching={matching.data} /> : null}
    </Page>
  )
}

function Answer({ open }: { readonly open: { readonly same: number; readonly household: number } }) {
  const format = useFormat()
  if (open.same + open.household === 0)
    return <Sentence words={{ zh: '现在没有等待判断的疑似重复。', en: 'No likely duplicates are waiting.' }} parts={{}} />
  return (
    <Sentence
      words={
        open.household === 0
          ? { zh: '有 {same} 对客户可能是同一位。', en: '{same} {same|pair|pairs} of customers may be one.' }
          : {
              zh: '有 {same} 对客户可能是同一位，另有 {household} 对像是一家人。',
              en: '{same} {same|pair|pairs} of customers may be one, and {household} more {household|looks|look} like a household.',
            }
      }
      parts={{ same: format.count(open.same), household: format.count(open.household) }}
    />
  )
}

type QueueProps = {
  readonly says: 'same' | 'household' | undefined
  readonly rule: string | undefined
  readonly never: boolean
  readonly onFilter: (filter: { says?: 'same' | 'household' | undefined; rule?: string | undefined }) => void
}

function Queue({ says, rule, never, onFilter }: QueueProps) {
  const say = useSay()
  const asked = useAskMore(listDuplicates, (after: string | undefined) => ({
    ...(says ? { says } : {}),
    ...(rule ? { rule } : {}),
    ...(after ? { after } : {}),
  }))
  const groups = asked.data?.pages.flatMap((page) => page.groups)
  const verbs = useVerbs()
  const desk = useDesk(groups ?? [], verbs)
  return (
    <>
      <div className="rg-match-bar">
        <Segmented
          value={says ?? 'all'}
          aria-label={say({ zh: '按类型筛选', en: 'Filter by kind' })}
          onChange={(value) => onFilter({ says: value === 'same' || value === 'household' ? value : undefined })}
          options={[
            { value: 'all', label: say({ zh: '全部', en: 'All' }) },
            { value: 'same', label: say({ zh: '像同一位', en: 'One customer' }) },
            { value: 'household', label: say({ zh: '像一家人', en: 'One household' }) },
          ]}
        />
        <RuleChoice rule={rule} counts={asked.data?.pages[0]?.rules ?? []} onChange={(key) => onFilter({ rule: key })} />
        {groups && groups.length > 0 ? <KeyHints /> : null}
      </div>
      {asked.error && !groups ? <ErrorState error={asked.error} retry={asked.refetch} /> : null}
      {!groups && !asked.error ? <Loading rows={8} /> : null}
      {groups?.length === 0 ? <Nothing never={never} filtered={says !== undefined || rule !== undefined} /> : null}
      {groups?.map((group, i) => (
        <DuplicateGroup
          key={keyOf(group)}
          group={group}
          busy={verbs.busy}
          place={(element) => desk.place(i, element)}
          onFocus={() => desk.stand(i)}
          onMerge={() => verbs.merge(group)}
          onDecide={(decision) => verbs.decide(group, decision)}
        />
      ))}
      <MoreButton of={asked} words={{ zh: '更多', en: 'More' }} />
    </>
  )
}

const keyOf = (group: Group) => group.pairs.map(({ low, high }) => low + high).join(' ')

function RuleChoice(props: {
  readonly rule: string | undefined
  readonly counts: readonly { readonly key: string; readonly pairs: number }[]
  readonly onChange: (key: string | undefined) => void
}) {
  const say = useSay()
  const format = useFormat()
  const rules = useAsk(listMatchRules, {})
  const nameOf = (key: string) => {
    const name = rules.data?.rules.find((each) => each.key === key)?.name
    return name ? say(name) : key === givenKey ? say(givenKeyName) : key
  }
  const known =
    props.counts.some(({ key }) => key === props.rule) || props.rule === undefined
      ? props.counts
      : [...props.counts, { key: props.rule, pairs: 0 }]
  return (
    <Select
      allowClear
      value={props.rule ?? null}
      placeholder={say({ zh: '全部规则', en: 'All rules' })}
      aria-label={say({ zh: '按规则筛选', en: 'Filter by rule' })}
      popupMatchSelectWidth={false}
      style={{ minWidth: 200, maxWidth: '100%' }}
      onChange={(key: string | null | undefined) => props.onChange(key ?? undefined)}
      options={known.map(({ key, pairs }) => ({ value: key, label: `${nameOf(key)} (${format.count(pairs)})` }))}
    />
  )
}

function KeyHints() {
  const say = useSay()
  return (
    <span className="rg-match-keys">
      <kbd>j</kbd> <kbd>k</kbd> {say({ zh: '上下移动', en: 'move' })} · <kbd>m</kbd> {say({ zh: '合并', en: 'merge' })} · <kbd>n</kbd>{' '}
      {say({ zh: '不是同一人', en: 'not the same' })} · <kbd>h</kbd> {say({ zh: '一家人', en: 'household' })}
    </span>
  )
}

function Nothing({ never, filtered }: { readonly never: boolean; readonly filtered: boolean }) {
  if (filtered)
    return (
      <Empty
        title={{ zh: '这个筛选下没有疑似重复', en: 'No likely duplicates here' }}
        hint={{ zh: '换一个筛选看看。', en: 'Try another filter.' }}
      />
    )
  return (
    <Empty
      title={
        never
          ? { zh: '还没有做过全库查重', en: 'The base has not been looked over yet' }
          : { zh: '没有疑似重复', en: 'No likely duplicates' }
      }
      hint={{
        zh: '新建、导入或接口送来的客户会自动查重；已有的客户用“全库查重”查一遍。',
        en: 'Customers who are typed in, imported or sent by the API are compared by themselves; look over everybody for those already here.',
      }}
    />
  )
}

type Verbs = {
  readonly busy: boolean
  readonly merge: (group: Group) => void
  readonly decide: (group: Group, decision: 'not-same' | 'household') => void
}

type Household = ReplyOf<typeof decidePairs>['household']

/** Settles a group: certain ones are merged at once, others are compared first; each can be taken back at once. */
function useVerbs(): Verbs {
  const say = useSay()
  const sayProblem = useSayProblem()
  const go = useGo()
  const { message } = App.useApp()
  const decide = useAct(decidePairs)
  const merge = useAct(mergeCustomers)
  const unmerge = useAct(unmergeCustomers)
  const leave = useAct(leaveHousehold)
  const failed = { onError: (error: unknown) => void message.error(sayProblem(error)) }
  const offer = (said: string, undo: () => void) => {
    const key = randomUuid()
    void message.open({
      key,
      type: 'success',
      duration: 8,
      content: (
        <>
          {said}{' '}
          <Button
            type="link"
            size="small"
            onClick={() => {
              message.destroy(key)
              undo()
            }}
          >
            {say({ zh: '撤销', en: 'Undo' })}
          </Button>
        </>
      ),
    })
  }
  /** A household ends with its last but one, and then the last has nothing left to leave. */
  const leaveOneByOne = async ({ id, joined }: NonNullable<Household>) => {
    for (const customerId of joined) await leave.mutateAsync({ id, customerId }).catch(() => null)
  }
  return {
    busy: decide.isPending || merge.isPending,
    decide: (group, decision) => {
      const pairs = group.pairs.map(({ low, high }) => ({ low, high }))
      const said =
        decision === 'not-same'
          ? say({ zh: '已记住：不是同一位，以后不再列出。', en: 'Remembered: not the same. They will not be listed again.' })
          : say({ zh: '已记住：是一家人。', en: 'Remembered: one household.' })
      const takeBack = (household: Household) => () => {
        decide.mutate({ pairs, decision: 'open' }, failed)
        if (household) void leaveOneByOne(household)
      }
      decide.mutate({ pairs, decision }, { ...failed, onSuccess: ({ household }) => offer(said, takeBack(household)) })
    },
    merge: (group) => {
      const ids = group.customers.map(({ id }) => id)
      if (!group.pairs.every(({ certain, says }) => certain && says === 'same')) {
        const [path = '', query = ''] = mergeAddress(ids).split('?ids=')
        return go(path, { search: { ids: query } })
      }
      merge.mutate(
        { ids },
        {
          ...failed,
          onSuccess: ({ mergeId }) =>
            offer(say({ zh: '已合并为一位客户。', en: 'Merged into one customer.' }), () => unmerge.mutate({ id: mergeId }, failed)),
        },
      )
    },
  }
}

/** The keyboard: j and k go from group to group, m, n and h settle the one that has the focus. */
function useDesk(groups: readonly Group[], verbs: Verbs) {
  const places = useRef(new Map<number, HTMLElement>())
  const at = useRef(-1)
  const press = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0
      if (step !== 0) {
        at.current = Math.max(0, Math.min(groups.length - 1, at.current + step))
        const place = places.current.get(at.current)
        place?.focus({ preventScroll: true })
        place?.scrollIntoView({ block: 'nearest' })
        return
      }
      const group = groups[at.current]
      if (!group || verbs.busy) return
      if (event.key === 'm') verbs.merge(group)
      if (event.key === 'n') verbs.decide(group, 'not-same')
      if (event.key === 'h' && group.customers.every(({ kind }) => kind === 'person')) verbs.decide(group, 'household')
    },
    [groups, verbs],
  )
  useEffect(() => {
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [press])
  return {
    place: (i: number, element: HTMLElement | null) => void (element ? places.current.set(i, element) : places.current.delete(i)),
    stand: (i: number) => void (at.current = i),
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="combobox"]') !== null)
  )
}
