import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge, Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { customerJourneys } from '../actions.ts'
import { runStateWords } from '../journey.ts'

type Run = ReplyOf<typeof customerJourneys>['runs'][number]

/** The journeys a customer went through or is in, and why they are where they are. */
export function CustomerJourneys({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(customerJourneys, { id: customerId })
  return (
    <Section
      title={{ zh: '经历的旅程', en: 'Journeys' }}
      nothing={asked.data?.runs.length === 0 ? say({ zh: '没有进入过任何旅程', en: 'Has not entered any' }) : null}
    >
      <Answered of={asked} rows={2}>
        {({ runs }) => runs.map((run) => <RunLine key={run.id} run={run} />)}
      </Answered>
    </Section>
  )
}

function RunLine({ run }: { readonly run: Run }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Reason
      what={
        <span>
          <GoLink to={`/journeys/${run.journeyId}`}>{run.journeyName ?? say({ zh: '已删除的旅程', en: 'A deleted journey' })}</GoLink>{' '}
          <Badge tone={run.state === 'holdout' ? 'purple' : run.state === 'ended' ? 'neutral' : 'blue'}>
            {say(runStateWords[run.state])}
          </Badge>
        </span>
      }
      since={format.date(run.enteredAt)}
    >
      {run.why?.words ? say(run.why.words) : null}
      {run.log.length > 1 ? <RunLog log={run.log} /> : null}
    </Reason>
  )
}

function RunLog({ log }: { readonly log: Run['log'] }) {
  const say = useSay()
  const format = useFormat()
  return (
    <details>
      <summary className="rg-link">{say({ zh: '每一步', en: 'Step by step' })}</summary>
      <ol>
        {log.map((line) => (
          <li key={`${line.at} ${line.step} ${line.what}`}>
            <time dateTime={line.at}>{format.dateTime(line.at)}</time> {line.words ? say(line.words) : line.what}
          </li>
        ))}
      </ol>
    </details>
  )
}
