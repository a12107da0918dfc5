import { App, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { WhichCustomer } from '../../../pages/WhichCustomer.tsx'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { usePathValue } from '../../../ui/address.tsx'
import { useAct, useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading, useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { followerStandings, listChannelAccounts, listFollowers, tieFollower } from '../actions.ts'
import './channels.css'

type Standing = (typeof followerStandings)[number]
type Follower = ReplyOf<typeof listFollowers>['rows'][number]

const standingWords: Record<Standing, Words> = {
  all: { zh: '全部', en: 'All' },
  linked: { zh: '已关联客户', en: 'Linked' },
  unlinked: { zh: '还不知道是谁', en: 'Not linked yet' },
  left: { zh: '已取消', en: 'Gone' },
}

/** Who follows an account, which customer each is, and the linking of those of whom nobody knows yet. */
export function FollowersPage() {
  const say = useSay()
  const format = useFormat()
  const id = usePathValue('id')
  const accounts = useAsk(listChannelAccounts, {})
  const account = accounts.data?.accounts.find((one) => one.id === id)
  const [standing, setStanding] = useState<Standing>('all')
  const [typed, setTyped] = useState('')
  const search = useRested(typed)
  const asked = useAskMore(listFollowers, (after: string | undefined) => ({ id, standing, search, ...(after ? { after } : {}) }))
  const counts = asked.data?.pages[0]?.counts
  const rows = asked.data?.pages.flatMap((page) => page.rows)
  return (
    <Page
      title={{ zh: `谁关注了${account?.name ?? ''}？`, en: `Who follows ${account?.name ?? ''}?` }}
      back={{
        to: `/settings/channels/${id}`,
        label: account?.name ? { zh: account.name, en: account.name } : { zh: '账号', en: 'The account' },
      }}
      answer={
        counts && counts.all > 0 ? (
          <Sentence
            words={{
              zh: '{now} 位在关注，其中 {linked} 位是已知的客户，{unlinked} 位还不知道是谁；{left} 位已取消。',
              en: '{now} follow: {linked} are known customers, {unlinked} are not linked to anybody yet; {left} are gone.',
            }}
            parts={{
              now: format.count(counts.linked + counts.unlinked),
              linked: format.count(counts.linked),
              unlinked: format.count(counts.unlinked),
              left: format.count(counts.left),
            }}
          />
        ) : null
      }
    >
      <div className="rg-channels-head">
        <Segmented
          aria-label={say({ zh: '哪些', en: 'Which' })}
          value={standing}
          onChange={setStanding}
          options={followerStandings.map((value) => ({ value, label: say(standingWords[value]) }))}
        />
        <Input.Search
          aria-label={say({ zh: '搜索昵称、客户或员工', en: 'Search by name, customer or employee' })}
          placeholder={say({ zh: '昵称、客户或员工', en: 'Name, customer or employee' })}
          allowClear
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          className="rg-followers-search"
        />
      </div>
      {rows ? null : asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={6} />}
      {rows?.length === 0 ? (
        <Empty
          title={{ zh: '没有这样的关注者', en: 'No such followers' }}
          hint={{
            zh: '有人关注或添加员工时，服务商会通知本系统；回调地址要先在账号页按步骤填好。',
            en: 'The vendor tells us when somebody follows or adds an employee; its callback must be set as the account’s page says.',
          }}
        />
      ) : null}
      <ul className="rg-channels-list">
        {rows?.map((follower) => (
          <Line key={follower.address} accountId={id} follower={follower} />
        ))}
      </ul>
      <MoreButton of={asked} />
    </Page>
  )
}

function Line({ accountId, follower }: { readonly accountId: string; readonly follower: Follower }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const tie = useAct(tieFollower)
  const may = useMayDo(tieFollower)
  const [isLinking, setLinking] = useState(false)
  const { address, name, employee, followedAt, leftAt, lastWordAt, customerId, customerName } = follower
  return (
    <li>
      <div className="rg-channels-head">
        <strong>{name ?? address}</strong>
        {customerId ? <CustomerLink id={customerId} name={customerName} /> : null}
        {leftAt ? (
          <Badge tone="neutral">{say(standingWords.left)}</Badge>
        ) : customerId ? null : (
          <Badge tone="attention">{say(standingWords.unlinked)}</Badge>
        )}
        {may && !customerId && !leftAt ? (
          <span className="rg-channels-buttons">
            <Button size="small" aria-expanded={isLinking} onClick={() => setLinking(!isLinking)}>
              {say({ zh: '关联客户', en: 'Link to a customer' })}
            </Button>
          </span>
        ) : null}
      </div>
      <p className="rg-channels-quiet">
        {[
          say({ zh: '{at} 关注', en: 'since {at}' }, { at: format.dateTime(followedAt) }),
          ...(employee ? [say({ zh: '员工 {employee}', en: 'knows {employee}' }, { employee })] : []),
          ...(lastWordAt ? [say({ zh: '{at} 说过话', en: 'last wrote {at}' }, { at: format.dateTime(lastWordAt) })] : []),
          ...(leftAt ? [say({ zh: '{at} 取消', en: 'left {at}' }, { at: format.dateTime(leftAt) })] : []),
        ].join(' · ')}
      </p>
      {isLinking ? (
        <WhichCustomer
          onPick={(id) =>
            tie.mutate(
              { id, accountId, address },
              { onSuccess: () => setLinking(false), onError: (error) => void message.error(sayProblem(error)) },
            )
          }
        />
      ) : null}
    </li>
  )
}
