import { PageTabs } from '../../../ui/PageTabs.tsx'
import type { ComponentType } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayOpen } from '../../../ui/reader.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { valueSummary } from '../questions.ts'
import { type ValueTab, valueSearch, valueTabs } from '../value-address.ts'
import { ConcentrationAnswer, ConcentrationTab } from './ConcentrationTab.tsx'
import { LifetimeAnswer, LifetimeTab } from './LifetimeTab.tsx'
import { OverviewAnswer, OverviewTab } from './OverviewTab.tsx'
import { PeopleDrawer } from './PeopleDrawer.tsx'
import { ProfitAnswer, ProfitTab } from './ProfitTab.tsx'
import { RfmAnswer, RfmTab } from './RfmTab.tsx'
import './value.css'

type Tab = {
  readonly label: Words
  readonly asks: Words
  readonly needs: string
  readonly Answer: ComponentType
  readonly Body: ComponentType
}

const tabs: Readonly<Record<ValueTab, Tab>> = {
  overview: {
    label: { zh: '价值概览', en: 'Overview' },
    asks: { zh: '谁在为我们创造价值？', en: 'Who brings the value?' },
    needs: 'spend-distribution',
    Answer: OverviewAnswer,
    Body: OverviewTab,
  },
  rfm: {
    label: { zh: 'RFM', en: 'RFM' },
    asks: { zh: '谁买得近、买得勤、买得多？', en: 'Who buys recently, often and much?' },
    needs: 'rfm-grid',
    Answer: RfmAnswer,
    Body: RfmTab,
  },
  profit: {
    label: { zh: '利润', en: 'Profit' },
    asks: { zh: '谁真的带来利润？', en: 'Who really brings a profit?' },
    needs: 'profit-summary',
    Answer: ProfitAnswer,
    Body: ProfitTab,
  },
  concentration: {
    label: { zh: '集中度', en: 'Concentration' },
    asks: { zh: '我们靠多少人撑起来？', en: 'How few carry us?' },
    needs: 'spend-distribution',
    Answer: ConcentrationAnswer,
    Body: ConcentrationTab,
  },
  lifetime: {
    label: { zh: '终身价值', en: 'Lifetime value' },
    asks: { zh: '谁今后最有价值？', en: 'Who will be worth most?' },
    needs: 'lifetime-value',
    Answer: LifetimeAnswer,
    Body: LifetimeTab,
  },
}

/** What customers are worth: five tabs, each of which answers one question. */
export function ValuePage() {
  const mayOpen = useMayOpen()
  const [{ tab }] = useSearchState(valueSearch)
  const summary = useAsk(valueSummary, {})
  const open = valueTabs.filter((name) => mayOpen({ needs: tabs[name].needs }))
  const shown = open.includes(tab) ? tab : (open[0] ?? 'overview')
  const { asks, Answer, Body } = tabs[shown]
  const isEmpty = summary.data?.buyers === 0
  return (
    <Page title={asks} answer={summary.data && !isEmpty ? <Answer /> : null}>
      {isEmpty || open.length === 0 ? null : (
        <PageTabs
          label={{ zh: '客户价值', en: 'Value' }}
          to="/value"
          tabs={open.map((key) => ({ key, label: tabs[key].label }))}
          shown={shown}
        />
      )}
      <Answered of={summary}>{() => (isEmpty ? <NobodyYet /> : <Body />)}</Answered>
      <PeopleDrawer />
    </Page>
  )
}

function NobodyYet() {
  return (
    <Empty
      title={{ zh: '还没有消费记录', en: 'No purchases yet' }}
      hint={{
        zh: '有了消费记录，这里会告诉您谁买得近、买得勤、买得多。',
        en: 'Once there are purchases, this page tells who bought recently, often and much.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}
