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
import { EnterOne } from './EnterOne.tsx'
import { MessageFate } from './MessageFate.tsx'
import { whatWords } from './say-what.ts'

type Run = ReplyOf<typeof customerJourneys>['runs'][number]

/** The journeys a customer went through or is in, and why they are where they are. */
export function CustomerJourneys({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(customerJourneys, { id: customerId })
  return (
    <Section
      title={{ zh: '经历的旅程', en: 'Journeys' }}
      actions={<EnterOne customerId={customerId} size="small" />}
      nothing={
        asked.data?.runs.length === 0 && asked.data.skipped.length === 0
          ? say({ zh: '没有进入过任何旅程', en: 'Has not entered any' })
          : null
      }
    >
      <Answered of={asked} rows={2}>
        {({ runs, skipped }) => (
          <>
            {runs.map((run) => (
              <RunLine key={run.id} run={run} />
            ))}
            {skipped.map((skip) => (
              <SkipLine key={`${skip.journeyId} ${skip.at} ${skip.code}`} skip={skip} />
            ))}
          </>
        )}
      </Answered>
    </Section>
  )
}

function JourneyLink({ of }: { readonly of: { readonly journeyId: string; readonly journeyName: string | null } }) {
  const say = useSay()
  return <GoLink to={`/journeys/${of.journeyId}`}>{of.journeyName ?? say({ zh: '已删除的旅程', en: 'A deleted journey' })}</GoLink>
}

type Skip = ReplyOf<typeof customerJourneys>['skipped'][number]

/** Was not let into a journey: which, and by which rule. */
function SkipLine({ skip }: { readonly skip: Skip }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Reason
      what={
        <span>
          <JourneyLink of={skip} /> <Badge tone="neutral">{say({ zh: '没有进入', en: 'Not let in' })}</Badge>
        </span>
      }
      since={format.date(skip.at)}
    >
      {say(skip.words)}
    </Reason>
  )
}

function RunLine({ run }: { readonly run: Run }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Reason
      what={
        <span>
          <JourneyLink of={run} />{' '}
          <Badge tone={run.state === 'holdout' ? 'purple' : run.state === 'ended' ? 'neutral' : 'blue'}>
            {say(runStateWords[run.state])}
          </Badge>
        </span>
      }
      since={format.date(run.enteredAt)}
    >
      {run.why?.words ? say(run.why.words) : null}
      {run.log.length > 1 ? <RunLog run={run} /> : null}
    </Reason>
  )
}

function RunLog({ run }: { readonly run: Run }) {
  const say = useSay()
  const format = useFormat()
  return (
    <details>
      <summary className="rg-link">{say({ zh: '每一步', en: 'Step by step' })}</summary>
      <ol>
        {run.log.map((line, at) => (
          // The lines of one log keep their places.
          <li key={at}>
            <time dateTime={line.at}>{format.dateTime(line.at)}</time> {say(line.words ?? whatWords[line.what] ?? line.what)}
            <MessageFate customerId={run.customerId} line={line} />
          </li>
        ))}
      </ol>
    </details>
  )
}
