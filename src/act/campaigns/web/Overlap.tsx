import { Button, Drawer } from 'antd'
import { useMemo, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { findOverlap, listOverlap } from '../audience-actions.ts'
import type { CampaignDraft } from './campaign-draft.ts'
import { NameList } from './NameList.tsx'
import { firstTime } from './use-campaign-parts.ts'

type Other = ReplyOf<typeof findOverlap>['others'][number]

/** How many of the audience hear from another campaign or journey in the same week; each opens them. */
export function Overlap({ draft, id }: { readonly draft: CampaignDraft; readonly id: string | undefined }) {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  const at = firstTime(draft, timeZone)
  const { audience } = draft
  const input = useRested(useMemo(() => ({ audience, ...(id ? { id } : {}), ...(at ? { at } : {}) }), [audience, id, at]))
  const asked = useAsk(findOverlap, input, { keep: true })
  const [shown, setShown] = useState<Other | null>(null)
  return (
    <Section title={{ zh: '同一周还会收到什么', en: 'What else they get in the same week' }}>
      <Answered of={asked} rows={2}>
        {({ others, busy, audience: all }) => {
          const shared = others.filter(({ both }) => both > 0)
          if (shared.length === 0)
            return (
              <p className="rg-note">{say({ zh: '没有与别的活动或旅程重叠。', en: 'No overlap with another campaign or journey.' })}</p>
            )
          return (
            <>
              <p>
                {say(
                  {
                    zh: '{all} 位里有 {one} 位在同一周还会收到别的，其中 {two} 位不止一个。',
                    en: 'Of {all}, {one} get something else in the same week, {two} of them more than one thing.',
                  },
                  { all: format.count(all), one: format.count(busy.one), two: format.count(busy.two) },
                )}
              </p>
              <ul className="rg-overlap">
                {shared.map((other) => (
                  <li key={`${other.kind} ${other.id}`}>
                    <span>
                      {other.name}{' '}
                      <span className="rg-campaign-more">
                        {say(other.kind === 'journey' ? { zh: '旅程', en: 'journey' } : { zh: '活动', en: 'campaign' })}
                        {other.at ? ` · ${format.dateTime(other.at)}` : ''}
                      </span>
                    </span>
                    <Button type="link" size="small" onClick={() => setShown(other)}>
                      {say({ zh: '{n} 位也在其中', en: '{n} are in it too' }, { n: format.count(other.both) })}
                    </Button>
                  </li>
                ))}
              </ul>
            </>
          )
        }}
      </Answered>
      <Drawer open={shown !== null} onClose={() => setShown(null)} title={shown?.name ?? ''} size={520} destroyOnHidden>
        {shown ? <Shared input={input} other={shown} /> : null}
      </Drawer>
    </Section>
  )
}

function Shared({ input, other }: { readonly input: { readonly audience: CampaignDraft['audience'] }; readonly other: Other }) {
  const asked = useAskMore(listOverlap, (after: string | undefined) => ({
    ...input,
    with: { kind: other.kind, id: other.id },
    ...(after ? { after } : {}),
  }))
  return <NameList asked={asked} />
}
