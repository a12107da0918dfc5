import { Button } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, hiddenWithin } from '../../../ui/States.tsx'
import { publishRfm } from '../actions.ts'
import { listScopes, rfmGrid } from '../rfm-questions.ts'
import { highFrom, rfmGroups, spendShareOf } from '../scoring.ts'
import { groupRule, valueSearch } from '../value-address.ts'
import { MeasureSwitch, RfmGrid } from './RfmGrid.tsx'
import { MovesSection } from './MovesSection.tsx'
import { RfmGroups } from './RfmGroups.tsx'
import { kindNames } from './say-scoring.ts'
import { ScopeSection } from './ScopeSection.tsx'
import { ScoreEdges } from './ScoreEdges.tsx'
import { ScoringDrawer } from './ScoringDrawer.tsx'
import { type TakenEdges, useSaidScores } from './use-said-scores.ts'

type Grid = ReplyOf<typeof rfmGrid>

export function RfmAnswer() {
  const say = useSay()
  const format = useFormat()
  const { data } = useAsk(rfmGrid, {})
  const best = data?.groups[0]
  const [champions] = rfmGroups
  if (!data?.thresholds || !best || !champions) return null
  const share = spendShareOf(data.groups, best.key)
  return (
    <Sentence
      words={{
        zh: '{n} 位客户买得近、勤、多（重要价值客户），占买家的 {share}，贡献了 {spend} 的消费。',
        en: '{n} {n|customer buys|customers buy} recently, often and much: {share} of the buyers, who brought {spend} of the spend.',
      }}
      parts={{
        n: (
          <Explain
            name={champions.label}
            definition={{
              zh: `R、F、M 三个分数都不低于 ${highFrom(data.settings.bands)} 分（满分 ${data.settings.bands} 分）的客户。`,
              en: `Customers whose R, F and M scores are all ${highFrom(data.settings.bands)} or more of ${data.settings.bands}.`,
            }}
            asOf={data.asOf}
            rows={data.buyers}
            who={{ to: '/customers', search: { rule: groupRule(champions, highFrom(data.settings.bands)), sort: '-spend' } }}
          >
            {format.count(best.customers)}
          </Explain>
        ),
        share: format.percent(data.buyers > 0 ? best.customers / data.buyers : 0),
        spend: share === null ? say(hiddenWithin) : format.percent(share),
      }}
    />
  )
}

/** Groups with what to do next, the grid, the same within a channel or category, and who moved. */
export function RfmTab() {
  const say = useSay()
  const asked = useAsk(rfmGrid, {})
  const seesPurchases = useMayDo(listScopes)
  return (
    <Answered of={asked} rows={8}>
      {(grid) =>
        grid.thresholds ? (
          <>
            <GroupsSection grid={grid} />
            <GridSection grid={grid} thresholds={grid.thresholds} />
            <MovesSection />
            {seesPurchases ? <ScopeSection /> : null}
            <ScoringDrawer />
          </>
        ) : (
          <p className="rg-note">{say({ zh: '正在给客户打分，请稍候。', en: 'Customers are being scored; one moment.' })}</p>
        )
      }
    </Answered>
  )
}

function GroupsSection({ grid }: { readonly grid: Grid }) {
  const say = useSay()
  const high = highFrom(grid.settings.bands)
  return (
    <Section
      title={{ zh: '八个常用分组，各做什么', en: 'The eight usual groups, and what to do with each' }}
      note={say(
        {
          zh: '某项分数达到 {high} 分（满分 {bands} 分）算高。点人数，看这些客户。',
          en: 'A score counts as high from {high} of {bands} on. Click a number to see its customers.',
        },
        { high, bands: grid.settings.bands },
      )}
    >
      <RfmGroups groups={grid.groups} asOf={grid.asOf} bands={grid.settings.bands} />
    </Section>
  )
}

function GridSection({ grid, thresholds }: { readonly grid: Grid; readonly thresholds: TakenEdges }) {
  const say = useSay()
  const format = useFormat()
  const mayPublish = useMayDo(publishRfm)
  const [{ show }, setSearch] = useSearchState(valueSearch)
  const { kind } = grid.settings
  const said = useSaidScores(thresholds, grid.settings)
  return (
    <Section
      title={{ zh: '买得近、买得勤的人在哪里', en: 'Where the recent and frequent buyers are' }}
      actions={<MeasureSwitch measure={show} onMeasure={(next) => setSearch({ show: next })} />}
      note={say({ zh: '点一格，看这些客户。', en: 'Click a cell to see its customers.' })}
    >
      <div className="rg-rfm">
        <RfmGrid cells={grid.cells} measure={show} recency={said.recency} frequency={said.frequency} />
        <div className="rg-rfm-edges">
          <ScoreEdges letter="R" title={{ zh: '最近消费', en: 'Recency' }} said={said.recency} counts={grid.scores.map((s) => s.recency)} />
          <ScoreEdges
            letter="F"
            title={{ zh: '消费次数', en: 'Frequency' }}
            said={said.frequency}
            counts={grid.scores.map((s) => s.frequency)}
          />
          <ScoreEdges letter="M" title={{ zh: '消费金额', en: 'Money' }} said={said.monetary} counts={grid.scores.map((s) => s.monetary)} />
        </div>
      </div>
      <MadeOf
        asOf={grid.asOf}
        rows={grid.purchases}
        of="records"
        definition={{
          zh: '一格是最近消费和消费次数两项得分相同的客户；记录是他们金额大于 0 的消费。',
          en: 'A cell holds the customers with the same scores for recency and frequency; records are their purchases above zero.',
        }}
      />
      <ScoringNotes grid={grid} thresholds={thresholds} />
      <div className="rg-value-scoring">
        <span>
          {say(
            {
              zh: '评分方式：{kind}，{bands} 档。分界取自 {at} 时的{who}，每天更新一次。',
              en: 'Scoring: {kind}; {bands} bands. The edges were taken from {who} on {at}; they are taken anew every day.',
            },
            {
              kind: say(kindNames[kind]),
              bands: grid.settings.bands,
              at: format.dateTime(thresholds.takenAt),
              who:
                thresholds.customers === null
                  ? { zh: '全店买家', en: 'all buyers of the firm' }
                  : say({ zh: ' {n} 位买家', en: '{n} {n|buyer|buyers}' }, { n: format.count(thresholds.customers) }),
            },
          )}
        </span>
        <Button size="small" onClick={() => setSearch({ scoring: true }, { push: true })}>
          {mayPublish ? say({ zh: '更改评分方式', en: 'Change the scoring' }) : say({ zh: '查看评分方式', en: 'See the scoring' })}
        </Button>
      </div>
    </Section>
  )
}

/** What a reader should know of ties, refunds and giant orders before trusting a score. */
function ScoringNotes({ grid }: { readonly grid: Grid; readonly thresholds: TakenEdges }) {
  const say = useSay()
  const format = useFormat()
  const [, setSearch] = useSearchState(valueSearch)
  const { kind, refunds, orderCap } = grid.settings
  const most = Math.max(...grid.scores.map((s) => s.frequency))
  const isUneven = kind === 'values' && most > (grid.buyers / grid.settings.bands) * 1.3
  return (
    <ul className="rg-value-notes">
      {isUneven ? (
        <li>
          {say(
            {
              zh: 'F 各档人数不等：许多客户消费次数相同，同样次数必得同分，最多的一档有 {n} 位。',
              en: 'The F bands differ in size: many customers bought equally often, and equal counts have equal scores; the fullest band holds {n}.',
            },
            { n: format.count(most) },
          )}
        </li>
      ) : null}
      {kind === 'ranks' ? (
        <li>
          {say({
            zh: '每档人数相同：分界上数值相同的客户按登记先后排列，可能分在两档。',
            en: 'Bands are of equal size: customers who tie at an edge are put in the order of being known and may part.',
          })}
        </li>
      ) : null}
      <li>
        {refunds === 'deducted'
          ? say({ zh: 'M 已扣除退款；退款不改变 R 和 F。', en: 'M has refunds deducted; they do not change R and F.' })
          : say({ zh: 'M 未扣除退款。', en: 'M has no refunds deducted.' })}
      </li>
      {orderCap === null ? null : (
        <li>
          {say(
            { zh: '每位客户最大的一笔消费最多按 {cap} 计入 M。', en: 'Each customer’s largest purchase counts in M up to {cap}.' },
            { cap: format.money(orderCap) },
          )}
        </li>
      )}
      {grid.oneOrder ? (
        <li>
          <Sentence
            words={{
              zh: '{n} 位买过两次以上的客户，M 分靠一笔大单撑起：去掉它会低两分以上。',
              en: '{n} {n|customer|customers} who bought more than once {n|has|have} an M score that rests on one large order: without it, it would be lower by two or more.',
            }}
            parts={{
              n: (
                <Button
                  type="link"
                  size="small"
                  className="rg-value-inline"
                  onClick={() => setSearch({ people: { what: 'one-order' } }, { push: true })}
                >
                  {format.count(grid.oneOrder)}
                </Button>
              ),
            }}
          />
        </li>
      ) : null}
    </ul>
  )
}
