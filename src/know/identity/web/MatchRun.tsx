import { Alert, App, Button } from 'antd'
import { useEffect, useRef } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { isUnderWay } from '../../../core/kit/work-state.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAskAnew } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { type readMatching, startMatching, stopMatching } from '../matching-actions.ts'
import { labelOf } from './Evidence.tsx'

type Matching = ReplyOf<typeof readMatching>
type Run = NonNullable<Matching['run']>

/** Begins a look over the whole base. */
export function RunButton({
  matching,
  primary,
  words,
}: {
  readonly matching: Matching
  readonly primary?: boolean
  readonly words?: Words
}) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const start = useAct(startMatching)
  return (
    <Button
      {...(primary ? { type: 'primary' } : {})}
      loading={start.isPending}
      disabled={isUnderWay(matching.run)}
      onClick={() => start.mutate({}, { onError: (error) => void message.error(sayProblem(error)) })}
    >
      {say(words ?? { zh: '全库查重', en: 'Look over everybody' })}
    </Button>
  )
}

/** How far the look over the base is; and of the last one what it had to leave, or that the rules have changed since. */
export function RunState({ matching, may }: { readonly matching: Matching; readonly may: boolean }) {
  const say = useSay()
  const { run } = matching
  useAskAnewAtEnd(isUnderWay(run))
  if (run && isUnderWay(run)) return <UnderWay run={run} may={may} />
  return (
    <>
      <OutdatedNotice matching={matching} may={may} />
      {run?.state === 'failed' ? (
        <Alert
          type="error"
          showIcon
          title={
            say({ zh: '上次全库查重中断了，可以再做一次：', en: 'The last look over everybody broke off; you can start it again: ' }) +
            (run.failure ?? '')
          }
          className="rg-notice"
        />
      ) : null}
      {run && run.skipped.length > 0 ? <Skipped run={run} /> : null}
    </>
  )
}

/** The rules have changed since the base was looked over: says so, with what to do beside it. */
export function OutdatedNotice({ matching, may }: { readonly matching: Matching; readonly may: boolean }) {
  const say = useSay()
  if (!matching.outdated) return null
  return (
    <Alert
      type="info"
      showIcon
      title={say({
        zh: '查重规则改过了，请再做一次全库查重，新规则才对全部客户起作用。',
        en: 'The rules have changed. Look over everybody again so that they hold for all customers.',
      })}
      {...(may ? { action: <RunButton matching={matching} words={{ zh: '现在查一遍', en: 'Look over everybody now' }} /> } : {})}
      className="rg-notice"
    />
  )
}

function UnderWay({ run, may }: { readonly run: Run; readonly may: boolean }) {
  const say = useSay()
  const stop = useAct(stopMatching)
  const label = {
    keys: { zh: '全库查重：读取客户', en: 'Looking over everybody: reading customers' },
    pairs: { zh: '全库查重：比较', en: 'Looking over everybody: comparing' },
    clean: { zh: '全库查重：收尾', en: 'Looking over everybody: finishing' },
  }[run.phase]
  return (
    <Section>
      <Progress
        label={say(label)}
        done={run.done}
        total={run.of || null}
        {...(may ? { onStop: () => stop.mutate({}) } : {})}
        stopping={run.state === 'stopping' || stop.isPending}
      />
    </Section>
  )
}

function Skipped({ run }: { readonly run: Run }) {
  const say = useSay()
  const format = useFormat()
  const named = run.skipped
    .slice(0, 5)
    .map(({ field, value, customers }) => `${say(labelOf(field) ?? { zh: field, en: field })} ${value} (${format.count(customers)})`)
  return (
    <Alert
      type="warning"
      showIcon
      className="rg-notice"
      title={say(
        {
          zh: '有些内容太多客户相同，多半是随手填的，没有逐一比较：{what}。',
          en: 'Some values are shared by so many that they were probably made up; those customers were not all compared: {what}.',
        },
        { what: named.join(say({ zh: '、', en: ', ' })) },
      )}
    />
  )
}

/** What was found shows at once when the work has come to its end. */
function useAskAnewAtEnd(going: boolean): void {
  const askAnew = useAskAnew()
  const was = useRef(going)
  useEffect(() => {
    if (was.current && !going) askAnew()
    was.current = going
  }, [going, askAnew])
}
