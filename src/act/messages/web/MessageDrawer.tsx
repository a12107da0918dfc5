import { Alert, Button, Drawer, Space } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { saveSmtp } from '../../../know/shop/actions.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { channelKindOf } from '../../channels/channel-kinds.ts'
import { changeChannelAccount } from '../../channels/actions.ts'
import { listJourneys } from '../../journeys/actions.ts'
import { readMessage, resolveMessages } from '../actions.ts'
import { ofWayOut } from '../reasons.ts'
import { messageStateWords } from '../message.ts'
import { ResolveThese } from './InDoubt.tsx'
import { MailFrame } from './MailFrame.tsx'

/** One message: its content as it was sent, the tries, and why it is where it is. */
export function MessageDrawer(props: {
  readonly id: string | undefined
  readonly customerId: string | undefined
  readonly onClose: () => void
}) {
  const say = useSay()
  const open = props.id !== undefined && props.customerId !== undefined
  const asked = useAsk(readMessage, { id: props.id ?? '', customerId: props.customerId ?? '' }, { when: open })
  return (
    <Drawer open={open} onClose={props.onClose} title={say({ zh: '消息详情', en: 'Message' })} size={720} destroyOnHidden>
      <Answered of={asked}>{(message) => <Details message={message} />}</Answered>
    </Drawer>
  )
}

type Message = ReplyOf<typeof readMessage>

const calm = new Set(['sent', 'handed', 'queued', 'sending'])

function Details({ message }: { readonly message: Message }) {
  const say = useSay()
  const format = useFormat()
  const state = messageStateWords[message.state]
  const mayResolve = useMayDo(resolveMessages)
  const journeys = useAsk(listJourneys, {}, { when: message.journeyId !== null })
  const journey = journeys.data?.journeys.find(({ id }) => id === message.journeyId)?.name
  return (
    <>
      {message.reason ? (
        <Alert
          className="rg-mail-hint"
          type={calm.has(message.state) ? 'info' : message.state === 'failed' ? 'error' : 'warning'}
          showIcon
          title={say(message.reason.words)}
        />
      ) : null}
      {message.reason ? <WayOut channel={message.channel} code={message.reason.code} /> : null}
      {message.state === 'unknown' && mayResolve ? (
        <Space wrap className="rg-message-resolve">
          <ResolveThese messages={[{ customerId: message.customerId, id: message.id }]} />
        </Space>
      ) : null}
      <dl className="rg-message-facts">
        <Fact name={{ zh: '状态', en: 'State' }}>
          <Badge tone={state.tone}>{say(state.label)}</Badge>
        </Fact>
        <Fact name={{ zh: '客户', en: 'Customer' }}>
          <CustomerLink id={message.customerId} name={message.customerName} />
        </Fact>
        <Fact name={{ zh: '渠道', en: 'Channel' }}>
          {say(channelKindOf(message.channel)?.label ?? { zh: message.channel, en: message.channel })}
          {message.accountName ? ` · ${message.accountName}` : ''}
        </Fact>
        <Fact name={{ zh: '地址', en: 'Address' }}>{message.address ?? '—'}</Fact>
        <Fact name={{ zh: '模板', en: 'Template' }}>
          {message.templateId && message.templateName ? (
            <GoLink to={`/templates/${message.templateId}`}>{message.templateName}</GoLink>
          ) : (
            '—'
          )}
        </Fact>
        {message.journeyId ? (
          <Fact name={{ zh: '来自', en: 'From' }}>
            <GoLink to={`/journeys/${message.journeyId}`}>{journey ?? say({ zh: '一个旅程', en: 'A journey' })}</GoLink>
          </Fact>
        ) : null}
        {message.campaignId ? (
          <Fact name={{ zh: '来自', en: 'From' }}>
            <GoLink to={`/campaigns/${message.campaignId}`}>{say({ zh: '一个营销活动', en: 'A campaign' })}</GoLink>
            {message.variant ? ` · ${message.variant}` : ''}
          </Fact>
        ) : null}
        <Fact name={{ zh: '排队时间', en: 'Queued' }}>{format.dateTime(message.createdAt)}</Fact>
        {message.state === 'queued' ? <Fact name={{ zh: '下次尝试', en: 'Next try' }}>{format.dateTime(message.dueAt)}</Fact> : null}
        <Fact name={{ zh: '发送次数', en: 'Tries' }}>{format.count(message.attempts)}</Fact>
        {message.sentAt ? <Fact name={{ zh: '最近一次', en: 'Last try' }}>{format.dateTime(message.sentAt)}</Fact> : null}
        {message.deliveredAt ? <Fact name={{ zh: '送达', en: 'Delivered' }}>{format.dateTime(message.deliveredAt)}</Fact> : null}
        {message.bouncedAt ? <Fact name={{ zh: '退回', en: 'Bounced' }}>{format.dateTime(message.bouncedAt)}</Fact> : null}
        {message.clickedAt ? <Fact name={{ zh: '首次点击', en: 'First click' }}>{format.dateTime(message.clickedAt)}</Fact> : null}
        {message.repliedAt ? <Fact name={{ zh: '回复', en: 'Answered' }}>{format.dateTime(message.repliedAt)}</Fact> : null}
        {message.cost !== null && message.cost > 0 ? <Fact name={{ zh: '费用', en: 'Cost' }}>{format.money(message.cost)}</Fact> : null}
        {message.reference ? <Fact name={{ zh: '服务器答复', en: 'The server said' }}>{message.reference}</Fact> : null}
      </dl>
      {message.trail.length > 0 ? (
        <details className="rg-message-trail">
          <summary>{say({ zh: '全部经过（{n}）', en: 'Everything that happened ({n})' }, { n: message.trail.length })}</summary>
          <ol>
            {message.trail.map(({ at, what, said }) => (
              <li key={`${at} ${what.en} ${said}`}>
                {format.dateTime(at)} {say(what)}
                {said ? `：${said}` : ''}
              </li>
            ))}
          </ol>
        </details>
      ) : null}
      {message.html !== null && message.text !== null ? (
        <MailFrame subject={message.subject ?? ''} html={message.html} text={message.text} />
      ) : (
        <p className="rg-filter-hint">
          {say({
            zh: '内容在发出的那一刻才填写，这条还没有发出。',
            en: 'The content is filled in at the moment of sending; this one has not been sent.',
          })}
        </p>
      )}
    </>
  )
}

/** What lies with the way out is set right where that is set up. */
function WayOut({ channel, code }: { readonly channel: string; readonly code: string }) {
  const say = useSay()
  const go = useGo()
  const isMail = channel === 'email'
  const may = { mail: useMayDo(saveSmtp), channels: useMayDo(changeChannelAccount) }
  if (!ofWayOut.includes(code) || !(isMail ? may.mail : may.channels)) return null
  return (
    <div className="rg-message-resolve">
      <Button onClick={() => (isMail ? go('/settings', { search: { tab: 'mail' } }) : go('/settings/channels'))}>
        {isMail
          ? say({ zh: '去“设置 → 发信”', en: 'Go to Settings → Mail' })
          : say({ zh: '去“设置 → 渠道”', en: 'Go to Settings → Channels' })}
      </Button>
    </div>
  )
}

function Fact(props: { readonly name: Words; readonly children: ReactNode }) {
  const say = useSay()
  return (
    <>
      <dt>{say(props.name)}</dt>
      <dd>{props.children}</dd>
    </>
  )
}
