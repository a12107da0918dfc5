import { App, Button } from 'antd'
import { useState } from 'react'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { listDeliveries, playAgain } from '../hook-actions.ts'
import { RawMessage } from './LatestMessages.tsx'
import { stateWords } from './source-words.ts'

const everyMs = 5_000

/** What a webhook has received, what became of it, and the button to play again what did not work out. */
export function HookDeliveries({ id }: { readonly id: string }) {
  const say = useSay()
  const format = useFormat()
  const [live, setLive] = useState(true)
  const asked = useAsk(listDeliveries, { id }, { every: live ? everyMs : false })
  const play = usePlay()
  const waiting = asked.data?.waiting ?? 0
  return (
    <Section
      title={{ zh: '收到的内容', en: 'Deliveries' }}
      actions={
        <>
          {waiting > 0 ? (
            <Button size="small" type="primary" loading={play.isPending} onClick={() => play.run({ id })}>
              {say({ zh: '重放 {n} 条', en: 'Play {n} again' }, { n: format.count(waiting) })}
            </Button>
          ) : null}
          <Button size="small" aria-pressed={live} onClick={() => setLive(!live)}>
            {live ? say({ zh: '停止刷新', en: 'Stop refreshing' }) : say({ zh: '继续刷新', en: 'Go on refreshing' })}
          </Button>
        </>
      }
    >
      <Answered of={asked} rows={3}>
        {({ deliveries }) =>
          deliveries.length === 0 ? (
            <Empty small title={{ zh: '还没有收到内容', en: 'Nothing has come yet' }} />
          ) : (
            <ul className="rg-source-lines">
              {deliveries.map((one) => (
                <li key={one.id}>
                  <div className="rg-source-line">
                    <Badge tone={stateWords[one.state].tone}>{say(stateWords[one.state].words)}</Badge>
                    <span className="rg-sources-quiet">{format.dateTime(one.at)}</span>
                    {one.body !== null && one.state !== 'kept' ? (
                      <Button
                        size="small"
                        className="rg-source-line-end"
                        disabled={play.isPending}
                        onClick={() => play.run({ id, delivery: one.id })}
                      >
                        {say({ zh: '重放', en: 'Play again' })}
                      </Button>
                    ) : null}
                  </div>
                  {one.words ? <div>{say(one.words)}</div> : null}
                  {one.body === null ? null : <RawMessage message={one.body} />}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  )
}

function usePlay() {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const play = useAct(playAgain)
  const run = (input: { id: string; delivery?: string }) =>
    play.mutate(input, {
      onSuccess: ({ kept, failed, skipped }) =>
        void message.info(
          say(
            {
              zh: '处理了 {kept} 条，未能处理 {failed} 条，跳过 {skipped} 条。',
              en: '{kept} done, {failed} failed, {skipped} passed over.',
            },
            { kept, failed, skipped },
          ),
        ),
      onError: (error) => void message.error(sayProblem(error)),
    })
  return { run, isPending: play.isPending }
}
