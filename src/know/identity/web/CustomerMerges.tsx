import { sayActor } from '../../../core/kit/program-parts.ts'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { listMerges } from '../actions.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { UnmergeDrawer } from './UnmergeDrawer.tsx'
import './identity.css'

type Merge = ReplyOf<typeof listMerges>['merges'][number]

/** Which records this customer is made of, and the way to part them again. Nothing where there never was a merge. */
export function CustomerMerges({ customerId }: { readonly customerId: string }) {
  const asked = useAsk(listMerges, { id: customerId })
  const [open, setOpen] = useState<string | null>(null)
  if (asked.error)
    return (
      <Section title={{ zh: '合并记录', en: 'Merged records' }}>
        <ErrorState error={asked.error} retry={asked.refetch} />
      </Section>
    )
  if (!asked.data || asked.data.merges.length === 0) return null
  return (
    <Section title={{ zh: '合并记录', en: 'Merged records' }}>
      <ul className="rg-merges">
        {asked.data.merges.map((merge) => (
          <OneMerge key={merge.id} merge={merge} onOpen={() => setOpen(merge.id)} />
        ))}
      </ul>
      <UnmergeDrawer mergeId={open} onClose={() => setOpen(null)} />
    </Section>
  )
}

function OneMerge({ merge, onOpen }: { readonly merge: Merge; readonly onOpen: () => void }) {
  const say = useSay()
  const format = useFormat()
  const names = (parted: boolean) =>
    merge.parts.filter((part) => part.parted === parted).map((part) => nameOfCustomer({ ...part, ...part.values }))
  const [here, gone] = [names(false), names(true)]
  const comma = say({ zh: '、', en: ', ' })
  return (
    <li>
      <div className="rg-merges-head">
        <span>
          {format.date(merge.at)} · {say(sayActor(merge.by))}
        </span>
        {merge.undoneAt ? (
          <Badge>{say({ zh: '已拆分', en: 'Undone' })}</Badge>
        ) : (
          <Button
            size="small"
            onClick={onOpen}
            aria-label={say({ zh: '拆分：{names}', en: 'Un-merge: {names}' }, { names: here.join(comma) })}
          >
            {say({ zh: '拆分', en: 'Un-merge' })}
          </Button>
        )}
      </div>
      <div className="rg-merges-parts">
        {here.length > 0 ? say({ zh: '并入：{names}', en: 'Joined: {names}' }, { names: here.join(comma) }) : null}
        {here.length > 0 && gone.length > 0 ? <br /> : null}
        {gone.length > 0 ? (
          <span className="rg-quiet">{say({ zh: '已拆出：{names}', en: 'Parted again: {names}' }, { names: gone.join(comma) })}</span>
        ) : null}
      </div>
    </li>
  )
}
