import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { customerJourneys, listRuns } from '../actions.ts'
import { arms, runStateWords } from '../journey.ts'
import type { WhichPeople } from '../journey-address.ts'

type Run = ReplyOf<typeof listRuns>['rows'][number]

/** The people behind a count: where each one is, and why. */
export function PeopleDrawer(props: {
  readonly journeyId: string
  readonly which: WhichPeople | null
  readonly title: string
  /** Names a step of this journey, e.g. “3. Wait”. */
  readonly sayPlace: (step: string) => string
  readonly onClose: () => void
}) {
  return (
    <Drawer open={props.which !== null} onClose={props.onClose} title={props.title} size={640} destroyOnHidden>
      {props.which ? <People {...props} which={props.which} /> : null}
    </Drawer>
  )
}

type PeopleProps = { readonly journeyId: string; readonly which: WhichPeople; readonly sayPlace: (step: string) => string }

function People({ journeyId, which, sayPlace }: PeopleProps) {
  const say = useSay()
  const given = Object.fromEntries(Object.entries(which).filter(([, value]) => value !== undefined))
  const asked = useAskMore(listRuns, (after: string | undefined) => ({ id: journeyId, ...given, ...(after ? { after } : {}) }))
  const rows = asked.data?.pages.flatMap((page) => page.rows)
  if (!rows) return asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={6} />
  if (rows.length === 0) return <Empty small title={{ zh: '现在没有这样的客户', en: 'Nobody at present' }} />
  return (
    <>
      <ul aria-label={say({ zh: '客户', en: 'Customers' })}>
        {rows.map((run) => (
          <RunLine key={run.id} run={run} sayPlace={sayPlace} />
        ))}
      </ul>
      {asked.hasNextPage ? (
        <div className="rg-list-foot">
          <Button onClick={() => void asked.fetchNextPage()} loading={asked.isFetchingNextPage}>
            {say({ zh: '更多客户', en: 'More customers' })}
          </Button>
        </div>
      ) : null}
    </>
  )
}

const tones = { ready: 'blue', waiting: 'gold', holdout: 'purple', ended: 'neutral' } as const

function RunLine({ run, sayPlace }: { readonly run: Run; readonly sayPlace: (step: string) => string }) {
  const say = useSay()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const arm = arms.find(({ value }) => value === run.arm)
  return (
    <li className="rg-run">
      <div className="rg-run-head">
        <GoLink to={`/customers/${run.customerId}`}>{run.customerName ?? `#${run.customerId.slice(-8)}`}</GoLink>
        <Badge tone={tones[run.state]}>{say(run.state === 'holdout' ? (arm?.label ?? run.arm) : runStateWords[run.state])}</Badge>
        {run.state === 'waiting' || run.state === 'ready' ? <span>{sayPlace(run.step)}</span> : null}
        <time dateTime={run.enteredAt}>{say({ zh: '{at} 进入', en: 'entered {at}' }, { at: format.dateTime(run.enteredAt) })}</time>
      </div>
      {run.why?.words ? <p className="rg-run-why">{say(run.why.words)}</p> : null}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{say({ zh: '完整经过', en: 'The whole story' })}</summary>
        {open ? <RunLog run={run} sayPlace={sayPlace} /> : null}
      </details>
    </li>
  )
}

/** Logged at the first step, though nobody has taken it yet. */
const atTheDoor: ReadonlySet<string> = new Set(['entered', 'held-out'])

/** Every line of the run's log: when, at which step, what, and the very rule or reason. */
function RunLog({ run, sayPlace }: { readonly run: Run; readonly sayPlace: (step: string) => string }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(customerJourneys, { id: run.customerId })
  return (
    <Answered of={asked} rows={2}>
      {({ runs }) => (
        <ol className="rg-run-log">
          {(runs.find(({ id }) => id === run.id)?.log ?? []).map((line, at) => (
            // The lines of one log keep their places.
            <li key={at}>
              <time dateTime={line.at}>{format.dateTime(line.at)}</time>
              {atTheDoor.has(line.what) ? say({ zh: '进入', en: 'Entered' }) : sayPlace(line.step)}
              {line.words ? ` · ${say(line.words)}` : ''}
            </li>
          ))}
        </ol>
      )}
    </Answered>
  )
}
