import { Drawer } from 'antd'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { listReplayPeople } from '../replay-actions.ts'

/** The figure of a replay whose people are looked at, and what it is called. */
export type Behind = {
  readonly title: string
  readonly n: number
  readonly ask: {
    readonly figure?: 'entries' | 'holdout' | 'messages' | 'capped'
    readonly day?: string
    readonly step?: string
    readonly what?: string
  }
}

/** Who stands behind one figure of a replay. */
export function ReplayPeople({
  id,
  behind,
  onClose,
}: {
  readonly id: string
  readonly behind: Behind | null
  readonly onClose: () => void
}) {
  return (
    <Drawer open={behind !== null} onClose={onClose} title={behind?.title} size={480} destroyOnHidden>
      {behind ? <People id={id} behind={behind} /> : null}
    </Drawer>
  )
}

function People({ id, behind }: { readonly id: string; readonly behind: Behind }) {
  const say = useSay()
  const asked = useAsk(listReplayPeople, { id, ...behind.ask })
  return (
    <Answered of={asked} rows={6}>
      {({ people, most }) =>
        people.length === 0 ? (
          <Empty small title={{ zh: '没有客户', en: 'Nobody' }} />
        ) : (
          <>
            {people.length >= most ? (
              <p className="rg-note">{say({ zh: '只列出前 {n} 位。', en: 'The first {n} are listed.' }, { n: most })}</p>
            ) : behind.n > people.length ? (
              <p className="rg-note">
                {say({ zh: '同一位客户可能算了不止一次。', en: 'The same customer may have been counted more than once.' })}
              </p>
            ) : null}
            <ul aria-label={say({ zh: '客户', en: 'Customers' })}>
              {people.map((one) => (
                <li key={one.customerId} className="rg-run">
                  <CustomerLink id={one.customerId} name={one.customerName} />
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Answered>
  )
}
