import { Button } from 'antd'
import type { z } from 'zod'
import { useSearchState } from '../../../ui/address.tsx'
import { Bars } from '../../../ui/Bars.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { useGo } from '../../../ui/address.tsx'
import { qualitySummary } from '../actions.ts'
import { qualitySearch } from '../quality-address.ts'
import { FieldStates } from './FieldStates.tsx'
import { PlanEditor } from './PlanEditor.tsx'
import { ToMend } from './ToMend.tsx'
import './quality.css'

type Summary = z.output<typeof qualitySummary.output>

/** What is known of the customers, how good it is, and whose details to mend first. */
export function QualityPage() {
  const say = useSay()
  const [search, setSearch] = useSearchState(qualitySearch)
  const asked = useAsk(qualitySummary, {}, { every: 15_000 })
  return (
    <Page
      wide
      title={{ zh: '客户资料还缺什么？', en: 'What do our customer details lack?' }}
      answer={asked.data && asked.data.scored > 0 ? <Answer summary={asked.data} /> : null}
      actions={
        <Button onClick={() => setSearch({ plan: true }, { push: true })}>{say({ zh: '资料要求', en: 'What should be known' })}</Button>
      }
    >
      <Answered of={asked}>
        {(summary) =>
          summary.customers === 0 ? (
            <Empty
              title={{ zh: '还没有客户', en: 'No customers yet' }}
              hint={{
                zh: '有了客户，这里会告诉您哪些资料要先补。',
                en: 'Once there are customers, this page tells which details to mend first.',
              }}
              next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
            />
          ) : (
            <Whole summary={summary} />
          )
        }
      </Answered>
      <PlanEditor open={search.plan === true} onClose={() => setSearch({ plan: undefined })} />
    </Page>
  )
}

function Whole({ summary }: { readonly summary: Summary }) {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const open = (key: string) => {
    const band = summary.bands.find(({ from }) => String(from) === key)
    if (band)
      go('/customers', {
        search: { rule: { all: [{ field: 'qualityScore', op: 'is-between', value: [band.from, band.to] }] }, sort: 'qualityScore' },
      })
  }
  return (
    <>
      {summary.working || summary.scored < summary.customers ? (
        <p className="rg-note" role="status">
          {say(
            { zh: '正在重算：已算好 {n} / {of} 位客户。', en: 'Scores are being worked out: {n} of {of} customers so far.' },
            { n: format.count(summary.scored), of: format.count(summary.customers) },
          )}
        </p>
      ) : null}
      <FieldStates summary={summary} />
      <ToMend fields={summary.fields} />
      <Section title={{ zh: '质量分的分布', en: 'How the scores are spread' }}>
        <Bars
          label={{ zh: '每个分数段有多少客户', en: 'Customers by score' }}
          keyName={{ zh: '质量分', en: 'Score' }}
          valueName={{ zh: '客户', en: 'Customers' }}
          format={format.count}
          bars={summary.bands.map(({ from, to, customers }) => ({ key: String(from), name: `${from} – ${to}`, value: customers }))}
          onOpen={open}
          height={220}
        />
      </Section>
    </>
  )
}

function Answer({ summary }: { readonly summary: Summary }) {
  const format = useFormat()
  const say = useSay()
  const worst = summary.fields.toSorted((a, b) => b.missing * b.weight - a.missing * a.weight)[0]
  return (
    <Sentence
      words={{
        zh: '资料质量平均 {score} 分（满分 100）；最值得补的是{field}，{n} 位客户还没有。',
        en: 'Details score {score} of 100 on average; what is most worth adding is {field}, which {n} customers lack.',
      }}
      parts={{
        score: (
          <Explain
            name={{ zh: '资料质量', en: 'Data quality' }}
            definition={{
              zh: '每位客户：应有的资料中，已知、无疑问且在有效期内确认过的占多少（按权重）；过期的算一半，缺失和存疑的不算。这里是全部客户的平均。',
              en: 'Of each customer: how much of what should be known is known, undoubted and confirmed in time, by weight; what is out of date counts half, what is missing or doubted nothing. This is the mean of all.',
            }}
            asOf={summary.asOf}
            rows={summary.scored}
          >
            {summary.score === null ? '—' : String(summary.score)}
          </Explain>
        ),
        field: worst ? say(worst.label) : '—',
        n: format.count(worst?.missing ?? 0),
      }}
    />
  )
}
