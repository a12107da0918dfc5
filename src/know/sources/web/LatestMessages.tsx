import { Button } from 'antd'
import { useState } from 'react'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { listLatest } from '../actions.ts'
import { kindWords } from './source-words.ts'

const everyMs = 3_000
const shown = 12

/** The newest messages as they come. */
export function LatestMessages({ id }: { readonly id: string }) {
  const say = useSay()
  const format = useFormat()
  const [live, setLive] = useState(true)
  const asked = useAsk(listLatest, { id }, { every: live ? everyMs : false })
  return (
    <Section
      title={{ zh: '最近的消息', en: 'Latest messages' }}
      actions={
        <Button size="small" aria-pressed={live} onClick={() => setLive(!live)}>
          {live ? say({ zh: '停止刷新', en: 'Stop refreshing' }) : say({ zh: '继续刷新', en: 'Go on refreshing' })}
        </Button>
      }
    >
      <Answered of={asked} rows={3}>
        {({ messages }) =>
          messages.length === 0 ? (
            <Empty small title={{ zh: '还没有收到消息', en: 'Nothing has come yet' }} />
          ) : (
            <ul className="rg-source-lines">
              {messages.slice(0, shown).map(({ id: key, at, kind, who, message }) => (
                <li key={key}>
                  <div className="rg-source-line">
                    <Badge>{say(kindWords[kind] ?? kind)}</Badge>
                    {titleOf(message) ? <span>{titleOf(message)}</span> : null}
                    {who ? <CustomerLink id={who.id} name={who.name} /> : null}
                    <span className="rg-sources-quiet rg-source-line-end">{format.dateTime(at)}</span>
                  </div>
                  <RawMessage message={message} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  )
}

function titleOf(message: unknown): string {
  const { event, name, groupId } = Object(message)
  return [event, name, groupId].find((one) => typeof one === 'string' && one !== '') ?? ''
}

/** What came, to be opened. */
export function RawMessage({ message }: { readonly message: unknown }) {
  const say = useSay()
  return (
    <details>
      <summary>{say({ zh: '原文', en: 'As it came' })}</summary>
      <div className="rg-source-code">
        <pre tabIndex={0}>{typeof message === 'string' ? message : JSON.stringify(message, null, 2)}</pre>
      </div>
    </details>
  )
}
