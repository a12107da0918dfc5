import { Checkbox, InputNumber, Radio, Select } from 'antd'
import { useId } from 'react'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import { minorDigits } from '../../../core/kit/money.ts'
import type { Words } from '../../../core/kit/words.ts'
import { ClockInput } from '../../../ui/ClockInput.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import type { CampaignTime } from '../definition.ts'
import { sayWhen, weekdayWords } from '../say-when.ts'
import type { StepProps } from './campaign-draft.ts'
import { firstTime } from './use-campaign-parts.ts'

/** When it is sent, how fast, how much it may cost, and how important it is. */
export function TimeStep(props: StepProps) {
  return (
    <>
      <When {...props} />
      <Pace {...props} />
      <Money {...props} />
    </>
  )
}

const kinds: readonly { readonly value: CampaignTime['kind']; readonly label: Words }[] = [
  { value: 'now', label: { zh: '启动后立即', en: 'As soon as it is started' } },
  { value: 'at', label: { zh: '在某个时间', en: 'At a time' } },
  { value: 'weekly', label: { zh: '每周重复', en: 'Every week' } },
  { value: 'monthly', label: { zh: '每月重复', en: 'Every month' } },
]

function beginning(kind: CampaignTime['kind'], today: string): CampaignTime {
  const tomorrow = addDays(today, 1)
  if (kind === 'now') return { kind }
  if (kind === 'at') return { kind, date: tomorrow, time: '10:00' }
  return kind === 'weekly'
    ? { kind, days: [5], every: 1, time: '10:00', from: tomorrow }
    : { kind, days: [1], every: 1, time: '10:00', from: tomorrow }
}

function When({ draft, change, isLocked }: StepProps) {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  const { when } = draft
  const put = (next: CampaignTime) => change({ when: next })
  const first = firstTime(draft, timeZone)
  return (
    <Section title={{ zh: '什么时候发', en: 'When' }}>
      <Radio.Group
        aria-label={say({ zh: '什么时候发', en: 'When' })}
        value={when.kind}
        onChange={({ target }) => put(beginning(target.value, localDate(new Date(), timeZone)))}
        options={kinds.map(({ value, label }) => ({ value, label: say(label) }))}
      />
      {when.kind === 'now' ? null : <Days when={when} put={put} />}
      <p className="rg-note" aria-live="polite">
        {say(sayWhen(when, format.date))}
        {when.kind === 'now'
          ? ''
          : first
            ? say({ zh: ' · 第一次：{at}', en: ' · first: {at}' }, { at: format.dateTime(first) })
            : say({ zh: ' · 这个时间已经过去', en: ' · this time is over' })}
      </p>
      <div className="rg-campaign-ticks">
        <Checkbox checked={draft.bestHour} disabled={isLocked} onChange={({ target }) => change({ bestHour: target.checked })}>
          {say({
            zh: '在每位客户平时下单的钟点发（最多推迟一天）',
            en: 'At the hour at which each customer usually buys (a day later at most)',
          })}
        </Checkbox>
        <Checkbox
          checked={draft.theirClock}
          disabled={isLocked || (draft.when.kind === 'now' && !draft.bestHour && !draft.theirClock)}
          onChange={({ target }) => change({ theirClock: target.checked })}
        >
          {say({
            zh: '钟点按客户所在地的时间（已过的马上发；不知道所在地的按店铺时间）',
            en: 'By the clock of the place where each customer lives (at once where that time is over; the shop’s where the place is not known)',
          })}
        </Checkbox>
      </div>
    </Section>
  )
}

function Days({ when, put }: { readonly when: Exclude<CampaignTime, { kind: 'now' }>; readonly put: (when: CampaignTime) => void }) {
  const say = useSay()
  const dayLabel = say(when.kind === 'at' ? { zh: '日期', en: 'Date' } : { zh: '从哪天起', en: 'From' })
  return (
    <div className="rg-campaign-when">
      {when.kind === 'weekly' ? (
        <Checkbox.Group
          aria-label={say({ zh: '周几', en: 'Days of the week' })}
          value={[...when.days]}
          onChange={(days) => (days.length > 0 ? put({ ...when, days: days.map(Number) }) : undefined)}
          options={weekdayWords.map((label, i) => ({ value: i + 1, label: say(label) }))}
        />
      ) : null}
      {when.kind === 'monthly' ? (
        <Select
          mode="multiple"
          aria-label={say({ zh: '每月几日', en: 'Days of the month' })}
          className="rg-campaign-name"
          value={[...when.days]}
          onChange={(days: number[]) => (days.length > 0 ? put({ ...when, days }) : undefined)}
          options={Array.from({ length: 31 }, (_, i) => ({ value: i + 1, label: say({ zh: `${i + 1} 日`, en: `${i + 1}` }) }))}
        />
      ) : null}
      <DayInput
        aria-label={dayLabel}
        allowClear={false}
        value={when.kind === 'at' ? when.date : when.from}
        onChange={(day) => (day ? put(when.kind === 'at' ? { ...when, date: day } : { ...when, from: day }) : undefined)}
      />
      <ClockInput value={when.time} onChange={(time) => put({ ...when, time })} />
    </div>
  )
}

function Pace({ draft, change }: StepProps) {
  const say = useSay()
  const ids = { speed: useId(), priority: useId() }
  return (
    <Section title={{ zh: '速度与优先级', en: 'Speed and priority' }}>
      <div className="rg-form-line">
        <label htmlFor={ids.speed}>{say({ zh: '每小时最多发多少条', en: 'The most in an hour' })}</label>
        <InputNumber
          id={ids.speed}
          min={1}
          max={10_000_000}
          value={draft.perHour}
          placeholder={say({ zh: '不限', en: 'No limit' })}
          onChange={(perHour) => change({ perHour })}
        />
        <p className="rg-form-help">
          {say({
            zh: '怕店里或客服忙不过来时设上，空着不限。',
            en: 'For when the shop or the service desk could not keep up. Empty for no limit.',
          })}
        </p>
      </div>
      <div className="rg-form-line">
        <label htmlFor={ids.priority}>{say({ zh: '优先级（0 到 100）', en: 'Priority (0 to 100)' })}</label>
        <InputNumber
          id={ids.priority}
          min={0}
          max={100}
          value={draft.priority}
          onChange={(priority) => change({ priority: priority ?? 50 })}
        />
        <p className="rg-form-help">
          {say({ zh: '一位客户的额度不够时，优先级高的先发。', en: 'Where there is room for one message only, the higher goes.' })}
        </p>
      </div>
    </Section>
  )
}

function Money({ draft, change }: StepProps) {
  const say = useSay()
  const { currency } = useShop()
  const unit = 10 ** minorDigits(currency)
  const ids = { fixed: useId(), budget: useId() }
  const minor = (amount: number | null) => Math.round((amount ?? 0) * unit)
  return (
    <Section title={{ zh: '预算', en: 'Budget' }}>
      <div className="rg-form-line">
        <label htmlFor={ids.fixed}>{say({ zh: '固定花费', en: 'Fixed costs' })}</label>
        <InputNumber
          id={ids.fixed}
          min={0}
          max={100_000_000}
          value={draft.fixedCost / unit}
          suffix={currency}
          className="rg-campaign-money"
          onChange={(amount) => change({ fixedCost: minor(amount) })}
        />
        <p className="rg-form-help">
          {say({
            zh: '设计、印刷等，与发多少条无关；每条的费用按渠道账号另算。',
            en: 'Design, printing and the like; each message’s cost comes from the channel’s account.',
          })}
        </p>
      </div>
      <div className="rg-form-line">
        <label htmlFor={ids.budget}>{say({ zh: '预算上限', en: 'Budget' })}</label>
        <InputNumber
          id={ids.budget}
          min={0}
          max={100_000_000}
          value={draft.budget === null ? null : draft.budget.amount / unit}
          placeholder={say({ zh: '不设', en: 'None' })}
          suffix={currency}
          className="rg-campaign-money"
          onChange={(amount) => change({ budget: amount === null ? null : { amount: minor(amount), over: draft.budget?.over ?? 'stop' } })}
        />
      </div>
      {draft.budget === null ? null : (
        <Radio.Group
          aria-label={say({ zh: '到了上限', en: 'At the limit' })}
          value={draft.budget.over}
          onChange={({ target }) => (draft.budget ? change({ budget: { ...draft.budget, over: target.value } }) : undefined)}
          options={[
            { value: 'stop', label: say({ zh: '到了就停，其余撤回', en: 'Stop there and take the rest back' }) },
            { value: 'warn', label: say({ zh: '只提醒，继续发', en: 'Only warn, and go on' }) },
          ]}
        />
      )}
    </Section>
  )
}
