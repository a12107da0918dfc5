import { App, Button } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAct, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading, useSayProblem } from '../../../ui/States.tsx'
import { listEmailHolds, releaseEmailHold } from '../actions.ts'

type Hold = ReplyOf<typeof listEmailHolds>['holds'][number]

/** Addresses that nothing is mailed to since mails came back from them. */
export function HoldList() {
  const say = useSay()
  const format = useFormat()
  const asked = useAskMore(listEmailHolds, (after: string | undefined) => (after ? { after } : {}))
  const holds = asked.data?.pages.flatMap((page) => page.holds)
  if (asked.error && !holds) return <ErrorState error={asked.error} retry={asked.refetch} />
  if (!holds) return <Loading rows={4} />
  if (holds.length === 0)
    return (
      <Empty
        title={{ zh: '没有停发的邮箱', en: 'No address is on hold' }}
        hint={{
          zh: '地址不存在的退信会让这个邮箱立即停发；连续三次暂时退回也会。',
          en: 'A bounce that says there is no such address holds it at once; three in a row for the time being do, too.',
        }}
      />
    )
  return (
    <Section
      title={`${say({ zh: '停发的邮箱', en: 'Addresses on hold' })} · ${format.count(asked.data?.pages[0]?.count ?? holds.length)}`}
      note={say({
        zh: '核实邮箱能收信，或改好客户的邮箱后再恢复。',
        en: 'Release one when the mailbox works again; where the address was wrong, correct the customer’s instead.',
      })}
    >
      <ul className="rg-inbound">
        {holds.map((hold) => (
          <HoldLine key={`${hold.customerId} ${hold.address}`} hold={hold} />
        ))}
      </ul>
      <MoreButton of={asked} />
    </Section>
  )
}

function HoldLine({ hold }: { readonly hold: Hold }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const release = useAct(releaseEmailHold)
  const may = useMayDo(releaseEmailHold)
  const why =
    hold.sort === 'hard'
      ? say({ zh: '地址不存在', en: 'No such address' })
      : say({ zh: '连续 {n} 次暂时退回', en: 'Came back {n} times in a row' }, { n: hold.softBounces })
  return (
    <li className="rg-inbound-mail">
      <div className="rg-inbound-head">
        <strong>{hold.address}</strong>
        <CustomerLink id={hold.customerId} name={hold.customerName} />
        <time className="rg-inbound-soft" dateTime={hold.heldAt}>
          {format.dateTime(hold.heldAt)}
        </time>
      </div>
      <div className="rg-inbound-soft">{[why, hold.code, hold.said].filter(Boolean).join(' · ')}</div>
      {may ? (
        <div className="rg-inbound-verbs">
          <Button
            size="small"
            loading={release.isPending}
            aria-label={say({ zh: '恢复发送到 {address}', en: 'Mail to it again: {address}' }, { address: hold.address })}
            onClick={() =>
              release.mutate(
                { customerId: hold.customerId, address: hold.address },
                { onError: (error) => void message.error(sayProblem(error)) },
              )
            }
          >
            {say({ zh: '恢复发送', en: 'Mail to it again' })}
          </Button>
        </div>
      ) : null}
    </li>
  )
}
