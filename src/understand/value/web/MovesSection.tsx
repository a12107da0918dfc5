import { Select } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { type Flow, Sankey } from '../../../ui/Sankey.tsx'
import { categoryColour } from '../../../ui/palette.ts'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { rfmMoves } from '../rfm-questions.ts'
import { rfmGroups } from '../scoring.ts'
import { valueSearch } from '../value-address.ts'

type Moves = ReplyOf<typeof rfmMoves>

/** Who went from which group to which, since the end of a month. */
export function MovesSection() {
  const say = useSay()
  const format = useFormat()
  const [{ since }, setSearch] = useSearchState(valueSearch)
  const asked = useAsk(rfmMoves, since ? { since } : {}, { keep: true })
  const months = asked.data?.months ?? []
  return (
    <Section
      title={{ zh: '谁换了组', en: 'Who changed groups' }}
      note={say({ zh: '点一条流，看这些客户。', en: 'Click a flow to see its customers.' })}
      actions={
        months.length > 0 && asked.data?.since ? (
          <Select
            size="small"
            aria-label={say({ zh: '从哪个月底算起', en: 'Since the end of which month' })}
            value={asked.data.since}
            options={months.map((month) => ({
              value: month,
              label: say({ zh: '{month}底以来', en: 'since the end of {month}' }, { month: format.month(month) }),
            }))}
            onChange={(month: string) => setSearch({ since: month })}
            popupMatchSelectWidth={false}
          />
        ) : null
      }
    >
      <Answered of={asked} rows={6}>
        {(moves) => (moves.since ? <Flows moves={moves} since={moves.since} /> : <NoMonthYet />)}
      </Answered>
    </Section>
  )
}

function NoMonthYet() {
  const say = useSay()
  return (
    <p className="rg-note">
      {say({
        zh: '还没有存下任何一个月的分组：过去各月正由消费记录推算，或第一个月还没过完。',
        en: 'No month is kept yet: those of the past are being worked out from the purchases, or the first is not over.',
      })}
    </p>
  )
}

const before = 'before'

function Flows({ moves, since }: { readonly moves: Moves; readonly since: string }) {
  const say = useSay()
  const format = useFormat()
  const { look, palette } = useTheme()
  const [, setSearch] = useSearchState(valueSearch)
  const { nodes, flows } = useMemo(() => {
    const named = (key: string) => say(rfmGroups.find((group) => group.key === key)?.label ?? { zh: '还没有消费', en: 'had not bought' })
    const used = (side: 'from' | 'to', key: string) => moves.flows.some((flow) => (flow[side] ?? before) === key)
    const keys = [...rfmGroups.map((group) => group.key), before]
    // A group has one colour on both sides.
    const colourOf = (key: string) => (key === before ? palette.lineStrong : categoryColour(keys.indexOf(key), look))
    const column = (side: 'from' | 'to', depth: number) =>
      keys.filter((key) => used(side, key)).map((key) => ({ key: `${side} ${key}`, name: named(key), depth, colour: colourOf(key) }))
    return {
      nodes: [...column('from', 0), ...column('to', 1)],
      flows: moves.flows.map((flow) => ({ from: `from ${flow.from ?? before}`, to: `to ${flow.to}`, value: flow.customers })),
    }
  }, [moves, say, look, palette])
  const open = (flow: Flow) => {
    const from = flow.from.slice('from '.length)
    const people = { what: 'movers' as const, since, to: flow.to.slice('to '.length), ...(from === before ? {} : { from }) }
    setSearch({ people }, { push: true })
  }
  const sum = (some: Moves['flows']) => format.count(some.reduce((total, flow) => total + flow.customers, 0))
  return (
    <>
      <p className="rg-note">
        {say(
          {
            zh: '{month}底以来：{moved} 位换了组，{stayed} 位没有变，{fresh} 位是之后才开始消费的。',
            en: 'Since the end of {month}: {moved} changed groups, {stayed} stayed, {fresh} bought for the first time since.',
          },
          {
            month: format.month(since),
            moved: sum(moves.flows.filter((flow) => flow.from !== null && flow.from !== flow.to)),
            stayed: sum(moves.flows.filter((flow) => flow.from === flow.to)),
            fresh: sum(moves.flows.filter((flow) => flow.from === null)),
          },
        )}
        {moves.reconstructed
          ? say({
              zh: ' 那个月的分组是事后由消费记录推算的，按现行评分方式。',
              en: ' The groups of that month were worked out afterwards from the purchases, by the scoring in force.',
            })
          : null}
      </p>
      <Sankey
        label={{ zh: '客户从哪一组到哪一组', en: 'From which group to which customers went' }}
        nodes={nodes}
        flows={flows}
        format={format.count}
        height={420}
        onOpenFlow={open}
      />
      <MadeOf
        asOf={moves.asOf}
        rows={moves.flows.reduce((total, flow) => total + flow.customers, 0)}
        of="customers"
        definition={{
          zh: '左边是那个月底的分组，右边是现在的；两头都按 R、F、M 的得分。',
          en: 'On the left the group at the end of that month, on the right that of now; both by the scores for R, F and M.',
        }}
      />
    </>
  )
}
