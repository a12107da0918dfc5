import type { ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { listRequests } from '../request-actions.ts'
import { doorWords, jurisdictionWords, kindWords, type RequestState, stateWords } from '../privacy.ts'

export type ShownRequest = ReplyOf<typeof listRequests>['rows'][number]

export const stateTones: Readonly<Record<RequestState, Tone>> = {
  open: 'attention',
  working: 'blue',
  done: 'good',
  refused: 'neutral',
  withdrawn: 'neutral',
}

/** How much of its time is left, or by how much it is late. */
export function useSayClock(): (request: Pick<ShownRequest, 'state' | 'daysLeft' | 'dueAt'>) => { text: string; late: boolean } {
  const say = useSay()
  const format = useFormat()
  return ({ state, daysLeft, dueAt }) => {
    const isOpen = state === 'open' || state === 'working'
    const words: Words = isOpen
      ? daysLeft < 0
        ? { zh: '已超期 {n} 天（{day}）', en: '{n} {n|day|days} late (due {day})' }
        : daysLeft === 0
          ? { zh: '今天到期（{day}）', en: 'Due today ({day})' }
          : { zh: '还剩 {n} 天（{day}）', en: '{n} {n|day|days} left (due {day})' }
      : daysLeft < 0
        ? { zh: '超期 {n} 天后结束', en: 'Ended {n} {n|day|days} late' }
        : { zh: '期限内结束', en: 'Ended in time' }
    return { text: say(words, { n: String(Math.abs(daysLeft)), day: format.date(dueAt) }), late: daysLeft < 0 }
  }
}

/** Requests, one a line, each a link to its page. */
export function RequestLines({ rows, withName }: { readonly rows: readonly ShownRequest[]; readonly withName: boolean }) {
  return (
    <ul className="rg-privacy-list">
      {rows.map((row) => (
        <RequestLine key={row.id} row={row} withName={withName} />
      ))}
    </ul>
  )
}

function RequestLine({ row, withName }: { readonly row: ShownRequest; readonly withName: boolean }) {
  const say = useSay()
  const format = useFormat()
  const clock = useSayClock()(row)
  const name = row.erased ? say({ zh: '（已删除）', en: '(erased)' }) : (row.customerName ?? '—')
  return (
    <li>
      <GoLink to={`/privacy/requests/${row.id}`}>
        {say(kindWords[row.kind])}
        {withName ? ` · ${name}` : ''}
      </GoLink>
      <Badge tone={stateTones[row.state]}>{say(stateWords[row.state])}</Badge>
      <span className={clock.late ? 'rg-privacy-late' : undefined}>{clock.text}</span>
      <div className="rg-privacy-said">
        {[
          say({ zh: '收到 {day}', en: 'received {day}' }, { day: format.date(row.receivedAt) }),
          say(doorWords[row.door] ?? { zh: row.door, en: row.door }),
          say(jurisdictionWords[row.jurisdiction]),
          row.verifiedHow ? null : say({ zh: '身份未核实', en: 'not verified yet' }),
          row.assigneeName,
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </li>
  )
}
