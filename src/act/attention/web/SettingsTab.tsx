import { Alert, Button, Checkbox, InputNumber, Select, Switch } from 'antd'
import { useMemo, useState } from 'react'
import type { ReplyOf, RequestOf } from '../../../core/action/action.ts'
import { ClockInput } from '../../../ui/ClockInput.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { channelNames } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { previewAttention, readAttentionSettings, saveAttention } from '../actions.ts'
import { type AttentionLimit, festivalNames, limitedKinds, limitPeriods } from '../attention-settings.ts'
import { PreviewLine } from './PreviewLine.tsx'

type Kept = ReplyOf<typeof readAttentionSettings>
type Draft = RequestOf<typeof saveAttention>

const kindWords = {
  marketing: { zh: '营销', en: 'Marketing' },
  survey: { zh: '调查', en: 'Surveys' },
  all: { zh: '各类合计', en: 'Everything' },
} as const
const periodWords = {
  day: { zh: '每天', en: 'A day' },
  week: { zh: '7 天', en: '7 days' },
  month: { zh: '每月', en: 'A month' },
} as const
const festivalWords: Readonly<Record<string, { zh: string; en: string }>> = {
  元旦: { zh: '元旦', en: 'New Year' },
  春节: { zh: '春节', en: 'Spring Festival' },
  清明: { zh: '清明', en: 'Qingming' },
  劳动节: { zh: '劳动节', en: 'Labour Day' },
  端午: { zh: '端午', en: 'Dragon Boat Festival' },
  中秋: { zh: '中秋', en: 'Mid-Autumn Festival' },
  国庆节: { zh: '国庆节', en: 'National Day' },
}
const reaching = channelNames.filter((name) => channelKinds[name].marketing)

/** The firm's own limits, tried on last week before they are saved. */
export function SettingsTab() {
  const asked = useAsk(readAttentionSettings, {})
  return <Answered of={asked}>{(kept) => <SettingsForm key={JSON.stringify([kept.attention, kept.sending])} kept={kept} />}</Answered>
}

function SettingsForm({ kept }: { readonly kept: Kept }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const may = useMayDo(saveAttention)
  const mayTry = useMayDo(previewAttention)
  const saving = useAct(saveAttention)
  const [draft, setDraft] = useState<Draft>({ attention: kept.attention, sending: kept.sending })
  const isChanged = useMemo(
    () => JSON.stringify(draft) !== JSON.stringify({ attention: kept.attention, sending: kept.sending }),
    [draft, kept],
  )
  const change = (patch: Partial<Draft['attention']>) => setDraft({ ...draft, attention: { ...draft.attention, ...patch } })
  return (
    <>
      {may ? null : (
        <p className="rg-note">
          {say({
            zh: '只有能改发送设置的人可以修改，您可以查看。',
            en: 'Only those who may change how things are sent can change these; you may look.',
          })}
        </p>
      )}
      <Section title={{ zh: '所有渠道合计', en: 'Over all channels' }}>
        <SendingFields draft={draft} disabled={!may} onChange={setDraft} />
      </Section>
      <LimitsSection limits={draft.attention.limits} disabled={!may} onChange={(limits) => change({ limits })} />
      <HoursSection kept={kept} draft={draft} disabled={!may} onChange={(hours) => change({ hours })} />
      <Section
        title={{ zh: '节日和时区', en: 'Festivals and time zones' }}
        note={say({
          zh: '法定放假期间营销消息推迟到假后，调休上班日照常。',
          en: 'Over the days off marketing waits until they are over; days worked in exchange are ordinary.',
        })}
      >
        <Checkbox.Group
          aria-label={say({ zh: '不发营销的节日', en: 'Festivals without marketing' })}
          disabled={!may}
          value={[...draft.attention.festivals]}
          options={festivalNames.map((value) => ({ value, label: say(festivalWords[value] ?? { zh: value, en: value }) }))}
          onChange={(festivals) => change({ festivals: festivalNames.filter((name) => festivals.includes(name)) })}
        />
        <p className="rg-attention-zone">
          <Switch
            aria-label={say({ zh: '按客户所在地的时间', en: 'By the customer’s own clock' })}
            disabled={!may}
            checked={draft.attention.ownZone}
            onChange={(ownZone) => change({ ownZone })}
          />{' '}
          {say({
            zh: '按客户所在地的时间（知道省份时），否则按店铺时间',
            en: 'By the customer’s own clock where their province is known, else by the shop’s',
          })}
        </p>
      </Section>
      <Section
        title={{ zh: '渠道自己的限额', en: 'The channels’ own quotas' }}
        note={say({ zh: '这些由渠道规定，不能放宽。', en: 'The channels set these; nobody can widen them.' })}
      >
        <ul className="rg-attention-sums">
          {kept.quotas.map(({ channel, words }) => (
            <li key={`${channel} ${words.zh}`}>{say(words)}</li>
          ))}
        </ul>
      </Section>
      {mayTry ? <PreviewLine draft={draft} /> : null}
      {saving.error ? <Alert type="error" showIcon title={sayProblem(saving.error)} /> : null}
      {may ? (
        <div className="rg-attention-save">
          <Button type="primary" disabled={!isChanged} loading={saving.isPending} onClick={() => saving.mutate(draft)}>
            {say({ zh: '保存额度', en: 'Save the limits' })}
          </Button>
        </div>
      ) : null}
    </>
  )
}

type FieldsProps = { readonly draft: Draft; readonly disabled: boolean; readonly onChange: (draft: Draft) => void }

function SendingFields({ draft, disabled, onChange }: FieldsProps) {
  const say = useSay()
  const { sending } = draft
  const set = (patch: Partial<Draft['sending']>) => onChange({ ...draft, sending: { ...sending, ...patch } })
  return (
    <div className="rg-attention-row">
      <label>
        {say({ zh: '每位客户 7 天最多营销消息', en: 'Marketing to one customer in 7 days at most' })}{' '}
        <InputNumber
          min={0}
          max={50}
          precision={0}
          disabled={disabled}
          value={sending.capPerWeek}
          onChange={(most) => set({ capPerWeek: most ?? 0 })}
        />
      </label>
      <label>
        {say({ zh: '免打扰从', en: 'Quiet from' })}{' '}
        <ClockInput
          label={say({ zh: '免打扰从', en: 'Quiet from' })}
          disabled={disabled}
          value={sending.quietFrom}
          onChange={(quietFrom) => set({ quietFrom })}
        />
      </label>
      <label>
        {say({ zh: '到', en: 'until' })}{' '}
        <ClockInput
          label={say({ zh: '免打扰到', en: 'Quiet until' })}
          disabled={disabled}
          value={sending.quietTo}
          onChange={(quietTo) => set({ quietTo })}
        />
      </label>
    </div>
  )
}

type LimitsProps = {
  readonly limits: readonly AttentionLimit[]
  readonly disabled: boolean
  readonly onChange: (limits: AttentionLimit[]) => void
}

function LimitsSection({ limits, disabled, onChange }: LimitsProps) {
  const say = useSay()
  const set = (at: number, patch: Partial<AttentionLimit>) =>
    onChange(limits.map((limit, n) => (n === at ? { ...limit, ...patch } : limit)))
  const channels = [
    { value: 'all' as const, label: say({ zh: '全部渠道', en: 'All channels' }) },
    ...reaching.map((value) => ({ value, label: say(channelKinds[value].label) })),
  ]
  return (
    <Section
      title={{ zh: '更多上限', en: 'More limits' }}
      note={say({
        zh: '“各类合计”把服务通知和记录的通话也算进去；达到后拦下营销和调查，服务通知照发。',
        en: '“Everything” counts service messages and logged calls too; once it is reached marketing and surveys are kept back, service goes on.',
      })}
      actions={
        disabled ? null : (
          <Button size="small" onClick={() => onChange([...limits, { channel: 'all', counts: 'all', per: 'day', most: 3 }])}>
            {say({ zh: '添加一条上限', en: 'Add a limit' })}
          </Button>
        )
      }
    >
      {limits.length === 0 ? <p className="rg-quiet">{say({ zh: '没有别的上限。', en: 'There are no others.' })}</p> : null}
      {limits.map((limit, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a limit is its place in the list while it is written
        <div className="rg-attention-row" key={at} role="group" aria-label={say({ zh: '第 {n} 条上限', en: 'Limit {n}' }, { n: at + 1 })}>
          <Select
            aria-label={say({ zh: '渠道', en: 'Channel' })}
            disabled={disabled}
            value={limit.channel}
            options={channels}
            onChange={(channel) => set(at, { channel })}
          />
          <Select
            aria-label={say({ zh: '哪种消息', en: 'What counts' })}
            disabled={disabled}
            value={limit.counts}
            options={limitedKinds.map((value) => ({ value, label: say(kindWords[value]) }))}
            onChange={(counts) => set(at, { counts })}
          />
          <Select
            aria-label={say({ zh: '时间', en: 'In what time' })}
            disabled={disabled}
            value={limit.per}
            options={limitPeriods.map((value) => ({ value, label: say(periodWords[value]) }))}
            onChange={(per) => set(at, { per })}
          />
          <InputNumber
            aria-label={say({ zh: '最多几条', en: 'At most' })}
            min={0}
            max={1_000}
            precision={0}
            disabled={disabled}
            value={limit.most}
            onChange={(most) => set(at, { most: most ?? 0 })}
          />
          {disabled ? null : (
            <Button size="small" onClick={() => onChange(limits.filter((_, n) => n !== at))}>
              {say({ zh: '删除', en: 'Remove' })}
            </Button>
          )}
        </div>
      ))}
    </Section>
  )
}

type HoursProps = {
  readonly kept: Kept
  readonly draft: Draft
  readonly disabled: boolean
  readonly onChange: (hours: Draft['attention']['hours']) => void
}

function HoursSection({ kept, draft, disabled, onChange }: HoursProps) {
  const say = useSay()
  const format = useFormat()
  const { hours } = draft.attention
  return (
    <Section
      title={{ zh: '各渠道的发送时段', en: 'Hours of each channel' }}
      note={say({ zh: '在免打扰时段之外，再按渠道收窄。', en: 'Narrower than the quiet hours, for a channel alone.' })}
    >
      {kept.hours.map(({ channel, label, usual, hard }) => {
        const now = hours[channel] ?? usual ?? { from: '00:00', to: '00:00' }
        const set = (patch: Partial<typeof now>) => onChange({ ...hours, [channel]: { ...now, ...patch } })
        return (
          <div className="rg-attention-row" key={channel} role="group" aria-label={say(label)}>
            <span className="rg-attention-name">{say(label)}</span>
            <ClockInput label={say({ zh: '从', en: 'From' })} disabled={disabled} value={now.from} onChange={(from) => set({ from })} />
            <ClockInput label={say({ zh: '到', en: 'Until' })} disabled={disabled} value={now.to} onChange={(to) => set({ to })} />
            {hard ? (
              <span className="rg-quiet">
                {say(
                  { zh: '任何时候都不早于 {from}、不晚于 {to}', en: 'never before {from} or after {to}' },
                  { from: hard.from, to: hard.to },
                )}
              </span>
            ) : null}
          </div>
        )
      })}
      <p className="rg-quiet">
        {say(
          { zh: '{n} 个渠道；起止相同为不限。', en: '{n} channels; the same time twice is no limit.' },
          { n: format.count(kept.hours.length) },
        )}
      </p>
    </Section>
  )
}
