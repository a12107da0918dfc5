import { Segmented } from 'antd'
import type { z } from 'zod'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { listRequests } from '../request-actions.ts'
import { privacySearch } from '../privacy-address.ts'
import { kindWords } from '../privacy.ts'
import { RequestLines } from './RequestLines.tsx'

/** What customers asked for, the most urgent first, and how the year went. */
export function RequestsTab() {
  const say = useSay()
  const [{ among }, setSearch] = useSearchState(privacySearch)
  const asked = useAsk(listRequests, { among }, { every: 30_000, keep: true })
  return (
    <Answered of={asked}>
      {(answer) => (
        <>
          <Sums answer={answer} />
          <Section
            title={{ zh: '请求', en: 'Requests' }}
            actions={
              <Segmented<'open' | 'ended' | 'all'>
                aria-label={say({ zh: '显示哪些请求', en: 'Which requests' })}
                value={among}
                onChange={(value) => setSearch({ among: value })}
                options={[
                  { value: 'open', label: say({ zh: '进行中', en: 'Under way' }) },
                  { value: 'ended', label: say({ zh: '已结束', en: 'Ended' }) },
                  { value: 'all', label: say({ zh: '全部', en: 'All' }) },
                ]}
              />
            }
          >
            {answer.rows.length === 0 ? (
              <Empty
                small
                title={{ zh: '没有这样的请求', en: 'There are none' }}
                hint={{
                  zh: '在客户页的“个人信息权利”里登记请求；客户也能在自己的偏好页上提出。',
                  en: 'Open one on a customer’s page under “Rights to their data”; customers can ask by their own preference page too.',
                }}
                next={{ label: { zh: '打开客户列表', en: 'Open the customers' }, to: '/customers' }}
              />
            ) : (
              <RequestLines rows={answer.rows} withName />
            )}
          </Section>
        </>
      )}
    </Answered>
  )
}

function Sums({ answer }: { readonly answer: z.output<typeof listRequests.output> }) {
  const say = useSay()
  const format = useFormat()
  const { open, late, soon, ended, inTime, meanDays, meanClosed } = answer
  const kinds = meanClosed.map(({ kind, count, days }) => `${say(kindWords[kind])} ${count}（${days.toFixed(1)}）`).join(' · ')
  return (
    <Figures>
      <Figure
        label={{ zh: '进行中', en: 'Under way' }}
        value={format.count(open)}
        note={say({ zh: '{late} 个超期，{soon} 个快到期', en: '{late} late, {soon} due soon' }, { late, soon })}
      />
      <Figure
        label={{ zh: '近 12 个月按时', en: 'In time, last 12 months' }}
        value={ended === 0 ? '—' : `${format.count(inTime)} / ${format.count(ended)}`}
        note={say({ zh: '答复或拒绝的请求中', en: 'of those answered or refused' })}
      />
      <Figure
        label={{ zh: '平均用时（天）', en: 'Mean time (days)' }}
        value={meanDays === null ? '—' : meanDays.toFixed(1)}
        note={kinds === '' ? say({ zh: '还没有结束的请求', en: 'None has ended yet' }) : kinds}
      />
    </Figures>
  )
}
