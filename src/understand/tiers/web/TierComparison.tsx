import { Select, Table } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import type { promiseKinds } from '../actions.ts'
import { compareTrials, type TierSide } from '../compare-trials.ts'
import { readTierVersion, simulateTiers } from '../questions.ts'
import type { Scheme } from '../scheme.ts'
import type { Known } from './tiers-answer.ts'

type Trial = ReplyOf<typeof simulateTiers>
type Props = {
  readonly trial: Trial
  readonly scheme: Scheme
  readonly known: Known
  readonly promises: (typeof promiseKinds)[number]
  /** The version that is being edited, which is not compared with itself. */
  readonly version: string
}

/** The scheme on the screen beside another draft or version, as if each were published now. */
export function TierComparison({ version, ...props }: Props) {
  const say = useSay()
  const [id, setId] = useState<string | null>(null)
  const others = props.known.versions.filter((other) => other.id !== version)
  if (others.length === 0) return null
  const nameOf = (other: (typeof others)[number]) =>
    other.version === null
      ? say({ zh: '草稿 · {name}', en: 'Draft · {name}' }, { name: other.name })
      : say({ zh: '第 {n} 版 · {name}', en: 'Version {n} · {name}' }, { n: other.version, name: other.name })
  return (
    <div className="rg-tier-comparison">
      <Select
        allowClear
        value={id}
        onChange={(chosen) => setId(chosen ?? null)}
        placeholder={say({ zh: '与另一个方案比较…', en: 'Compare with another scheme …' })}
        aria-label={say({ zh: '与另一个方案比较', en: 'Compare with another scheme' })}
        options={others.map((other) => ({ value: other.id, label: nameOf(other) }))}
        style={{ width: 280, maxWidth: '100%' }}
      />
      {id ? <Other id={id} {...props} /> : null}
    </div>
  )
}

function Other({ id, ...props }: Omit<Props, 'version'> & { readonly id: string }) {
  const asked = useAsk(readTierVersion, { id })
  return (
    <Answered of={asked} rows={3}>
      {({ scheme, name }) => <Tried other={scheme} name={name} {...props} />}
    </Answered>
  )
}

function Tried({ other, name, promises, ...props }: Omit<Props, 'version'> & { readonly other: Scheme; readonly name: string }) {
  const asked = useAsk(simulateTiers, { scheme: other, promises }, { keep: true })
  return (
    <Answered of={asked} rows={3}>
      {(trial) => <Both {...props} other={{ trial, scheme: other, name }} />}
    </Answered>
  )
}

type BothProps = Pick<Props, 'trial' | 'scheme'> & {
  readonly other: { readonly trial: Trial; readonly scheme: Scheme; readonly name: string }
}
type Line = { readonly key: string; readonly label: Words; readonly one: string; readonly other: string }

function Both({ trial, scheme, other }: BothProps) {
  const say = useSay()
  const format = useFormat()
  const of = (key: string, label: Words, figure: (of: Trial) => string): Line => ({
    key,
    label,
    one: figure(trial),
    other: figure(other.trial),
  })
  const side = (tier: TierSide) =>
    tier === null
      ? '—'
      : say({ zh: '{n} 位，{cost}', en: '{n}, {cost}' }, { n: format.count(tier.customers), cost: format.shortMoney(tier.cost) })
  const lines: Line[] = [
    of('up', { zh: '升级', en: 'Rise' }, ({ up }) => format.count(up)),
    of('down', { zh: '降级', en: 'Fall' }, ({ down }) => format.count(down)),
    of('kept', { zh: '按承诺暂时保留', en: 'Keep what was promised' }, ({ kept }) => format.count(kept)),
    of('cost', { zh: '权益年成本', en: 'Benefits a year' }, ({ costAfter }) => format.money(costAfter)),
    ...compareTrials({ trial, names: scheme.tiers }, { trial: other.trial, names: other.scheme.tiers }).map((tier) => ({
      key: `tier ${tier.key}`,
      label: tier.label,
      one: side(tier.one),
      other: side(tier.other),
    })),
  ]
  return (
    <Scrolled label={{ zh: '两个方案的比较', en: 'The two schemes compared' }}>
      <Table<Line>
        aria-label={say({ zh: '两个方案的比较', en: 'The two schemes compared' })}
        size="small"
        rowKey="key"
        pagination={false}
        dataSource={lines}
        columns={[
          { key: 'what', rowScope: 'row', title: say({ zh: '结果', en: 'Outcome' }), render: (_, line) => say(line.label) },
          { key: 'one', align: 'right', dataIndex: 'one', title: say({ zh: '现在编辑的方案', en: 'The scheme being edited' }) },
          { key: 'other', align: 'right', dataIndex: 'other', title: other.name },
        ]}
      />
    </Scrolled>
  )
}
