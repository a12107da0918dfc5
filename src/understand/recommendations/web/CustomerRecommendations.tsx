import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import type { Words } from '../../../core/kit/words.ts'
import { type ListMode, listModes } from '../settings.ts'
import { allowRecommendation, readCustomerRecommendations, refuseRecommendation } from '../actions.ts'
import './recommendations.css'

type Told = ReplyOf<typeof readCustomerRecommendations>

/** What a customer is likely to want next, each with its reason; or why nothing is recommended. */
export function CustomerRecommendations({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const format = useFormat()
  const [items, setItems] = useState<ListMode | null>(null)
  const asked = useAsk(readCustomerRecommendations, { id: customerId, ...(items ? { items } : {}) }, { keep: true })
  const { data } = asked
  const note = data?.asOf && data.state === 'listed' ? say({ zh: '截至 {at}', en: 'As of {at}' }, { at: format.dateTime(data.asOf) }) : null
  return (
    <Section title={{ zh: '可能想买', en: 'Likely next' }} note={note}>
      <Answered of={asked} rows={3}>
        {(told) => (
          <>
            {told.state === 'listed' || items ? <WhichItems mode={told.mode} onChange={setItems} /> : null}
            {told.words ? <p className="rg-quiet">{say(told.words)}</p> : null}
            {told.products.map((one) => (
              <Likely key={one.code} customerId={customerId} one={one} />
            ))}
            {told.refused.length > 0 ? <Refused customerId={customerId} refused={told.refused} /> : null}
          </>
        )}
      </Answered>
    </Section>
  )
}

const modeWords: Readonly<Record<ListMode, Words>> = {
  new: { zh: '没买过的', en: 'New to them' },
  repeat: { zh: '买过的', en: 'Bought before' },
  both: { zh: '都看', en: 'Both' },
}

/** New things, repeats or both: at first as the firm shows them. */
function WhichItems({ mode, onChange }: { readonly mode: ListMode; readonly onChange: (mode: ListMode) => void }) {
  const say = useSay()
  return (
    <Segmented<ListMode>
      size="small"
      aria-label={say({ zh: '推荐哪些商品', en: 'Which products' })}
      value={mode}
      onChange={onChange}
      options={listModes.map((value) => ({ value, label: say(modeWords[value]) }))}
    />
  )
}

function Likely({ customerId, one }: { readonly customerId: string; readonly one: Told['products'][number] }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const refuse = useAct(refuseRecommendation)
  const mayRefuse = useMayDo(refuseRecommendation)
  return (
    <div className="rg-likely">
      <Reason
        what={
          <GoLink to="/recommendations" search={{ product: one.code }}>
            {one.name}
          </GoLink>
        }
        since={one.price === null ? null : format.money(one.price)}
      >
        {say(one.reason.words)}
      </Reason>
      {mayRefuse ? (
        <Button
          type="text"
          size="small"
          loading={refuse.isPending}
          aria-label={say({ zh: '对{name}不感兴趣', en: 'Not interested in {name}' }, { name: one.name })}
          onClick={() =>
            refuse.mutate({ id: customerId, product: one.code }, { onError: (error) => void message.error(sayProblem(error)) })
          }
        >
          {say({ zh: '不感兴趣', en: 'Not interested' })}
        </Button>
      ) : null}
    </div>
  )
}

function Refused({ customerId, refused }: { readonly customerId: string; readonly refused: Told['refused'] }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const allow = useAct(allowRecommendation)
  const mayAllow = useMayDo(allowRecommendation)
  return (
    <ul className="rg-refused">
      {refused.map(({ code, name }) => (
        <li key={code}>
          <span className="rg-quiet">{say({ zh: '不感兴趣：{name}', en: 'Not interested: {name}' }, { name })}</span>
          {mayAllow ? (
            <Button
              type="link"
              size="small"
              aria-label={say({ zh: '恢复推荐{name}', en: 'Recommend {name} again' }, { name })}
              onClick={() => allow.mutate({ id: customerId, product: code }, { onError: (error) => void message.error(sayProblem(error)) })}
            >
              {say({ zh: '恢复', en: 'Undo' })}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
