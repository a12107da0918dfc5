import { Alert, Drawer } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { GoLink, useSearchState } from '../../../ui/address.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Portions } from '../../../ui/Portions.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useReaches } from '../../../ui/reader.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { type attentionOverview, listAttentionCustomers, listReservations } from '../actions.ts'
import { attentionSearch } from '../attention-address.ts'

type Overview = ReplyOf<typeof attentionOverview>
type Channel = Overview['channels'][number]
type Asked = ReturnType<typeof useAsk<typeof attentionOverview.input, typeof attentionOverview.output>>

const accounts = '/settings/channels'
const may: Words = { zh: '还能发', en: 'May be contacted' }

/** Of each channel: how many, what stands in the way of the others, and the very customers. */
export function TodayTab({ asked }: { readonly asked: Asked }) {
  const [{ channel, reason }, setSearch] = useSearchState(attentionSearch)
  const open = (of: Channel['channel'], why: string) => setSearch({ channel: of, reason: why }, { push: true })
  return (
    <Answered of={asked} rows={8}>
      {(overview) => (
        <>
          <Stopped stopped={overview.stopped} />
          {overview.channels.some(({ isReady, channel: of }) => isReady && of !== 'task') ? null : <NothingReady />}
          {overview.channels.map((one) => (
            <ChannelSection key={one.channel} one={one} asOf={overview.asOf} onOpen={open} />
          ))}
          <Reservations />
          <People
            channel={channel}
            reason={reason}
            title={overview.channels.find((one) => one.channel === channel)?.reasons.find(({ code }) => code === reason)?.words ?? may}
            onClose={() => setSearch({ channel: undefined, reason: undefined })}
          />
        </>
      )}
    </Answered>
  )
}

function NothingReady() {
  return (
    <Empty
      title={{ zh: '还没有可以发送的渠道', en: 'No channel can send yet' }}
      hint={{
        zh: '设置发信服务器，或接入短信、企业微信、服务号后，这里会算出今天还能联系谁。',
        en: 'Set the mail server, or connect SMS, WeCom or WeChat: then it is worked out here whom you may still contact today.',
      }}
      next={{ label: { zh: '去设置', en: 'Open the settings' }, to: '/settings' }}
    />
  )
}

/** A way out that stands still: its account, and not its messages, has the trouble. */
function Stopped({ stopped }: { readonly stopped: Overview['stopped'] }) {
  const say = useSay()
  const format = useFormat()
  return stopped.map((one) => (
    <Alert
      key={one.key}
      className="rg-mail-hint"
      type="error"
      showIcon
      title={say({ zh: '“{name}”暂停发送', en: '“{name}” stands still' }, { name: one.name ?? one.channel })}
      description={
        <>
          {say(one.words)}{' '}
          {one.lookAt ? say({ zh: '{at} 再试一条。', en: 'One message is tried at {at}.' }, { at: format.dateTime(one.lookAt) }) : null}
        </>
      }
    />
  ))
}

function ChannelSection({
  one,
  asOf,
  onOpen,
}: {
  readonly one: Channel
  readonly asOf: string
  readonly onOpen: (channel: Channel['channel'], reason: string) => void
}) {
  const say = useSay()
  const format = useFormat()
  const reaches = useReaches()
  if (!one.isReady)
    return (
      <Section
        title={one.label}
        nothing={say({ zh: '还没有接入', en: 'Not connected yet' })}
        actions={reaches(accounts) ? <GoLink to={accounts}>{say({ zh: '去接入', en: 'Connect it' })}</GoLink> : null}
      />
    )
  const most = Math.max(1, one.customers)
  const lines = [{ code: 'may', words: may, count: one.today }, ...one.reasons]
  return (
    <Section
      title={one.label}
      note={one.wait ? say({ zh: '此刻：{why}', en: 'Just now: {why}' }, { why: say(one.wait.words) }) : null}
      actions={
        <span className="rg-attention-figures">
          <Explain
            name={{ zh: '今天还能发', en: 'May get marketing today' }}
            definition={{
              zh: '有地址、同意营销、不在全局对照组，并且没有达到任何一条额度的客户。不看此刻的钟点。',
              en: 'Customers with an address who agreed to marketing, are not held out, and have reached no limit. Whatever the hour is just now.',
            }}
            asOf={asOf}
            rows={one.customers}
          >
            {say({ zh: '今天 {n} 位', en: '{n} today' }, { n: format.count(one.today) })}
          </Explain>
          <Explain
            name={{ zh: '本周还能发', en: 'May get marketing this week' }}
            definition={{
              zh: '今天就能发的，加上 7 天内额度会腾出来的客户（前提是这几天没有再发别的）。',
              en: 'Those of today, and those whose limit has room again within 7 days if nothing else is sent to them.',
            }}
            asOf={asOf}
            rows={one.customers}
          >
            {say({ zh: '本周 {n} 位', en: '{n} this week' }, { n: format.count(one.week) })}
          </Explain>
        </span>
      }
    >
      <ul className="rg-attention-bars">
        {lines.map(({ code, words, count }) => (
          <li key={code}>
            <button type="button" className="rg-attention-bar" disabled={count === 0} onClick={() => onOpen(one.channel, code)}>
              <span className="rg-attention-why">{say(words)}</span>
              <span className="rg-attention-track" aria-hidden="true">
                <span className={code === 'may' ? 'rg-attention-may' : 'rg-attention-not'} style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span className="rg-attention-count">{format.count(count)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

type PeopleProps = {
  readonly channel: Channel['channel'] | undefined
  readonly reason: string | undefined
  readonly title: Words
  readonly onClose: () => void
}

function People({ channel, reason, title, onClose }: PeopleProps) {
  const say = useSay()
  const isOpen = channel !== undefined && reason !== undefined
  return (
    <Drawer open={isOpen} onClose={onClose} title={say(title)} size={520} destroyOnHidden>
      {isOpen ? <PeopleList channel={channel} reason={reason} /> : null}
    </Drawer>
  )
}

function PeopleList({ channel, reason }: { readonly channel: Channel['channel']; readonly reason: string }) {
  const asked = useAskMore(listAttentionCustomers, (after: string | undefined) => ({ channel, reason, ...(after ? { after } : {}) }))
  return (
    <Portions
      of={asked}
      nothing={{ zh: '现在没有这样的客户', en: 'No such customers just now' }}
      more={{ zh: '更多客户', en: 'More customers' }}
    >
      {(rows) => (
        <ul className="rg-attention-people">
          {rows.map(({ id, name, address }) => (
            <li key={id}>
              <CustomerLink id={id} name={name} /> <span className="rg-quiet">{address}</span>
            </li>
          ))}
        </ul>
      )}
    </Portions>
  )
}

const places: Readonly<Record<string, string>> = { campaign: '/campaigns', journey: '/journeys' }

function Reservations() {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(listReservations, {})
  const rows = asked.data?.reservations ?? []
  return (
    <Section
      title={{ zh: '留给计划的位置', en: 'Room kept for plans' }}
      nothing={asked.data && rows.length === 0 ? say({ zh: '没有预留', en: 'None' }) : null}
      note={
        rows.length > 0
          ? say({
              zh: '优先级更低的消息，如果发出去会让这些计划没有余量，就不发。',
              en: 'A message of lower priority that would leave no room for these is not sent.',
            })
          : null
      }
    >
      {rows.length > 0 ? (
        <Scrolled label={{ zh: '留给计划的位置', en: 'Room kept for plans' }}>
          <table className="rg-attention-table">
            <thead>
              <tr>
                <th scope="col">{say({ zh: '计划', en: 'Plan' })}</th>
                <th scope="col">{say({ zh: '渠道', en: 'Channel' })}</th>
                <th scope="col">{say({ zh: '优先级', en: 'Priority' })}</th>
                <th scope="col">{say({ zh: '客户', en: 'Customers' })}</th>
                <th scope="col">{say({ zh: '时间', en: 'When' })}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.byId} ${row.channel} ${row.priority}`}>
                  <td>
                    <GoLink to={`${places[row.byKind] ?? '/campaigns'}/${row.byId}`}>
                      {row.name ?? say({ zh: '（没有名称）', en: '(no name)' })}
                    </GoLink>
                  </td>
                  <td>{say(row.label)}</td>
                  <td>{format.count(row.priority)}</td>
                  <td>{format.count(row.customers)}</td>
                  <td>
                    {format.dateTime(row.from)} – {format.dateTime(row.until)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      ) : null}
    </Section>
  )
}
