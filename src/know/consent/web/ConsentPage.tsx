import { PageTabs } from '../../../ui/PageTabs.tsx'
import type { z } from 'zod'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import type { Words } from '../../../core/kit/words.ts'
import { consentReach, listPurposes } from '../actions.ts'
import { consentSearch } from '../consent-address.ts'
import { AgeSetting } from './AgeSetting.tsx'
import { PurposeList } from './PurposeList.tsx'
import { ReachReport } from './ReachReport.tsx'
import './consent.css'

const tabs = ['reach', 'purposes', 'settings'] as const
type Tab = (typeof tabs)[number]

const tabWords: Readonly<Record<Tab, Words>> = {
  reach: { zh: '能联系谁', en: 'Who may be reached' },
  purposes: { zh: '用途与措辞', en: 'Purposes and wordings' },
  settings: { zh: '未成年人', en: 'Minors' },
}

/** Who may be reached for what and how; what customers are asked, and in which words. */
export function ConsentPage() {
  const [{ tab = 'reach' }] = useSearchState(consentSearch)
  const reach = useAsk(consentReach, {}, { keep: true })
  const purposes = useAsk(listPurposes, {})
  const data = reach.data && purposes.data ? { reach: reach.data, purposes: purposes.data.purposes } : undefined
  const both = { data, error: reach.error ?? purposes.error, refetch: () => Promise.all([reach.refetch(), purposes.refetch()]) }
  return (
    <Page
      wide
      title={{ zh: '还能联系谁？', en: 'Whom may we still reach?' }}
      answer={data && data.reach.customers > 0 ? <Answer reach={data.reach} /> : null}
    >
      <PageTabs
        label={{ zh: '同意与偏好', en: 'Consent' }}
        to="/consent"
        tabs={tabs.map((key) => ({ key, label: tabWords[key] }))}
        shown={tab}
      />
      <Answered of={both}>
        {(known) =>
          tab === 'purposes' ? (
            <PurposeList purposes={known.purposes} />
          ) : tab === 'settings' ? (
            <AgeSetting />
          ) : known.reach.customers === 0 ? (
            <Empty
              title={{ zh: '还没有客户', en: 'No customers yet' }}
              next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
            />
          ) : (
            <ReachReport reach={known.reach} purposes={known.purposes} />
          )
        }
      </Answered>
    </Page>
  )
}

function Answer({ reach }: { readonly reach: z.output<typeof consentReach.output> }) {
  const format = useFormat()
  const marketing = reach.lines.find(({ purpose, channel }) => purpose === 'marketing' && channel === 'email')
  const n = marketing?.reachable ?? 0
  return (
    <Sentence
      words={{
        zh: '{n} 位客户同意用邮件接收营销消息，占有邮箱的 {share}。',
        en: '{n} customers agreed to marketing by e-mail: {share} of those with an address.',
      }}
      parts={{
        n: (
          <Explain
            name={{ zh: '可用邮件营销', en: 'Reachable by marketing mail' }}
            definition={{
              zh: '有主要邮箱、最近一条有效记录是“同意”、措辞版本仍然算数、没有过期的客户。',
              en: 'Customers with a primary e-mail address whose latest record that counts is a yes to a wording that still counts.',
            }}
            asOf={reach.asOf}
            rows={reach.customers}
          >
            {format.count(n)}
          </Explain>
        ),
        share: format.percent(marketing && marketing.addressed > 0 ? n / marketing.addressed : 0),
      }}
    />
  )
}
