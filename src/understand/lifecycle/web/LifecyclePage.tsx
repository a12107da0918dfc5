import { Alert, Button } from 'antd'
import { useMemo } from 'react'
import type { z } from 'zod'
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
import { saveStages } from '../actions.ts'
import { lifecycleSearch, stageRule } from '../lifecycle-address.ts'
import { readStages, stagesOverTime } from '../questions.ts'
import { FlowSection } from './FlowSection.tsx'
import { StageBar } from './StageBar.tsx'
import { CohortsSection } from './StageCohorts.tsx'
import { CostsSection } from './StageCosts.tsx'
import { StageHistory } from './StageHistory.tsx'
import type { UsePlays } from './StagePlanEditor.tsx'
import { PlansSection } from './StagePlans.tsx'
import { StageRules } from './StageRules.tsx'
import { StageTable } from './StageTable.tsx'
import { ConversionSection, StaySection } from './StageTimes.tsx'
import './lifecycle.css'

type Stages = z.output<typeof readStages.output>

/** Where the customers are in their life: the stages now, the ways between them, and how long each takes. */
export function LifecyclePage({ usePlays }: { readonly usePlays?: UsePlays }) {
  const say = useSay()
  const [search, setSearch] = useSearchState(lifecycleSearch)
  const asked = useAsk(readStages, {})
  const mayChange = useMayDo(saveStages)
  return (
    <Page
      title={{ zh: '客户走到哪一步了？', en: 'Where are our customers in their life?' }}
      answer={asked.data && asked.data.customers > 0 ? <Answer known={asked.data} /> : null}
      actions={
        mayChange && asked.data ? (
          <Button onClick={() => setSearch({ rules: true }, { push: true })}>{say({ zh: '修改阶段规则', en: 'Change the rules' })}</Button>
        ) : null
      }
    >
      {asked.data?.rhythm && mayChange ? (
        <RhythmKnown rhythm={asked.data.rhythm} onChange={() => setSearch({ rules: true }, { push: true })} />
      ) : null}
      <Answered of={asked} rows={8}>
        {(known) => (known.customers === 0 ? <NobodyYet /> : <Sections known={known} {...(usePlays ? { usePlays } : {})} />)}
      </Answered>
      {asked.data && mayChange ? (
        <StageRules open={search.rules === true} stages={asked.data.stages} onClose={() => setSearch({ rules: undefined })} />
      ) : null}
    </Page>
  )
}

/** The shop's rhythm is known, and stages do not go by it yet. */
function RhythmKnown({ rhythm, onChange }: { readonly rhythm: NonNullable<Stages['rhythm']>; readonly onChange: () => void }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Alert
      className="rg-rhythm-known"
      type="info"
      showIcon
      title={say(
        {
          zh: '本店的消费节奏已能看出：{n} 位回头客的 {gaps} 次间隔，中位约 {days} 天。沉睡和流失现在对所有人用同一个天数；可以改按每位客户自己的节奏，自己的记录还少的客户主要按全店的节奏。保存前会先试算谁会变。',
          en: 'The shop’s rhythm is known: {gaps} gaps of {n} returning customers, about {days} days in the middle. Dormant and churned still go by one number of days for everybody; each customer can be judged by their own rhythm instead, those with few purchases mostly by the shop’s. Who would move is shown before anything is saved.',
        },
        { n: format.count(rhythm.customers), gaps: format.count(rhythm.gaps), days: rhythm.days },
      )}
      action={
        <Button size="small" onClick={onChange}>
          {say({ zh: '看看并试算', en: 'Look and try' })}
        </Button>
      }
    />
  )
}

function NobodyYet() {
  return (
    <Empty
      title={{ zh: '还没有客户', en: 'No customers yet' }}
      hint={{
        zh: '有了客户和消费记录，每位客户会自动落入一个阶段：从潜在、首购，到忠诚、沉睡或流失。',
        en: 'Once there are customers and purchases, each customer falls into a stage by itself: from potential and first purchase to loyal, dormant or churned.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}

/** The largest stage, and the last one: where most are, and how many are lost. */
function Answer({ known }: { readonly known: Stages }) {
  const say = useSay()
  const format = useFormat()
  const [largest] = known.stages.toSorted((a, b) => b.customers - a.customers)
  const last = known.stages.at(-1)
  if (!largest || !last) return null
  const counted = (stage: Stages['stages'][number]) => (
    <Explain
      name={stage.label}
      definition={say(
        { zh: '现在处于这个阶段的客户。条件：{rule}。', en: 'Customers who are in this stage now. Its rule: {rule}.' },
        { rule: say(stage.sentence) },
      )}
      asOf={known.asOf}
      rows={known.customers}
      who={{ to: '/customers', search: { rule: stageRule(stage.key) } }}
    >
      {format.count(stage.customers)}
    </Explain>
  )
  return (
    <Sentence
      words={
        largest.key === last.key
          ? {
              zh: '{all} 位客户里，“{last}”的最多，有 {lastCount} 位（{lastShare}）。',
              en: 'Of {all} customers the largest group is {last}: {lastCount} ({lastShare}).',
            }
          : {
              zh: '{all} 位客户里，“{largest}”的最多，有 {largestCount} 位（{largestShare}）；走到“{last}”的有 {lastCount} 位（{lastShare}）。',
              en: 'Of {all} customers the largest group is {largest}: {largestCount} ({largestShare}); {lastCount} are {last} ({lastShare}).',
            }
      }
      parts={{
        all: format.count(known.customers),
        largest: say(largest.label),
        largestCount: counted(largest),
        largestShare: format.percent(largest.share),
        last: say(last.label),
        lastCount: counted(last),
        lastShare: format.percent(last.share),
      }}
    />
  )
}

function Sections({ known, usePlays }: { readonly known: Stages; readonly usePlays?: UsePlays }) {
  return (
    <>
      <Section title={{ zh: '现在各有多少人', en: 'How many are where now' }}>
        <StageBar stages={known.stages} />
        <StageTable stages={known.stages} asOf={known.asOf} />
        <MadeOf
          asOf={known.asOf}
          rows={known.customers}
          of="customers"
          definition={{
            zh: '每位客户只在一个阶段：条件成立的最后一个。消费为金额大于 0 的全部消费之和，未扣除退款。',
            en: 'Each customer is in one stage, the last one whose rule holds. Spend is all that they ever paid, refunds not taken off.',
          }}
        />
      </Section>
      <CostsSection stages={known.stages} />
      <PlansSection stages={known.stages} {...(usePlays ? { usePlays } : {})} />
      <FlowSection stages={known.stages} asOf={known.asOf} />
      <OverTime known={known} />
      <CohortsSection stages={known.stages} />
      <div className="rg-columns">
        <ConversionSection stages={known.stages} asOf={known.asOf} customers={known.customers} />
        <StaySection stages={known.stages} asOf={known.asOf} />
      </div>
    </>
  )
}

const monthsShown = 24

const hasHistory = (days: readonly { readonly counts: Readonly<Record<string, number>> }[]) =>
  days.filter((day) => Object.keys(day.counts).length > 0).length > 1

function NoHistoryYet() {
  const say = useSay()
  return (
    <p className="rg-note">
      {say({
        zh: '过去的阶段正在由消费记录推算，通常几分钟后就能看到。',
        en: 'The stages of the past are being worked out from the purchases; they usually appear within a few minutes.',
      })}
    </p>
  )
}

function OverTime({ known }: { readonly known: Stages }) {
  const asked = useAsk(stagesOverTime, { months: monthsShown })
  const points = asked.data?.points
  const days = useMemo(() => points ?? [], [points])
  return (
    <Section title={{ zh: '各阶段人数怎样变化', en: 'How the stages changed over time' }}>
      <Answered of={asked} rows={6}>
        {({ asOf }) =>
          hasHistory(days) ? (
            <>
              <StageHistory stages={known.stages} days={days} />
              <MadeOf
                asOf={asOf}
                rows={Object.values(days.at(-1)?.counts ?? {}).reduce((sum, n) => sum + n, 0)}
                of="customers"
                definition={{
                  zh: '每月底各阶段的人数，由每一次阶段变化加减得出；最后一点是现在。',
                  en: 'Customers in each stage at the end of each month, added up from every move between stages; the last point is now.',
                }}
              />
            </>
          ) : (
            <NoHistoryYet />
          )
        }
      </Answered>
    </Section>
  )
}
