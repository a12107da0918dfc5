import { Button, Checkbox, Grid, Table, type TableColumnsType } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { selectionOf, type Ticks } from '../../../pages/record-list/ticks.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { channelKindOf } from '../../channels/channel-kinds.ts'
import type { listMessages } from '../actions.ts'
import { messageStateWords } from '../message.ts'

type Line = ReplyOf<typeof listMessages>['rows'][number]
type Props = {
  readonly rows: readonly Line[]
  readonly onOpen: (message: string, customer: string) => void
  readonly onMore?: () => void
  readonly loadingMore?: boolean
  /** Given, messages can be ticked. */
  readonly ticked?: Ticks | undefined
}

export function MessageList(props: Props) {
  const say = useSay()
  const wide = Grid.useBreakpoint().md ?? true
  return (
    <>
      {wide ? <AsTable {...props} /> : <AsCards {...props} />}
      {props.onMore ? (
        <div className="rg-list-foot">
          <Button onClick={props.onMore} loading={props.loadingMore ?? false}>
            {say({ zh: '更早的消息', en: 'Earlier messages' })}
          </Button>
        </div>
      ) : null}
    </>
  )
}

const whatOf = (line: Line) => line.subject ?? line.templateName ?? line.channel

const whoOf = (line: Line) => line.customerName ?? line.address

/** What a tick box is called: the message, and whose it is. */
const tickWords = { zh: '选择 {who}的“{what}”', en: 'Choose “{what}” of {who}' }

function AsTable({ rows, onOpen, ticked }: Props) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Line> = [
    {
      key: 'what',
      title: say({ zh: '消息', en: 'Message' }),
      rowScope: 'row',
      render: (_, line) => (
        <button type="button" className="rg-link" onClick={() => onOpen(line.id, line.customerId)}>
          {whatOf(line)}
        </button>
      ),
    },
    {
      key: 'who',
      title: say({ zh: '客户', en: 'Customer' }),
      render: (_, line) => <CustomerLink id={line.customerId} name={whoOf(line)} />,
    },
    {
      key: 'channel',
      title: say({ zh: '渠道', en: 'Channel' }),
      render: (_, line) => say(channelKindOf(line.channel)?.label ?? { zh: line.channel, en: line.channel }),
    },
    { key: 'state', title: say({ zh: '状态', en: 'State' }), render: (_, line) => <State line={line} /> },
    { key: 'why', title: say({ zh: '原因', en: 'Why' }), render: (_, line) => <Why line={line} /> },
    {
      key: 'when',
      title: say({ zh: '时间', en: 'When' }),
      align: 'right',
      render: (_, line) => format.dateTime(line.sentAt ?? line.createdAt),
    },
  ]
  return (
    <Scrolled label={{ zh: '发件箱', en: 'Outbox' }}>
      <Table<Line>
        aria-label={say({ zh: '发件箱', en: 'Outbox' })}
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={[...rows]}
        pagination={false}
        {...(ticked
          ? {
              rowSelection: selectionOf<Line>(ticked, say({ zh: '选择', en: 'Choose' }), (line) =>
                say(tickWords, { who: whoOf(line) ?? '', what: whatOf(line) }),
              ),
            }
          : {})}
      />
    </Scrolled>
  )
}

function AsCards({ rows, onOpen, ticked }: Props) {
  const say = useSay()
  const format = useFormat()
  return (
    <ul className="rg-cards" aria-label={say({ zh: '发件箱', en: 'Outbox' })}>
      {rows.map((line) => (
        <li key={line.id} className="rg-card">
          <div className="rg-card-title">
            {ticked ? (
              <Checkbox
                className="rg-card-tick"
                aria-label={say(tickWords, { who: whoOf(line) ?? '', what: whatOf(line) })}
                checked={ticked.ids.includes(line.id)}
                onChange={({ target }) =>
                  ticked.onChange(target.checked ? [...ticked.ids, line.id] : ticked.ids.filter((id) => id !== line.id))
                }
              />
            ) : null}
            <button type="button" className="rg-link" onClick={() => onOpen(line.id, line.customerId)}>
              {whatOf(line)}
            </button>
          </div>
          <div>
            <State line={line} /> <CustomerLink id={line.customerId} name={whoOf(line)} />
          </div>
          <Why line={line} />
          <div className="rg-outbox-why">{format.dateTime(line.sentAt ?? line.createdAt)}</div>
        </li>
      ))}
    </ul>
  )
}

function State({ line }: { readonly line: Line }) {
  const say = useSay()
  const { label, tone } = messageStateWords[line.state]
  const heard = heardOf(line)
  return (
    <>
      <Badge tone={tone}>{say(label)}</Badge>
      {heard ? <Badge tone={heard.tone}>{say(heard.label)}</Badge> : null}
    </>
  )
}

/** The furthest that is known of a message that left. */
function heardOf({ bouncedAt, repliedAt, clickedAt, deliveredAt }: Line): { readonly label: Words; readonly tone: Tone } | null {
  if (bouncedAt) return { label: { zh: '退回', en: 'Bounced' }, tone: 'danger' }
  if (repliedAt) return { label: { zh: '已回复', en: 'Answered' }, tone: 'good' }
  if (clickedAt) return { label: { zh: '已点击', en: 'Clicked' }, tone: 'good' }
  return deliveredAt ? { label: { zh: '已送达', en: 'Delivered' }, tone: 'good' } : null
}

function Why({ line }: { readonly line: Line }) {
  const say = useSay()
  return line.reason ? <div className="rg-outbox-why">{say(line.reason.words)}</div> : null
}
