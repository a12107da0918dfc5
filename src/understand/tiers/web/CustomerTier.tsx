import { sayActor } from '../../../core/kit/program-parts.ts'
import { Alert, App, Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { ExplainedTree } from '../../../pages/ExplainedTree.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { dayFormats } from '../../../ui/day-formats.ts'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge, Reason } from '../../../ui/Reason.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { fixTier, releaseTier } from '../actions.ts'
import { explainTier } from '../questions.ts'
import { lastDay, sayReason, standingWords } from './said-tiers.ts'
import { TierBadge } from './tier-looks.tsx'

type Explained = ReplyOf<typeof explainTier>
type Standing = NonNullable<Explained['standing']>

/** The tier beside the name; nothing while there is none. */
export function CustomerTierBadge({ customerId }: { readonly customerId: string }) {
  const tier = useAsk(explainTier, { id: customerId }).data?.standing?.tier
  return tier ? <TierBadge tier={tier} /> : null
}

/** Which tier and why, until when and what then, what is missing to the next, and what was before. */
export function CustomerTier({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(explainTier, { id: customerId })
  const mayFix = useMayDo(fixTier)
  const [fixing, setFixing] = useState(false)
  const answer = asked.data
  if (answer && !answer.published) return null
  return (
    <Section
      title={{ zh: '客户等级', en: 'Tier' }}
      actions={
        mayFix && answer?.published ? (
          <Button size="small" onClick={() => setFixing(true)}>
            {say({ zh: '指定等级', en: 'Fix by hand' })}
          </Button>
        ) : null
      }
    >
      <Answered of={asked} rows={3}>
        {(known) =>
          known.standing ? (
            <>
              <Standing standing={known.standing} customerId={customerId} />
              <Next next={known.next} />
              <Moves moves={known.moves} />
            </>
          ) : (
            <p className="rg-quiet">{say({ zh: '正在判定，稍后再看。', en: 'Being worked out; look again in a moment.' })}</p>
          )
        }
      </Answered>
      {fixing && answer ? <FixTier customerId={customerId} answer={answer} onClose={() => setFixing(false)} /> : null}
    </Section>
  )
}

function Standing({ standing, customerId }: { readonly standing: Standing; readonly customerId: string }) {
  const say = useSay()
  const format = useFormat()
  const isSure = standing.standing === 'holds'
  return (
    <Reason
      what={
        <>
          <TierBadge tier={standing.tier} />
          {isSure ? null : (
            <Badge tone={standing.standing === 'grace' ? 'danger' : standing.standing === 'fixed' ? 'purple' : 'attention'}>
              {say(standingWords[standing.standing])}
            </Badge>
          )}
        </>
      }
      since={say({ zh: '{day} 起', en: 'since {day}' }, { day: format.date(standing.since) })}
    >
      <Until standing={standing} />
      {standing.fixed ? <Fixed fixed={standing.fixed} customerId={customerId} /> : null}
      {standing.why && !standing.fixed ? (
        <details className="rg-why">
          <summary>
            {isSure ? say({ zh: '为什么是这一级', en: 'Why this tier' }) : say({ zh: '这一级的条件', en: 'The rule of this tier' })}
          </summary>
          <ExplainedTree rule={standing.why} />
        </details>
      ) : null}
      {standing.benefits.length > 0 ? (
        <p className="rg-tier-line">
          {say(
            { zh: '权益：{list}', en: 'Benefits: {list}' },
            { list: standing.benefits.map(({ name }) => say(name)).join(say({ zh: '、', en: ', ' })) },
          )}
        </p>
      ) : null}
    </Reason>
  )
}

/** How long it lasts, and what then. */
function Until({ standing }: { readonly standing: Standing }) {
  const say = useSay()
  const format = useFormat()
  const { keep, then, until } = standing
  if (then)
    return (
      <p className="rg-tier-line">
        {say(
          { zh: '{day} 之后降为“{tier}”。', en: 'Falls to {tier} after {day}.' },
          { day: format.date(lastDay(then.at)), tier: then.tier.label },
        )}
        {keep
          ? say({ zh: '此前{missing}，即可保住这一级。', en: ' To keep the tier: {missing} by then.' }, { missing: keep.missing })
          : null}
      </p>
    )
  if (standing.fixed) return null
  return (
    <p className="rg-tier-line">
      {until
        ? say(
            { zh: '有效至 {day}；到时条件仍成立就自动续期。', en: 'Valid to {day}; renewed if its rule still holds then.' },
            { day: format.date(lastDay(until)) },
          )
        : say({ zh: '条件成立多久就保留多久。', en: 'Kept for as long as its rule holds.' })}
    </p>
  )
}

function Fixed({ fixed, customerId }: { readonly fixed: NonNullable<Standing['fixed']>; readonly customerId: string }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const release = useAct(releaseTier)
  const mayRelease = useMayDo(releaseTier)
  const undo = async () => {
    try {
      await release.mutateAsync({ id: customerId })
      void message.success(say({ zh: '已撤销，等级按规则判定', en: 'Undone; the rules decide again' }))
    } catch (error) {
      void message.error(sayProblem(error))
    }
  }
  return (
    <p className="rg-tier-line">
      {say(
        { zh: '由 {by} 指定至 {day}：{reason}', en: 'Fixed by {by} until {day}: {reason}' },
        { by: sayActor(fixed.by), day: format.date(lastDay(fixed.until)), reason: fixed.reason ?? '—' },
      )}{' '}
      {mayRelease ? (
        <Button size="small" type="link" loading={release.isPending} onClick={() => void undo()}>
          {say({ zh: '撤销指定', en: 'Undo' })}
        </Button>
      ) : null}
    </p>
  )
}

function Next({ next }: { readonly next: Explained['next'] }) {
  const say = useSay()
  const format = useFormat()
  if (!next?.missing) return null
  return (
    <div className="rg-tier-next">
      <p className="rg-tier-line">
        {say({ zh: '{missing}，即可升为“{tier}”', en: 'To reach {tier}: {missing}' }, { missing: next.missing, tier: next.tier.label })}
        {next.by ? say({ zh: '，截至 {day}。', en: ', by {day}.' }, { day: format.date(next.by) }) : say({ zh: '。', en: '.' })}
      </p>
      <details className="rg-why">
        <summary>{say({ zh: '下一级的条件', en: 'The rule of the next tier' })}</summary>
        <ExplainedTree rule={next.explained} />
      </details>
    </div>
  )
}

function Moves({ moves }: { readonly moves: Explained['moves'] }) {
  const say = useSay()
  const format = useFormat()
  if (moves.length < 2) return null
  return (
    <details className="rg-why">
      <summary>{say({ zh: '等级变化（{n} 次）', en: 'Earlier moves ({n})' }, { n: moves.length })}</summary>
      <ul className="rg-tier-history">
        {moves.map((move) => (
          <li key={move.at}>
            <span className="rg-quiet">{format.date(move.at)}</span> {move.from ? `${say(move.from)} → ` : ''}
            {say(move.to)} <span className="rg-quiet">{say(sayReason(move.reason))}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

type FixProps = { readonly customerId: string; readonly answer: Explained; readonly onClose: () => void }

/** Keeps the customer in a tier to the end of a day, for a reason that is kept. */
function FixTier({ customerId, answer, onClose }: FixProps) {
  const say = useSay()
  const { language } = useLanguage()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const fix = useAct(fixTier)
  const [form] = Form.useForm<{ tier: string; until: Dayjs; reason: string }>()
  const run = async (given: { tier: string; until: Dayjs; reason: string }) => {
    try {
      await fix.mutateAsync({ id: customerId, tier: given.tier, until: given.until.format('YYYY-MM-DD'), reason: given.reason })
      onClose()
      void message.success(say({ zh: '等级已指定，可随时撤销', en: 'The tier is fixed; it can be undone at any time' }))
    } catch {
      // What was refused stands in the form.
    }
  }
  return (
    <Modal
      open
      title={say({ zh: '指定客户等级', en: 'Fix the tier by hand' })}
      okText={say({ zh: '指定', en: 'Fix' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={fix.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ tier: answer.standing?.tier.key, until: dayjs.tz().add(3, 'month') }}
        onFinish={(given) => void run(given)}
      >
        <Form.Item name="tier" label={say({ zh: '等级', en: 'Tier' })} rules={[{ required: true }]}>
          <Select options={answer.tiers.map((tier) => ({ value: tier.key, label: say(tier.label) }))} />
        </Form.Item>
        <Form.Item
          name="until"
          label={say({ zh: '指定到哪天（含）', en: 'Until the end of' })}
          rules={[{ required: true, message: say({ zh: '请选择结束日期', en: 'Choose the last day' }) }]}
          extra={say({ zh: '到期后按规则重新定级', en: 'After that the rules decide again' })}
        >
          <DatePicker
            format={dayFormats[language]}
            minDate={dayjs.tz().add(1, 'day')}
            maxDate={dayjs.tz().add(5, 'year')}
            inputReadOnly
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={say({ zh: '原因', en: 'Reason' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请写明原因', en: 'Say why' }) }]}
        >
          <Input.TextArea
            maxLength={300}
            rows={2}
            placeholder={say({ zh: '例如：投诉补偿，升为 VIP 三个月', en: 'e.g. VIP for three months, to make up for a complaint' })}
          />
        </Form.Item>
      </Form>
      {fix.error ? <Alert type="error" showIcon role="alert" title={sayProblem(fix.error)} /> : null}
    </Modal>
  )
}
