import { Alert, App, Button, Checkbox, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readGlobalHoldout, saveGlobalHoldout } from '../trials.ts'
import { HoldoutPlan } from './HoldoutPlan.tsx'
import './results.css'

type State = ReplyOf<typeof readGlobalHoldout>

/** Who gets no marketing from anything, so that the worth of all of it can be told. */
export function GlobalHoldoutPage() {
  const say = useSay()
  const asked = useAsk(readGlobalHoldout, {})
  return (
    <Page
      back={{ to: '/results', label: { zh: '全部效果', en: 'All results' } }}
      title={{ zh: '谁什么营销都不收？', en: 'Who gets no marketing at all?' }}
      answer={say({
        zh: '全局对照组：随机留出一小部分客户，旅程、活动都不向他们发营销消息。和其他客户相比，就知道全部营销加起来真正带来了多少。服务消息（如发货、退款）照发。',
        en: 'The global holdout: a few customers, drawn at random, to whom neither journeys nor campaigns send marketing. Beside all others they tell what marketing as a whole really earns. Service messages, such as deliveries and refunds, still go out.',
      })}
    >
      <Answered of={asked}>
        {(state) => (
          <>
            <Now state={state} asOf={new Date(asked.dataUpdatedAt)} />
            <Change key={`${state.percent} ${state.since}`} state={state} />
            <Past state={state} />
          </>
        )}
      </Answered>
    </Page>
  )
}

function Now({ state, asOf }: { readonly state: State; readonly asOf: Date }) {
  const say = useSay()
  const format = useFormat()
  if (state.percent === 0) return null
  const rule = { bucket: { salt: state.salt, from: 0, to: Math.round(state.percent * 100) } }
  return (
    <Section
      actions={
        <GoLink to="/results" search={{ all: true }}>
          {say({ zh: '看全部营销的效果', en: 'See what all marketing earns' })}
        </GoLink>
      }
      title={{ zh: '现在', en: 'Now' }}
    >
      <Figures>
        <Figure
          label={{ zh: '留出的客户', en: 'Held out' }}
          value={
            <Explain
              name={{ zh: '留出的客户', en: 'Held out' }}
              definition={{
                zh: '每位客户按编号得到一个固定的随机数，最小的 {n}% 在对照组里；新客户也一样，不需要重抽。'.replace(
                  '{n}',
                  String(state.percent),
                ),
                en: 'Each customer has a fixed random number by their id; the lowest {n} % are held out, new customers likewise.'.replace(
                  '{n}',
                  String(state.percent),
                ),
              }}
              asOf={asOf}
              rows={state.customers}
              who={{ to: '/customers', search: { rule } }}
            >
              {format.count(state.people)}
            </Explain>
          }
          note={say(
            { zh: '占全部 {n} 位客户的 {percent}', en: '{percent} of {n} customers' },
            { n: format.count(state.customers), percent: format.percent(state.customers > 0 ? state.people / state.customers : null) },
          )}
        />
        <Figure label={{ zh: '从什么时候起', en: 'Since' }} value={format.date(state.since)} />
      </Figures>
    </Section>
  )
}

function Change({ state }: { readonly state: State }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const may = useMayDo(saveGlobalHoldout)
  const save = useAct(saveGlobalHoldout)
  const [percent, setPercent] = useState(state.percent)
  const [redraw, setRedraw] = useState(false)
  const [reason, setReason] = useState('')
  const isChanged = percent !== state.percent || redraw
  const run = async () => {
    try {
      await save.mutateAsync({ percent, redraw, reason })
      void message.success(say({ zh: '已保存，马上生效', en: 'Saved and in force at once' }))
    } catch {
      // What was refused stands below.
    }
  }
  return (
    <Section title={{ zh: '设置', en: 'Settings' }}>
      <div className="rg-result-tools">
        <InputNumber<number>
          aria-label={say({ zh: '全局对照组百分比', en: 'Per cent held out of everything' })}
          min={0}
          max={20}
          precision={1}
          value={percent}
          suffix="%"
          disabled={!may}
          onChange={(next) => setPercent(next ?? 0)}
        />
        {state.percent > 0 && may ? (
          <Checkbox checked={redraw} onChange={(event) => setRedraw(event.target.checked)}>
            {say({ zh: '重新抽签，换一批人', en: 'Draw anew, other people' })}
          </Checkbox>
        ) : null}
      </div>
      {isChanged && state.percent > 0 ? (
        <>
          <p className="rg-note">
            {say({
              zh: '改动之后从现在起重新衡量：之前收过营销的人，不能代表没收过的人。已有的结果不再更新。',
              en: 'After a change it is measured anew from now on: those who got marketing until now cannot stand for those who did not. What was measured is not carried on.',
            })}
          </p>
          <Input
            aria-label={say({ zh: '改动原因', en: 'Why it is changed' })}
            placeholder={say({ zh: '改动原因，如：每年换一批人', en: 'Why, e.g. other people every year' })}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      ) : null}
      <HoldoutPlan people={state.customers} days={365} percent={percent} />
      {save.error ? <Alert type="error" showIcon role="alert" title={sayProblem(save.error)} /> : null}
      {may ? (
        <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={run}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
      ) : null}
    </Section>
  )
}

function Past({ state }: { readonly state: State }) {
  const say = useSay()
  const format = useFormat()
  if (state.past.length === 0) return null
  return (
    <Section title={{ zh: '以前的抽签', en: 'Earlier draws' }}>
      <ul className="rg-forest-pending">
        {state.past.map((draw) => (
          <li key={draw.since}>
            {say(
              { zh: '{since} 到 {until}：{percent}%。更换原因：{reason}', en: '{since} to {until}: {percent}%. Changed because: {reason}' },
              { since: format.date(draw.since), until: format.date(draw.until), percent: draw.percent, reason: draw.reason },
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
