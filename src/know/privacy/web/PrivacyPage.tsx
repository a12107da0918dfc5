import { Tabs } from 'antd'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { listRequests } from '../request-actions.ts'
import { privacySearch, type PrivacyTab, privacyTabs } from '../privacy-address.ts'
import { CertificatesTab } from './CertificatesTab.tsx'
import { DataMapTab } from './DataMapTab.tsx'
import { PrivacySettingsTab } from './PrivacySettingsTab.tsx'
import { RequestsTab } from './RequestsTab.tsx'
import './privacy.css'

const bodies: Readonly<Record<PrivacyTab, () => React.ReactNode>> = {
  requests: RequestsTab,
  map: DataMapTab,
  certificates: CertificatesTab,
  settings: PrivacySettingsTab,
}
const labels = {
  requests: { zh: '权利请求', en: 'Requests' },
  map: { zh: '数据地图', en: 'Data map' },
  certificates: { zh: '删除证明', en: 'Certificates' },
  settings: { zh: '设置', en: 'Settings' },
} as const
const isTab = (key: string): key is PrivacyTab => privacyTabs.some((tab) => tab === key)

/** The customer's rights in one place: what they asked for and by when, which data lie where, who was erased. */
export function PrivacyPage() {
  const say = useSay()
  const [{ tab }, setSearch] = useSearchState(privacySearch)
  const asked = useAsk(listRequests, { among: 'open' }, { every: 30_000 })
  return (
    <Page
      wide
      title={{ zh: '客户的权利，我们按时答复了吗？', en: 'Do we answer our customers’ rights in time?' }}
      answer={asked.data ? <Answer open={asked.data.open} late={asked.data.late} soon={asked.data.soon} /> : null}
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => (isTab(key) ? setSearch({ tab: key }, { push: true }) : undefined)}
        destroyOnHidden
        items={privacyTabs.map((key) => {
          const Body = bodies[key]
          return { key, label: say(labels[key]), children: <Body /> }
        })}
      />
    </Page>
  )
}

function Answer({ open, late, soon }: { readonly open: number; readonly late: number; readonly soon: number }) {
  if (open === 0) return <Sentence words={{ zh: '没有待答复的请求。', en: 'No request waits for an answer.' }} parts={{}} />
  return (
    <Sentence
      words={{
        zh: '{open} 个请求待答复，其中 {late} 个已超期，{soon} 个快到期。',
        en: '{open} requests wait for an answer: {late} are late, {soon} are due soon.',
      }}
      parts={{ open: String(open), late: String(late), soon: String(soon) }}
    />
  )
}
