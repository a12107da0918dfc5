import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { listAudience } from '../audience-actions.ts'
import type { CampaignDraft } from './campaign-draft.ts'
import { NameList } from './NameList.tsx'
import { useAudienceCount, useAudienceInput } from './use-campaign-parts.ts'

type Which = { readonly which: string; readonly label: Words }

/** How many the audience has, how many can be reached, and which rule refuses the others; each opens its customers. */
export function AudienceCount({ draft, id }: { readonly draft: CampaignDraft; readonly id: string | undefined }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAudienceCount(draft, id, true)
  const [shown, setShown] = useState<Which | null>(null)
  return (
    <Section title={{ zh: '能联系到谁', en: 'Who can be reached' }}>
      <Answered of={asked} rows={3}>
        {(count) => (
          <div className={asked.isFetching ? 'rg-reach rg-count-old' : 'rg-reach'} aria-live="polite" data-settled={!asked.isFetching}>
            <p className="rg-reach-sum">
              {say(
                {
                  zh: '受众 {audience} 位，能联系到 {reachable} 位（{share}）。',
                  en: 'An audience of {audience}, of whom {reachable} can be reached ({share}).',
                },
                {
                  audience: format.count(count.audience),
                  reachable: format.count(count.reachable),
                  share: format.percent(count.audience > 0 ? count.reachable / count.audience : null),
                },
              )}
            </p>
            <ul className="rg-reach-list">
              <Row
                label={{ zh: '能联系到', en: 'Can be reached' }}
                n={count.reachable}
                of={count.audience}
                tone="good"
                onOpen={() => setShown({ which: 'reachable', label: { zh: '能联系到的客户', en: 'Customers who can be reached' } })}
              />
              {count.refusals.map(({ code, words, count: n }) => (
                <Row
                  key={code}
                  label={words}
                  n={n}
                  of={count.audience}
                  tone="attention"
                  onOpen={() => setShown({ which: code, label: words })}
                />
              ))}
            </ul>
          </div>
        )}
      </Answered>
      <Drawer open={shown !== null} onClose={() => setShown(null)} title={shown ? say(shown.label) : ''} size={520} destroyOnHidden>
        {shown ? <People draft={draft} id={id} which={shown.which} /> : null}
      </Drawer>
    </Section>
  )
}

type RowProps = {
  readonly label: Words
  readonly n: number
  readonly of: number
  readonly tone: 'good' | 'attention'
  readonly onOpen: () => void
}

function Row({ label, n, of, tone, onOpen }: RowProps) {
  const say = useSay()
  const format = useFormat()
  return (
    <li>
      <span>{say(label)}</span>
      <span className="rg-reach-bar" aria-hidden="true">
        <span className={`rg-reach-${tone}`} style={{ width: `${of > 0 ? (100 * n) / of : 0}%` }} />
      </span>
      <Button type="link" size="small" disabled={n === 0} onClick={onOpen}>
        {format.count(n)}
      </Button>
    </li>
  )
}

function People({ draft, id, which }: { readonly draft: CampaignDraft; readonly id: string | undefined; readonly which: string }) {
  const input = useAudienceInput(draft, id)
  const asked = useAskMore(listAudience, (after: string | undefined) => ({ ...input, which, ...(after ? { after } : {}) }))
  return <NameList asked={asked} />
}
