import { Button } from 'antd'
import { PageTabs } from '../../../ui/PageTabs.tsx'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { churnSearch, type ChurnTab, churnTabs, stateRule } from '../churn-address.ts'
import { churnSummary } from '../questions.ts'
import { RateTab } from './RateTab.tsx'
import { ReasonsTab } from './ReasonsTab.tsx'
import { SettingsTab } from './SettingsTab.tsx'
import { TodayTab } from './TodayTab.tsx'
import { WonTab } from './WonTab.tsx'
import type { JourneyTool } from './journey-tool.ts'
import '../../../pages/pages.css'
import './churn.css'

const labels = {
  today: { zh: '今日名单', en: 'Today’s list' },
  rate: { zh: '流失率', en: 'Rate' },
  reasons: { zh: '原因', en: 'Reasons' },
  won: { zh: '挽回', en: 'Won back' },
  settings: { zh: '设置', en: 'Settings' },
} as const

/** Who is leaving, why, and what comes of winning them back. */
export function ChurnPage({ JourneyTool }: { readonly JourneyTool?: JourneyTool }) {
  const [{ tab }, setSearch] = useSearchState(churnSearch)
  const asked = useAsk(churnSummary, {})
  const bodies: Readonly<Record<ChurnTab, () => React.ReactNode>> = {
    today: () => <TodayTab {...(JourneyTool ? { JourneyTool } : {})} />,
    rate: () => <RateTab />,
    reasons: () => <ReasonsTab />,
    won: () => <WonTab />,
    settings: () => <SettingsTab />,
  }
  return (
    <Page
      title={{ zh: '谁在流失？', en: 'Who is leaving?' }}
      answer={asked.data && asked.data.judged > 0 ? <Answer summary={asked.data} /> : null}
    >
      <Answered of={asked} rows={6}>
        {({ judged }) =>
          judged === 0 && tab !== 'settings' ? (
            <Nobody onSettings={() => setSearch({ tab: 'settings' }, { push: true })} />
          ) : (
            <>
              <PageTabs
                label={{ zh: '流失与挽回', en: 'Leaving' }}
                to="/churn"
                tabs={churnTabs.map((key) => ({ key, label: labels[key] }))}
                shown={tab}
              />
              {bodies[tab]()}
            </>
          )
        }
      </Answered>
    </Page>
  )
}

function Nobody({ onSettings }: { readonly onSettings: () => void }) {
  const say = useSay()
  return (
    <>
      <Empty
        title={{ zh: '还没有消费记录，看不出谁在流失', en: 'Without purchases nobody can be seen leaving' }}
        hint={{
          zh: '导入消费记录后，每位客户的节奏会自动算出来；晚了的人出现在这里。',
          en: 'Import purchases: every customer’s rhythm is worked out by itself, and whoever is late appears here.',
        }}
        next={{ label: { zh: '导入消费记录', en: 'Import purchases' }, to: '/import' }}
      />
      <p className="rg-churn-centre">
        <Button type="link" onClick={onSettings}>
          {say({ zh: '先看看设置', en: 'See the settings first' })}
        </Button>
      </p>
    </>
  )
}

type Summary = ReplyOf<typeof churnSummary>

function Answer({ summary }: { readonly summary: Summary }) {
  const format = useFormat()
  const { asOf, judged, late, gone, listed, definition } = summary
  const share = Math.round(definition.share * 100)
  const lateWords = { zh: '已经比自己 80% 的间隔都久没来，但还没到流失', en: 'Away longer than 80% of their gaps, and not gone yet' }
  const goneWords =
    definition.kind === 'rhythm'
      ? { zh: `比自己 ${share}% 的间隔都久没来`, en: `Away longer than ${share}% of their gaps` }
      : { zh: `超过 ${definition.days} 天没有消费`, en: `No purchase for more than ${definition.days} days` }
  const rate = judged === 0 ? 0 : gone / judged
  return (
    <Sentence
      words={{
        zh: '{late} 位客户比自己的节奏晚了，{gone} 位已流失（占 {share}）；名单上有 {listed} 位值得挽回。',
        en: '{late} {late|customer is|customers are} late by their own rhythm, {gone} {gone|is|are} gone ({share}); {listed} worth winning back {listed|is|are} on the list.',
      }}
      parts={{
        late: (
          <Explain
            definition={definition.kind === 'rhythm' ? lateWords : { zh: '已过规定天数的三分之二', en: 'Two thirds of the days are over' }}
            asOf={asOf}
            rows={judged}
            who={{ to: '/customers', search: { rule: stateRule('late') } }}
          >
            {format.count(late)}
          </Explain>
        ),
        gone: (
          <Explain definition={goneWords} asOf={asOf} rows={judged} who={{ to: '/customers', search: { rule: stateRule('gone') } }}>
            {format.count(gone)}
          </Explain>
        ),
        share: format.percent(rate),
        listed: format.count(listed),
      }}
    />
  )
}
