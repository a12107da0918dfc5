import { Button } from 'antd'
import { useState } from 'react'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { listInbound } from '../actions.ts'
import { InboundMail } from './InboundMail.tsx'
import './inbound.css'

const most = 20

/** What a customer wrote back: what is open, and on demand all of it. Nothing is shown of whoever never wrote. */
export function CustomerInbox({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const [isAll, setAll] = useState(false)
  const asked = useAsk(listInbound, { customerId, state: 'all', limit: most })
  const mails = asked.data?.mails ?? []
  if (mails.length === 0) return null
  const open = mails.filter(({ state }) => state === 'open')
  const shown = isAll ? mails : open
  return (
    <Section
      title={{ zh: '来信', en: 'Mails that came in' }}
      nothing={shown.length === 0 ? say({ zh: '没有待处理的', en: 'None to deal with' }) : null}
      actions={
        open.length < mails.length ? (
          <Button size="small" aria-pressed={isAll} onClick={() => setAll(!isAll)}>
            {isAll
              ? say({ zh: '只看待处理的', en: 'Only those to deal with' })
              : say(asked.data?.next ? { zh: '看最近 {n} 封', en: 'See the last {n}' } : { zh: '看全部 {n} 封', en: 'See all {n}' }, {
                  n: mails.length,
                })}
          </Button>
        ) : null
      }
    >
      <ul className="rg-inbound">
        {shown.map((mail) => (
          <InboundMail key={mail.id} mail={mail} />
        ))}
      </ul>
    </Section>
  )
}
