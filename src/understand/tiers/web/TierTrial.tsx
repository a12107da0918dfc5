import { Alert, Button, Modal, Radio, Table } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { type Flow, Sankey } from '../../../ui/Sankey.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import type { promiseKinds } from '../actions.ts'
import { simulatedPeople, simulateTiers } from '../questions.ts'
import type { Scheme } from '../scheme.ts'
import { TierComparison } from './TierComparison.tsx'
import { type NamedTier, TierBadge, useTierLooks } from './tier-looks.tsx'
import type { Known } from './tiers-answer.ts'

type Promises = (typeof promiseKinds)[number]
type Trial = ReplyOf<typeof simulateTiers>
type Ways = { readonly from: string | null; readonly to: string }

type Props = {
  /** The version that is being edited, or `new`. */
  readonly version: string
  readonly scheme: Scheme
  readonly known: Known
  readonly promises: Promises
  readonly onPromises: (promises: Promises) => void
}

/** What publishing this scheme now would do: who moves, what the benefits cost. Nothing is saved by asking. */
export function TierTrial({ version, scheme, known, promises, onPromises }: Props) {
  const say = useSay()
  const rested = useRested(scheme, 700)
  const asked = useAsk(simulateTiers, { scheme: rested, promises }, { keep: true })
  const [shown, setShown] = useState<Ways | null>(null)
  return (
    <section className="rg-trial" aria-live="polite" aria-busy={asked.isFetching}>
      <h2>{say({ zh: '现在发布会怎样', en: 'What publishing now would do' })}</h2>
      {known.published ? (
        <Radio.Group value={promises} onChange={(event) => onPromises(event.target.value === 'at-once' ? 'at-once' : 'keep')}>
          <Radio value="keep">{say({ zh: '保留已承诺的等级，到期再降', en: 'Keep what was promised; fall when it ends' })}</Radio>
          <Radio value="at-once">{say({ zh: '立即按新规则降级', en: 'Fall at once by the new rules' })}</Radio>
        </Radio.Group>
      ) : null}
      <Answered of={asked} rows={4}>
        {(trial) => (
          <>
            <Outcome trial={trial} scheme={rested} known={known} onShow={setShown} />
            <TierComparison trial={trial} scheme={rested} known={known} promises={promises} version={version} />
          </>
        )}
      </Answered>
      {shown ? <People ways={shown} scheme={rested} promises={promises} known={known} onClose={() => setShown(null)} /> : null}
    </section>
  )
}

type OutcomeProps = { readonly trial: Trial; readonly scheme: Scheme; readonly known: Known; readonly onShow: (ways: Ways) => void }

function Outcome({ trial, scheme, known, onShow }: OutcomeProps) {
  const say = useSay()
  const format = useFormat()
  const empty = trial.tiers.filter((tier) => tier.customers === 0)
  const nameOf = (key: string) => scheme.tiers.find((tier) => tier.key === key)?.label ?? key
  if (trial.customers === 0)
    return (
      <p>
        {say({
          zh: '还没有客户，发布后新客户会按规则定级。',
          en: 'There are no customers yet; new ones will get their tier by these rules.',
        })}
      </p>
    )
  return (
    <>
      <p>{say(known.published ? moving : beginning, counted(trial, format.count))}</p>
      <p>
        {say(
          {
            zh: '权益年成本从 {before} 变为 {after}（{change}）。',
            en: 'Benefits cost {before} a year now and {after} then ({change}).',
          },
          {
            before: format.money(trial.costBefore),
            after: format.money(trial.costAfter),
            change: `${trial.costAfter >= trial.costBefore ? '+' : '−'}${format.money(Math.abs(trial.costAfter - trial.costBefore))}`,
          },
        )}
      </p>
      {empty.length > 0 && empty.length < trial.tiers.length ? (
        <Alert
          type="warning"
          showIcon
          title={say(
            {
              zh: '没有客户会在：{names}。请看看门槛是否太高，或条件是否被更高的等级全部收走。',
              en: 'Nobody would be in: {names}. The threshold may be too high, or a higher tier takes them all.',
            },
            { names: empty.map(({ key }) => say(nameOf(key))).join(say({ zh: '、', en: ', ' })) },
          )}
        />
      ) : null}
      {known.published ? <Flows trial={trial} scheme={scheme} published={known.published.tiers} onShow={onShow} /> : null}
      <TrialTable trial={trial} scheme={scheme} known={known} onShow={onShow} />
      <MadeOf
        asOf={trial.asOf}
        rows={trial.customers}
        of="customers"
        definition={{
          zh: '每位客户按这个方案此刻会在的等级；什么都没有保存。',
          en: 'The tier that each customer would have by this scheme at this moment; nothing was saved.',
        }}
      />
    </>
  )
}

const moving = {
  zh: '{all} 位客户中，{up} 位升级，{down} 位降级，{kept} 位按承诺暂时保留现在的等级；{fresh} 位第一次定级或原等级已取消。',
  en: 'Of {all} {all|customer|customers} {up} rise, {down} fall, {kept} keep a promised tier for now; {fresh} get a first tier or lose one that is gone.',
}
const beginning = { zh: '{all} 位客户会第一次得到等级。', en: '{all} {all|customer gets|customers get} their first tier.' }

const counted = (trial: Trial, count: (n: number) => string) => ({
  all: count(trial.customers),
  up: count(trial.up),
  down: count(trial.down),
  kept: count(trial.kept),
  fresh: count(trial.first + trial.other),
})

type FlowsProps = {
  readonly trial: Trial
  readonly scheme: Scheme
  readonly published: readonly NamedTier[]
  readonly onShow: (ways: Ways) => void
}

const none = 'none'

function Flows({ trial, scheme, published, onShow }: FlowsProps) {
  const say = useSay()
  const format = useFormat()
  const before = useTierLooks(published)
  const after = useTierLooks(scheme.tiers)
  const drawn = useMemo(() => {
    const orderOf = (tiers: readonly NamedTier[], key: string | null) => tiers.length - 1 - tiers.findIndex((tier) => tier.key === key)
    const flows = trial.flows.toSorted(
      (a, b) => orderOf(published, a.from) - orderOf(published, b.from) || orderOf(scheme.tiers, a.to) - orderOf(scheme.tiers, b.to),
    )
    const froms = [...new Set(flows.map((flow) => flow.from))]
    const tos = [...new Set(flows.map((flow) => flow.to))].toSorted((a, b) => orderOf(scheme.tiers, a) - orderOf(scheme.tiers, b))
    const coloured = (colour: string | undefined) => (colour ? { colour } : {})
    return {
      nodes: [
        ...froms.map((key) => ({
          key: `0 ${key ?? none}`,
          name: key === null ? say({ zh: '还没有等级', en: 'No tier yet' }) : (before.get(key)?.name ?? key),
          depth: 0,
          ...coloured(before.get(key ?? '')?.colour),
        })),
        ...tos.map((key) => ({ key: `1 ${key}`, name: after.get(key)?.name ?? key, depth: 1, ...coloured(after.get(key)?.colour) })),
      ],
      flows: flows.map((flow) => ({ from: `0 ${flow.from ?? none}`, to: `1 ${flow.to}`, value: flow.customers })),
    }
  }, [trial, scheme.tiers, published, before, after, say])
  const open = useCallback(
    (flow: Flow) => onShow({ from: flow.from === `0 ${none}` ? null : flow.from.slice(2), to: flow.to.slice(2) }),
    [onShow],
  )
  return (
    <Sankey
      label={{ zh: '客户从现在的等级到新方案的等级', en: 'From the tier of now to the tier of the new scheme' }}
      nodes={drawn.nodes}
      flows={drawn.flows}
      format={format.count}
      height={260}
      onOpenFlow={open}
    />
  )
}

type Line = Trial['tiers'][number]

/** Each tier of the draft: people before and then, what they bring, what its benefits cost; and every way that people go. */
function TrialTable({ trial, scheme, known, onShow }: OutcomeProps) {
  const say = useSay()
  const format = useFormat()
  const tierOf = (key: string) => scheme.tiers.find((tier) => tier.key === key)
  const arrow = (before: string, after: string) => (before === after ? after : `${before} → ${after}`)
  const moves = trial.flows.filter((flow) => flow.from !== flow.to)
  const looks = known.published?.tiers ?? []
  const knowsProfit = trial.tiers.some((tier) => tier.profit !== null)
  return (
    <>
      <Scrolled label={{ zh: '各级的前后对比', en: 'Each tier before and after' }}>
        <Table<Line>
          aria-label={say({ zh: '各级的前后对比', en: 'Each tier before and after' })}
          size="small"
          rowKey="key"
          pagination={false}
          dataSource={trial.tiers.toReversed()}
          columns={[
            {
              key: 'tier',
              rowScope: 'row',
              title: say({ zh: '等级', en: 'Tier' }),
              render: (_, { key }) => {
                const tier = tierOf(key)
                return tier ? <TierBadge tier={tier} /> : key
              },
            },
            {
              key: 'customers',
              align: 'right',
              title: say({ zh: '客户', en: 'Customers' }),
              render: (_, line) => arrow(format.count(line.before), format.count(line.customers)),
            },
            {
              key: 'holds',
              align: 'right',
              responsive: ['md'],
              title: say({ zh: '条件成立', en: 'Rule holds' }),
              render: (_, line) => (
                <span
                  title={say({
                    zh: '单看这一级的条件；其中也符合更高等级的归更高等级',
                    en: 'By this tier’s own rule; whoever fits a higher one too is there',
                  })}
                >
                  {format.count(line.holds)}
                </span>
              ),
            },
            {
              key: 'counted',
              align: 'right',
              title: say({ zh: '消费', en: 'Spend' }),
              render: (_, line) => format.shortMoney(line.counted),
            },
            ...(knowsProfit
              ? [
                  {
                    key: 'profit',
                    align: 'right' as const,
                    title: say({ zh: '累计利润贡献', en: 'Profit so far' }),
                    render: (_: unknown, line: Line) => format.shortMoney(line.profit),
                  },
                ]
              : []),
            {
              key: 'cost',
              align: 'right',
              title: say({ zh: '权益年成本', en: 'Benefits a year' }),
              render: (_, line) => arrow(format.shortMoney(line.costBefore), format.shortMoney(line.costAfter)),
            },
          ]}
        />
      </Scrolled>
      {known.published && moves.length > 0 ? (
        <ul className="rg-tier-moves" aria-label={say({ zh: '谁会变', en: 'Who would move' })}>
          {moves.map((flow) => {
            const to = tierOf(flow.to)
            const from = looks.find((tier) => tier.key === flow.from)
            return (
              <li key={`${flow.from} ${flow.to}`}>
                {from ? <TierBadge tier={from} /> : <span className="rg-quiet">{say({ zh: '还没有等级', en: 'No tier yet' })}</span>}
                <span aria-hidden="true">→</span>
                {to ? <TierBadge tier={to} /> : flow.to}
                <strong>{format.count(flow.customers)}</strong>
                <Button size="small" type="link" onClick={() => onShow(flow)}>
                  {say({ zh: '看名单', en: 'Show them' })}
                </Button>
              </li>
            )
          })}
        </ul>
      ) : null}
    </>
  )
}

type PeopleProps = {
  readonly ways: Ways
  readonly scheme: Scheme
  readonly promises: Promises
  readonly known: Known
  readonly onClose: () => void
}

/** The very customers of one way, those who spend most first. */
function People({ ways, scheme, promises, known, onClose }: PeopleProps) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(simulatedPeople, { scheme, promises, from: ways.from, to: ways.to, limit: 100 })
  const named = (key: string | null) =>
    [...scheme.tiers, ...(known.published?.tiers ?? [])].find((tier) => tier.key === key)?.label ?? { zh: '还没有等级', en: 'no tier' }
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      title={say({ zh: '{from} → {to}', en: '{from} → {to}' }, { from: named(ways.from), to: named(ways.to) })}
    >
      <Answered of={asked} rows={6}>
        {({ total, customers }) => (
          <>
            <p className="rg-note">
              {total > customers.length
                ? say(
                    { zh: '共 {total} 位，列出计级消费最多的 {n} 位。', en: '{total} in all; the {n} who spend most are listed.' },
                    { total: format.count(total), n: customers.length },
                  )
                : say({ zh: '共 {total} 位。', en: '{total} in all.' }, { total: format.count(total) })}
            </p>
            <ul className="rg-tier-people">
              {customers.map((customer) => (
                <li key={customer.id}>
                  <CustomerLink id={customer.id} name={customer.name} />
                  <span className="rg-quiet">
                    {say(
                      { zh: '{money}，{n} 次', en: '{money}, {n} {n|purchase|purchases}' },
                      { money: format.money(customer.counted), n: format.count(customer.purchases) },
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </Modal>
  )
}
