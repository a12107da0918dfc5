import { InputNumber, Radio, Table, type TableColumnsType } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { campaignResults } from '../actions.ts'
import type { CampaignSearch, WhichMembers } from '../campaigns-address.ts'
import type { Campaign } from './campaign-answer.ts'
import { ExportMembers } from './ExportMembers.tsx'

type Answer = ReplyOf<typeof campaignResults>
type Counts = Answer['whole']
type Outcome = NonNullable<WhichMembers['outcome']>

const steps: readonly { readonly outcome: Outcome; readonly label: Words }[] = [
  { outcome: 'sent', label: { zh: '发出', en: 'Sent' } },
  { outcome: 'delivered', label: { zh: '送达', en: 'Delivered' } },
  { outcome: 'clicked', label: { zh: '点击', en: 'Clicked' } },
  { outcome: 'replied', label: { zh: '回复', en: 'Replied' } },
  { outcome: 'bought', label: { zh: '购买', en: 'Bought' } },
]

const troubles: readonly { readonly outcome: Outcome; readonly label: Words }[] = [
  { outcome: 'skipped', label: { zh: '发出时被规则挡下', en: 'Refused when it was to leave' } },
  { outcome: 'failed', label: { zh: '发送失败', en: 'Failed' } },
  { outcome: 'bounced', label: { zh: '退回', en: 'Bounced' } },
  { outcome: 'unsubscribed', label: { zh: '退订', en: 'Unsubscribed' } },
  { outcome: 'complained', label: { zh: '投诉为垃圾邮件', en: 'Called it spam' } },
  { outcome: 'refunded', label: { zh: '买了又退', en: 'Gave it back' } },
]

type Props = {
  readonly campaign: Campaign
  /** Something of it is being sent. */
  readonly isOpen: boolean
  readonly search: CampaignSearch
  readonly setSearch: (patch: Partial<CampaignSearch>) => void
  readonly onPeople: (which: WhichMembers) => void
}

/** Asked again so often while it is being sent, in milliseconds. */
const often = 5_000

/** What followed, put down to the campaign by a window: as a funnel, by variant, and what speaks against it. */
export function Results({ campaign, isOpen, search, setSearch, onPeople }: Props) {
  const say = useSay()
  const { window } = campaign.definition
  const [days, by] = [search.days ?? window.days, search.by ?? window.by]
  const asked = useAsk(campaignResults, { id: campaign.id, days, by }, { keep: true, every: isOpen ? often : false })
  return (
    <Section
      title={{ zh: '归因结果', en: 'Attributed results' }}
      note={say({
        zh: '窗口内买了、且这是购买前最后一次营销的，记到活动名下；退掉的扣除。其中有人不发也会买，真正的增量看与对照组的比较。',
        en: 'Bought within the window, with this as the last marketing before it; what was given back is taken off. Some would have bought anyway: what it caused is told by the comparison with the holdout.',
      })}
      actions={<ExportMembers campaign={campaign} />}
    >
      <div className="rg-campaign-when">
        <Radio.Group
          aria-label={say({ zh: '从什么时候算起', en: 'Counted from' })}
          value={by}
          onChange={({ target }) => setSearch({ by: target.value })}
          options={[
            { value: 'sent', label: say({ zh: '发出后', en: 'After it was sent' }) },
            { value: 'clicked', label: say({ zh: '点击后', en: 'After a click' }) },
          ]}
        />
        <InputNumber
          aria-label={say({ zh: '窗口天数', en: 'Days of the window' })}
          min={1}
          max={90}
          value={days}
          suffix={say({ zh: '天', en: 'days' })}
          onChange={(next) => setSearch({ days: next ?? window.days })}
        />
      </div>
      <Answered of={asked} rows={5}>
        {(answer) => (
          <>
            <Summary answer={answer} />
            <Funnel counts={answer.whole} onPeople={onPeople} />
            {answer.variants.length > 1 ? <ByVariant answer={answer} campaign={campaign} onPeople={onPeople} /> : null}
            <Troubles counts={answer.whole} onPeople={onPeople} />
          </>
        )}
      </Answered>
    </Section>
  )
}

function Summary({ answer: { whole, open } }: { readonly answer: Answer }) {
  const say = useSay()
  const format = useFormat()
  return (
    <p className="rg-reach-sum" aria-live="polite">
      {say(
        { zh: '{bought} 位购买，归因收入 {revenue}，花费 {cost}', en: '{bought} bought: {revenue} attributed, at a cost of {cost}' },
        { bought: format.count(whole.bought), revenue: format.money(whole.revenue), cost: format.money(whole.cost) },
      )}
      {whole.cost > 0
        ? say({ zh: '，每花 1 收回 {ratio}', en: ', {ratio} for each 1 spent' }, { ratio: format.number(whole.revenue / whole.cost) })
        : ''}
      {say({ zh: '。', en: '.' })}
      {open > 0 ? (
        <span className="rg-campaign-more">
          {say({ zh: '', en: ' ' })}
          {say(
            { zh: '还有 {n} 位的窗口没有结束，数字还会变。', en: '{n} windows are not over; the figures will change.' },
            { n: format.count(open) },
          )}
        </span>
      ) : null}
    </p>
  )
}

type PartProps = { readonly counts: Counts; readonly onPeople: (which: WhichMembers) => void }

function Funnel({ counts, onPeople }: PartProps) {
  const say = useSay()
  const format = useFormat()
  const base = Math.max(1, counts.sent)
  return (
    <ol className="rg-reach-list" aria-label={say({ zh: '漏斗', en: 'Funnel' })}>
      {steps.map(({ outcome, label }) => {
        const n = counts[outcome]
        return (
          <li key={outcome}>
            <span>{say(label)}</span>
            <span className="rg-reach-bar" aria-hidden="true">
              <span className="rg-reach-good" style={{ width: `${Math.min(100, (100 * n) / base)}%` }} />
            </span>
            <button type="button" className="rg-link" disabled={n === 0} onClick={() => onPeople({ outcome })}>
              {format.count(n)}
              {outcome === 'sent' ? '' : ` · ${format.percent(counts.sent > 0 ? n / counts.sent : null)}`}
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function Troubles({ counts, onPeople }: PartProps) {
  const say = useSay()
  const format = useFormat()
  return (
    <ul className="rg-troubles" aria-label={say({ zh: '要留意的', en: 'What speaks against it' })}>
      {troubles.map(({ outcome, label }) => (
        <li key={outcome}>
          {say(label)}{' '}
          {counts[outcome] === 0 ? (
            '0'
          ) : (
            <button type="button" className="rg-link" onClick={() => onPeople({ outcome })}>
              {format.count(counts[outcome])}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function ByVariant({
  answer,
  campaign,
  onPeople,
}: {
  readonly answer: Answer
  readonly campaign: Campaign
  readonly onPeople: (which: WhichMembers) => void
}) {
  const say = useSay()
  const format = useFormat()
  const nameOf = (key: string | null) => campaign.variants.find((one) => one.key === key)?.templateName ?? ''
  const columns: TableColumnsType<Counts> = [
    {
      key: 'variant',
      title: say({ zh: '版本', en: 'Version' }),
      rowScope: 'row',
      render: (_, line) => `${(line.variant ?? '').toUpperCase()} ${nameOf(line.variant)}`,
    },
    ...steps.map(({ outcome, label }) => ({
      key: outcome,
      title: say(label),
      align: 'right' as const,
      render: (_: unknown, line: Counts) =>
        line[outcome] === 0 ? (
          '0'
        ) : (
          <button
            type="button"
            className="rg-link"
            onClick={() => onPeople({ outcome, ...(line.variant === null ? {} : { variant: line.variant }) })}
          >
            {format.count(line[outcome])}
          </button>
        ),
    })),
    {
      key: 'rate',
      title: say({ zh: '购买率', en: 'Bought, of those sent' }),
      align: 'right',
      render: (_, line) => format.percent(line.sent > 0 ? line.bought / line.sent : null),
    },
    { key: 'revenue', title: say({ zh: '归因收入', en: 'Attributed' }), align: 'right', render: (_, line) => format.money(line.revenue) },
  ]
  return (
    <Scrolled label={{ zh: '各版本', en: 'By version' }}>
      <Table<Counts>
        aria-label={say({ zh: '各版本', en: 'By version' })}
        size="small"
        rowKey={(line) => line.variant ?? ''}
        columns={columns}
        dataSource={[...answer.variants]}
        pagination={false}
      />
    </Scrolled>
  )
}
