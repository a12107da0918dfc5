import { PageTabs } from '../../../ui/PageTabs.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { ReplyOf } from '../../../core/action/action.ts'
import { attentionOverview } from '../actions.ts'
import { attentionSearch, type AttentionTab, attentionTabs } from '../attention-address.ts'
import { RefusalsTab } from './RefusalsTab.tsx'
import { SettingsTab } from './SettingsTab.tsx'
import { TodayTab } from './TodayTab.tsx'
import '../../../pages/pages.css'
import './attention.css'

const labels = {
  today: { zh: '今天和本周', en: 'Today and this week' },
  refusals: { zh: '没有发出的', en: 'What was refused' },
  settings: { zh: '额度设置', en: 'Limits' },
} as const

/** Whom may still be contacted, what stands in the way of the others, and by which rules. */
export function AttentionPage() {
  const [{ tab }] = useSearchState(attentionSearch)
  const asked = useAsk(attentionOverview, {}, { when: tab === 'today' })
  const bodies: Readonly<Record<AttentionTab, () => React.ReactNode>> = {
    today: () => <TodayTab asked={asked} />,
    refusals: () => <RefusalsTab />,
    settings: () => <SettingsTab />,
  }
  return (
    <Page title={{ zh: '还能打扰谁？', en: 'Whom may we still contact?' }} answer={asked.data ? <Answer overview={asked.data} /> : null}>
      <PageTabs
        label={{ zh: '触达额度', en: 'Attention' }}
        to="/attention"
        tabs={attentionTabs.map((key) => ({ key, label: labels[key] }))}
        shown={tab}
      />
      {bodies[tab]()}
    </Page>
  )
}

function Answer({ overview }: { readonly overview: ReplyOf<typeof attentionOverview> }) {
  const say = useSay()
  const format = useFormat()
  const ready = overview.channels.filter(({ isReady, channel }) => isReady && channel !== 'task')
  const best = [...ready].sort((a, b) => b.today - a.today)[0]
  if (!best) return null
  return (
    <Sentence
      words={{
        zh: '今天还能用{channel}给 {today} 位客户发营销消息，本周 {week} 位；共 {customers} 位客户。',
        en: 'By {channel}, {today} customers may still get marketing today and {week} this week, of {customers} in all.',
      }}
      parts={{
        channel: say(best.label),
        today: format.count(best.today),
        week: format.count(best.week),
        customers: format.count(best.customers),
      }}
    />
  )
}
