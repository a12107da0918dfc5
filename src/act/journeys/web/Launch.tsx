import { CheckOutlined, CloseOutlined, ExclamationOutlined } from '@ant-design/icons'
import { Alert, App, Button } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { startJourney } from '../actions.ts'
import type { JourneySearch } from '../journey-address.ts'
import { sayStarted } from '../say-entered.ts'
import { checkJourney } from '../ready-actions.ts'
import type { HoldoutPlan } from './measured.ts'
import type { Journey } from './journey-answer.ts'
import { Planned } from './Planned.tsx'
import { Replay } from './Replay.tsx'
import type { Known } from './say-rule.ts'
import '../../../pages/pages.css'
import './journeys.css'

type Props = {
  readonly journey: Journey
  readonly known: Known
  readonly search: JourneySearch
  readonly setSearch: (patch: Partial<JourneySearch>, options?: { readonly push?: boolean }) => void
  readonly Plan?: HoldoutPlan
}

/** Before a journey is switched on: what is missing, whom it would meet, and what it would have done last month. */
export function Launch({ journey, known, search, setSearch, Plan }: Props) {
  const say = useSay()
  const asked = useAsk(checkJourney, { id: journey.id })
  const close = () => setSearch({ launch: undefined, replay: undefined })
  return (
    <Page
      wide
      back={{ to: `/journeys/${journey.id}`, label: { zh: '回到旅程', en: 'Back to the journey' } }}
      title={say({ zh: '可以启动“{name}”了吗？', en: 'Is “{name}” ready to start?' }, { name: journey.name })}
      answer={asked.data ? <Verdict {...asked.data} /> : null}
      actions={<Start journey={journey} onStarted={close} />}
    >
      <Answered of={asked}>{(answer) => <Checks {...answer} />}</Answered>
      {Plan ? (
        <Section title={{ zh: '对照组够不够大', en: 'Is the holdout large enough?' }}>
          <Planned Plan={Plan} definition={journey.definition} />
        </Section>
      ) : null}
      <Replay journey={journey} known={known} search={search} setSearch={setSearch} />
    </Page>
  )
}

type Answer = ReplyOf<typeof checkJourney>

function Verdict({ checks, loops }: Answer) {
  const say = useSay()
  const missing = checks.filter(({ state }) => state === 'missing').length
  if (missing > 0)
    return (
      <>
        {say(
          { zh: '还缺 {n} 样，现在启动不会有效果。', en: '{n} {n|thing is|things are} missing: started now, it would do nothing.' },
          { n: missing },
        )}
      </>
    )
  if (loops.length > 0)
    return (
      <>
        {say({
          zh: '可以启动，但它会和别的旅程互相触发，请先看下面。',
          en: 'It can be started, but it and others would set each other off: see below.',
        })}
      </>
    )
  return <>{say({ zh: '需要的都有了。', en: 'All that it needs is there.' })}</>
}

const signs: Readonly<Record<Answer['checks'][number]['state'], typeof CheckOutlined>> = {
  fine: CheckOutlined,
  attention: ExclamationOutlined,
  missing: CloseOutlined,
}
const stateWords: Readonly<Record<Answer['checks'][number]['state'], Words>> = {
  fine: { zh: '没有问题：', en: 'Fine: ' },
  attention: { zh: '请留意：', en: 'Mind: ' },
  missing: { zh: '缺：', en: 'Missing: ' },
}

function Checks({ checks, loops, overlaps }: Answer) {
  const say = useSay()
  return (
    <Section title={{ zh: '检查', en: 'Checks' }}>
      <ul className="rg-checks">
        {checks.map(({ code, state, words, link }) => {
          const Sign = signs[state]
          return (
            <li key={code} className={`rg-check rg-check-${state}`}>
              <Sign aria-hidden="true" />
              <span>
                <span className="rg-check-state">{say(stateWords[state])}</span>
                {say(words)} {link && state !== 'fine' ? <GoLink to={link}>{say({ zh: '去处理', en: 'See to it' })}</GoLink> : null}
              </span>
            </li>
          )
        })}
        {loops.length === 0 ? (
          <li className="rg-check rg-check-fine">
            <CheckOutlined aria-hidden="true" />
            <span>{say({ zh: '没有发现旅程之间互相触发', en: 'No circle of journeys that set each other off' })}</span>
          </li>
        ) : null}
      </ul>
      {loops.map(({ names }) => (
        <Alert
          key={names.join()}
          type="warning"
          showIcon
          title={say({ zh: '会绕成一圈：{names}', en: 'A circle: {names}' }, { names: [...names, names[0] ?? ''].join(' → ') })}
          description={say({
            zh: '一个旅程做的事触发下一个，最后又触发自己。运行中发现同一位客户一天内反复进入会自动停下，但最好先改掉。',
            en: 'What one does sets off the next, and in the end itself. A customer who enters again and again within a day is stopped, but better change it first.',
          })}
        />
      ))}
      <Overlaps overlaps={overlaps} />
    </Section>
  )
}

function Overlaps({ overlaps }: Pick<Answer, 'overlaps'>) {
  const say = useSay()
  const format = useFormat()
  if (overlaps.length === 0)
    return (
      <p className="rg-filter-hint">
        {say({ zh: '没有别的运行中旅程争抢同一批客户。', en: 'No other running journey wants the same customers.' })}
      </p>
    )
  return (
    <>
      <h3 className="rg-ready-part">{say({ zh: '会碰到的旅程', en: 'Journeys that it meets' })}</h3>
      <ul className="rg-journey-reasons">
        {overlaps.map(({ id, name, why, goesBefore, inside }) => (
          <li key={id}>
            <span>
              <GoLink to={`/journeys/${id}`}>{name}</GoLink>{' '}
              {say(
                why === 'trigger'
                  ? { zh: '由同一件事触发，客户可能同时在两个旅程里', en: 'is set off by the same, so customers may be in both' }
                  : goesBefore
                    ? {
                        zh: '意图相同，优先级更高：在它里面的客户不会进入这个旅程',
                        en: 'has the same intent and goes before: customers in it do not enter this one',
                      }
                    : { zh: '意图相同，这个旅程优先', en: 'has the same intent; this one goes before it' },
              )}
            </span>
            <span>{say({ zh: '{n} 人在里面', en: '{n} inside' }, { n: format.count(inside) })}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Start({ journey, onStarted }: { readonly journey: Journey; readonly onStarted: () => void }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const may = useMayDo(startJourney)
  const start = useAct(startJourney)
  if (!may || journey.state === 'live') return null
  const run = () =>
    start.mutate(
      { id: journey.id },
      {
        onError: (error) => void message.error(sayProblem(error)),
        onSuccess: (came) => {
          void message.success(say(sayStarted(came, format.count)))
          onStarted()
        },
      },
    )
  return (
    <Button type="primary" loading={start.isPending} onClick={run}>
      {say({ zh: '启动', en: 'Start' })}
    </Button>
  )
}
