import { useAsk } from '../../../ui/data.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { listSources } from '../../sources/actions.ts'

/** Sources have pages of their own; from here one gets to them. */
export function SourcesTab() {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(listSources, {})
  return (
    <Section
      title={{ zh: '数据从哪里来', en: 'Where data comes from' }}
      note={say({
        zh: '网站、小程序、服务器和 Webhook 的写入密钥、用量与问题，都在数据来源页。',
        en: 'Write keys, volume and trouble of sites, apps, servers and webhooks stand on the page of sources.',
      })}
    >
      <Answered of={asked} rows={2}>
        {({ sources }) => (
          <p>
            <GoLink to="/sources">
              {say({ zh: '查看全部 {n} 个来源', en: 'See all {n} sources' }, { n: format.count(sources.length) })}
            </GoLink>
          </p>
        )}
      </Answered>
    </Section>
  )
}
