import { InputNumber, Segmented, Select } from 'antd'
import { useMemo } from 'react'
import type { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { placesBy, type PlacesSequence } from '../../../core/rule/rule.ts'
import { askableEvents } from '../../../pages/rule-tree.ts'
import { useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { categoryColour } from '../../../ui/palette.ts'
import { type Flow, type FlowNode, Sankey } from '../../../ui/Sankey.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import type { ExploreSearch } from '../explore-address.ts'
import { pathRule } from '../explore-rules.ts'
import { paths as question } from '../questions.ts'
import { Explored } from './Explored.tsx'
import type { TabProps } from './set-search.ts'
import { SpanInput } from './SpanInput.tsx'
import { TakeAway } from './TakeAway.tsx'
import { useExploration } from './use-exploration.ts'

type Answer = z.output<typeof question.output>

const byWords: Record<PlacesSequence['nth'], Words> = {
  category: { zh: '品类', en: 'Category' },
  product: { zh: '商品', en: 'Product' },
  channel: { zh: '渠道', en: 'Channel' },
  kind: { zh: '行为', en: 'Fact' },
}
const usualKinds = ['customer.created', 'purchase.made', 'purchase.refunded']

/** What came first, second, third. */
export function PathsTab({ search, setSearch, dictionary }: TabProps) {
  const say = useSay()
  const { of } = search
  const kinds = of === 'kind' ? { kinds: search.kinds ?? usualKinds.filter((kind) => dictionary.events.has(kind)) } : {}
  const span = { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) }
  const input = { by: of, ...kinds, length: search.length, top: search.top, ...span, ...(search.rule ? { rule: search.rule } : {}) }
  const asked = useExploration(question, input)
  return (
    <Section title={{ zh: '先买什么，再买什么', en: 'What they buy first, and what then' }} actions={<TakeAway of="paths" ask={input} />}>
      <div className="rg-explore-bar">
        <Segmented
          size="small"
          aria-label={say({ zh: '看什么的先后', en: 'The order of what' })}
          value={of}
          options={placesBy.map((one) => ({ value: one, label: say(byWords[one]) }))}
          onChange={(next) => setSearch({ of: next })}
        />
        {of === 'kind' ? (
          <Select
            mode="multiple"
            size="small"
            className="rg-explore-kinds"
            aria-label={say({ zh: '哪些行为', en: 'Which facts' })}
            value={[...(kinds.kinds ?? [])]}
            options={askableEvents(dictionary).map((name) => ({ value: name, label: say(dictionary.events.get(name)?.label ?? name) }))}
            onChange={(next: string[]) => setSearch({ kinds: next.length > 0 ? next : undefined })}
          />
        ) : null}
        <label className="rg-explore-field">
          {say({ zh: '看几步', en: 'Steps' })}
          <InputNumber
            size="small"
            min={2}
            max={5}
            precision={0}
            value={search.length}
            onChange={(length) => setSearch({ length: length ?? 3 })}
          />
        </label>
        <label className="rg-explore-field">
          {say({ zh: '单列前几名', en: 'Named ones' })}
          <InputNumber size="small" min={2} max={20} precision={0} value={search.top} onChange={(top) => setSearch({ top: top ?? 6 })} />
        </label>
        <SpanInput search={search} setSearch={setSearch} />
      </div>
      <Explored
        of={asked}
        definition={say({
          zh: '每位客户按时间先后的前几次；一次消费买了几样的，按金额最高的一样算。',
          en: 'The first few of each customer in order of time; a purchase of several things counts as the one that cost most.',
        })}
      >
        {(answer) =>
          answer.customers === 0 ? (
            <Empty
              title={{ zh: '还没有可以看的路径', en: 'No paths to see yet' }}
              hint={{ zh: '换一种先后，或放宽时间试试。', en: 'Try another order or a longer time.' }}
            />
          ) : (
            <Drawn answer={answer} search={search} kinds={kinds.kinds} dictionary={dictionary} />
          )
        }
      </Explored>
    </Section>
  )
}

function Drawn({
  answer,
  search,
  kinds,
  dictionary,
}: {
  readonly answer: Answer
  readonly search: ExploreSearch
  readonly kinds: readonly string[] | undefined
  readonly dictionary: Dictionary
}) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const { timeZone } = useShop()
  const { look, palette } = useTheme()
  const named = useMemo(
    () => [...new Set(answer.nodes.flatMap((node) => (node.sort === 'named' && node.label !== null ? [node.label] : [])))],
    [answer],
  )
  const nodes = useMemo(
    () =>
      answer.nodes.map((node): FlowNode => {
        const words = {
          named: null,
          others: { zh: '其他', en: 'Others' },
          unknown: { zh: '（没有记录）', en: '(unknown)' },
          end: { zh: '没有再来', en: 'Nothing more' },
        }[node.sort]
        const fact = search.of === 'kind' && node.label !== null ? dictionary.events.get(node.label)?.label : undefined
        const name = words ? say(words) : fact ? say(fact) : (node.name ?? '')
        return {
          key: node.key,
          depth: node.place - 1,
          name,
          colour: node.sort === 'named' && node.label !== null ? categoryColour(named.indexOf(node.label), look) : palette.textFaint,
        }
      }),
    [answer, named, search.of, dictionary, say, look, palette],
  )
  const flows = useMemo(() => answer.flows.map(({ from, to, customers }): Flow => ({ from, to, value: customers })), [answer])
  const open = useMemo(
    () => (flow: Flow) => {
      const ends = answer.nodes.filter((node) => node.key === flow.from || node.key === flow.to)
      const ask = { by: search.of, kinds, from: search.from, to: search.to }
      go('/customers', { search: { rule: pathRule(ask, ends, named, timeZone, search.rule) } })
    },
    [answer, named, search, kinds, timeZone, go],
  )
  const others = answer.otherLabels
  return (
    <>
      <Sankey
        label={{ zh: '客户的先后路径', en: 'The paths of customers' }}
        nodes={nodes}
        flows={flows}
        format={format.count}
        height={440}
        onOpenFlow={open}
      />
      <p className="rg-note">
        {say(
          { zh: '{n} 位客户。点一条线，看走过它的客户。', en: '{n} {n|customer|customers}. Click a band to see who went that way.' },
          { n: format.count(answer.customers) },
        )}
        {others > 0 ? say({ zh: ' “其他”里还有 {n} 种。', en: ' “Others” stands for {n} more.' }, { n: format.count(others) }) : ''}
      </p>
    </>
  )
}
