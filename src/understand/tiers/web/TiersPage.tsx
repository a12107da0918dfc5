import { Alert, Button } from 'antd'
import { useMemo } from 'react'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { saveTierDraft } from '../actions.ts'
import { readTiers } from '../questions.ts'
import { tierRule, tiersSearch } from '../tiers-address.ts'
import { countingWords } from './said-tiers.ts'
import { ShareBars, type ShareRow } from './ShareBars.tsx'
import { TierEditor } from './TierEditor.tsx'
import { TierRisk } from './TierRisk.tsx'
import { TierTable } from './TierTable.tsx'
import { TierTime } from './TierTime.tsx'
import { TierVersions } from './TierVersions.tsx'
import type { Known, Published } from './tiers-answer.ts'
import './tiers.css'

/** Who matters most: the tiers with their people and what they bring, who may fall, what is promised, and the scheme behind it. */
export function TiersPage() {
  const say = useSay()
  const [search, setSearch] = useSearchState(tiersSearch)
  const asked = useAsk(readTiers, {})
  const mayEdit = useMayDo(saveTierDraft)
  const published = asked.data?.published
  const edit = (id: string | undefined) => setSearch({ edit: id }, { push: id !== undefined })
  return (
    <Page
      title={{ zh: '谁是我们的重要客户？', en: 'Who are our important customers?' }}
      answer={asked.data && published && asked.data.customers > 0 ? <Answer known={asked.data} published={published} /> : null}
      actions={
        mayEdit && published ? (
          <Button onClick={() => edit(published.id)}>{say({ zh: '调整分级方案', en: 'Change the scheme' })}</Button>
        ) : null
      }
    >
      <Answered of={asked} rows={8}>
        {(known) => (
          <>
            {known.published ? (
              <Sections known={known} published={known.published} />
            ) : (
              <NothingYet drafts={known.versions.length} mayEdit={mayEdit} onBegin={() => edit('new')} />
            )}
            {known.versions.length > 0 ? <TierVersions known={known} onOpen={edit} /> : null}
          </>
        )}
      </Answered>
      {search.edit && asked.data ? (
        <TierEditor key={search.edit} version={search.edit} known={asked.data} onOpen={edit} onClose={() => edit(undefined)} />
      ) : null}
    </Page>
  )
}

function NothingYet({ drafts, mayEdit, onBegin }: { readonly drafts: number; readonly mayEdit: boolean; readonly onBegin: () => void }) {
  return (
    <Empty
      title={drafts > 0 ? { zh: '还没有发布分级方案', en: 'No scheme is published yet' } : { zh: '还没有客户分级', en: 'No tiers yet' }}
      hint={{
        zh: '按消费、次数、忠诚把客户分成几级，写明每一级的权益。门槛会按您自己的数据给出建议；发布前先试算，看清谁在哪一级、权益要花多少钱。',
        en: 'Divide your customers into tiers by spend, frequency and loyalty, and say what each is promised. Thresholds are suggested from your own figures, and a trial shows who would be where, and what it costs, before anything is published.',
      }}
      {...(mayEdit ? { next: { label: { zh: '按我们的数据建议分级', en: 'Suggest tiers from our figures' }, onClick: onBegin } } : {})}
    />
  )
}

/** The highest tier: how few they are, and how much they bring. */
function Answer({ known, published }: { readonly known: Known; readonly published: Published }) {
  const say = useSay()
  const format = useFormat()
  const highest = published.tiers.toReversed().find((tier) => tier.customers > 0)
  const risk = published.tiers.reduce((sum, tier) => sum + tier.atRisk, 0)
  if (!highest) return null
  const counted = (
    <Explain
      name={highest.label}
      definition={say(
        { zh: '现在等级为“{name}”的客户。条件：{rule}。', en: 'Customers whose tier is “{name}” now. Its rule: {rule}.' },
        { name: say(highest.label), rule: say(highest.sentence) },
      )}
      asOf={known.asOf}
      rows={known.customers}
      who={{ to: '/customers', search: { rule: tierRule(highest.key) } }}
    >
      {format.count(highest.customers)}
    </Explain>
  )
  return (
    <Sentence
      words={
        risk > 0
          ? {
              zh: '{n} 位“{name}”占客户的 {share}，带来{period}消费的 {spend}；30 天内有 {risk} 位客户可能降级。',
              en: '{n} {name} customers are {share} of all and bring {spend} of the spend ({period}); {risk} may fall within 30 days.',
            }
          : {
              zh: '{n} 位“{name}”占客户的 {share}，带来{period}消费的 {spend}；30 天内没有人会降级。',
              en: '{n} {name} customers are {share} of all and bring {spend} of the spend ({period}); nobody falls within 30 days.',
            }
      }
      parts={{
        n: counted,
        name: say(highest.label),
        share: format.percent(highest.customers / Math.max(1, known.customers)),
        spend: format.percent(known.counted > 0 ? highest.counted / known.counted : 0),
        period: {
          year: say({ zh: '近 12 个月', en: 'last 12 months' }),
          'calendar-year': say({ zh: '今年', en: 'this year' }),
          ever: say({ zh: '全部', en: 'all time' }),
        }[published.counting],
        risk: format.count(risk),
      }}
    />
  )
}

function Sections({ known, published }: { readonly known: Known; readonly published: Published }) {
  const say = useSay()
  const highestFirst = useMemo(() => published.tiers.toReversed(), [published.tiers])
  const broken = published.broken
  return (
    <>
      {broken ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={say(
            {
              zh: '“{tier}”的条件现在无法判断：{said} 在方案修好之前，所有客户保持现在的等级。',
              en: 'The rule of “{tier}” cannot be asked now: {said} Until the scheme is mended everybody keeps their tier.',
            },
            { tier: broken.tier, said: broken.said },
          )}
        />
      ) : null}
      <Section
        title={{ zh: '各级有多少人，带来多少', en: 'How many in each tier, and what they bring' }}
        note={say(
          {
            zh: '消费累计的期间：{period}，已减去退款；利润贡献从第一笔消费算起。点任意一段查看客户。',
            en: 'Spend counted: {period}, refunds deducted; profit counts from the first purchase on. Any part opens its customers.',
          },
          { period: countingWords[published.counting].name },
        )}
      >
        <Shares known={known} tiers={highestFirst} />
        <TierTable known={known} published={published} tiers={highestFirst} />
        <MadeOf
          asOf={known.asOf}
          rows={known.customers}
          of="customers"
          definition={{
            zh: '每位客户只在一个等级里；利润只含商品成本已知的客户。',
            en: 'Each customer is in one tier; profit is of those whose cost of goods is known.',
          }}
        />
      </Section>
      <TierRisk tiers={highestFirst} asOf={known.asOf} />
      <TierTime tiers={highestFirst} />
    </>
  )
}

function Shares({ known, tiers }: { readonly known: Known; readonly tiers: Published['tiers'] }) {
  const format = useFormat()
  const partsOf = (of: (tier: Published['tiers'][number]) => number) => Object.fromEntries(tiers.map((tier) => [tier.key, of(tier)]))
  const money = (value: number) => format.money(value)
  const rows: ShareRow[] = [
    {
      key: 'customers',
      name: { zh: '客户', en: 'Customers' },
      total: format.count(known.customers),
      parts: partsOf((tier) => tier.customers),
      say: format.count,
    },
    {
      key: 'spend',
      name: { zh: '消费', en: 'Spend' },
      total: format.shortMoney(known.counted),
      parts: partsOf((tier) => tier.counted),
      say: money,
    },
    ...(known.profit === null
      ? []
      : [
          {
            key: 'profit',
            name: { zh: '累计利润贡献', en: 'Profit so far' },
            total: format.shortMoney(known.profit),
            parts: partsOf((tier) => tier.profit ?? 0),
            say: money,
          },
        ]),
    {
      key: 'cost',
      name: { zh: '权益年成本', en: 'Benefits a year' },
      total: format.shortMoney(known.cost),
      parts: partsOf((tier) => tier.cost),
      say: money,
    },
  ]
  return <ShareBars tiers={tiers} rows={rows} />
}
