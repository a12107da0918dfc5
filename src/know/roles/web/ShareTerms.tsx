import type { ReplyOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { listShares } from '../actions.ts'

export type Share = ReplyOf<typeof listShares>['shares'][number]

/** What a share lets its receiver do. */
export function ShareMay({ may }: Pick<Share, 'may'>) {
  const say = useSay()
  return may === 'change' ? (
    <Badge tone="attention">{say({ zh: '可修改', en: 'May change' })}</Badge>
  ) : (
    <Badge>{say({ zh: '可查看', en: 'May see' })}</Badge>
  )
}

/** Until when it holds, who gave it and why. */
export function ShareTerms({ until, by, note }: Pick<Share, 'until' | 'by' | 'note'>) {
  const say = useSay()
  const format = useFormat()
  return (
    <p className="rg-roles-quiet">
      {until
        ? say({ zh: '到 {day} 为止', en: 'Until {day}' }, { day: format.date(new Date(new Date(until).getTime() - 1).toISOString()) })
        : say({ zh: '一直有效', en: 'For good' })}
      {' · '}
      {say({ zh: '{by} 共享', en: 'by {by}' }, { by })}
      {note ? ` · ${note}` : ''}
    </p>
  )
}
