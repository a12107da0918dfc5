import { useState } from 'react'
import type { EntityCard } from '../../../pages/browser-dictionary.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { previewMerge } from '../actions.ts'
import { mergeSearch } from '../merge-address.ts'
import { CompareRecords } from './CompareRecords.tsx'
import { Merged, type MergedRecords } from './Merged.tsx'
import type { Preview } from './merge-answers.ts'
import './identity.css'

const title = { zh: '这些是同一位客户吗？', en: 'Are these one customer?' }
const back = { to: '/customers', label: { zh: '全部客户', en: 'All customers' } }

/** Any number of records side by side: what is kept of each, and what becomes of them. */
export function MergePage() {
  const [search] = useSearchState(mergeSearch)
  const ids = search.ids ?? ''
  // A change of mind about whom to compare begins anew.
  return <Comparison key={ids} ids={ids} />
}

function Comparison({ ids }: { readonly ids: string }) {
  const [search, setSearch] = useSearchState(mergeSearch)
  const [merged, setMerged] = useState<MergedRecords | null>(null)
  const several = ids.split(',').filter((id) => id !== '').length > 1
  const known = useDictionary('customer')
  const preview = useAsk(
    previewMerge,
    { ids, ...(search.into ? { into: search.into } : {}) },
    { when: several && merged === null, keep: true },
  )
  if (merged)
    return (
      <Page title={{ zh: '合并好了', en: 'Merged' }} back={back}>
        <Merged merged={merged} onUndone={() => setMerged(null)} />
      </Page>
    )
  return (
    <Page wide title={title} back={back}>
      {several ? (
        <Answered of={known} rows={10}>
          {({ card }) => (
            <Answered of={preview} rows={10}>
              {(answer) => <Found preview={answer} card={card} onInto={(into) => setSearch({ into })} onMerged={setMerged} />}
            </Answered>
          )}
        </Answered>
      ) : (
        <ChooseFirst />
      )}
    </Page>
  )
}

function ChooseFirst() {
  return (
    <Empty
      title={{ zh: '还没有选择要比较的客户', en: 'No customers to compare yet' }}
      hint={{ zh: '在客户列表里勾选两位或更多，再点“合并”。', en: 'Tick two or more customers in the list, then choose “Merge”.' }}
      next={{ label: { zh: '去选择客户', en: 'Choose customers' }, to: '/customers' }}
    />
  )
}

type FoundProps = {
  readonly preview: Preview
  readonly card: EntityCard
  readonly onInto: (id: string) => void
  readonly onMerged: (merged: MergedRecords) => void
}

function Found(props: FoundProps) {
  const { preview } = props
  return (
    <>
      <Gone preview={preview} />
      {preview.records.length > 1 ? <CompareRecords {...props} /> : preview.gone.length === 0 ? <ChooseFirst /> : null}
    </>
  )
}

/** Who was merged already, by another or in another window, and where they are now. */
function Gone({ preview }: { readonly preview: Preview }) {
  const say = useSay()
  if (preview.gone.length === 0) return null
  const into = [...new Set(preview.gone.flatMap(({ mergedInto }) => mergedInto ?? []))]
  return (
    <p className="rg-merge-gone" role="status">
      {say(
        into.length > 0
          ? { zh: '其中 {n} 份档案已经合并到别的客户。', en: '{n} of these {n|record is|records are} part of another customer already.' }
          : { zh: '其中 {n} 份档案已不存在。', en: '{n} of these {n|record is|records are} no longer there.' },
        { n: preview.gone.length },
      )}{' '}
      {into.map((id) => (
        <GoLink key={id} to={`/customers/${id}`}>
          {say({ zh: '查看那位客户', en: 'See that customer' })}
        </GoLink>
      ))}
    </p>
  )
}
