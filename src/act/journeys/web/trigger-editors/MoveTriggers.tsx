import { Checkbox, Radio } from 'antd'
import { z } from 'zod'
import { useSay } from '../../../../ui/language.tsx'
import { SegmentPick } from '../SegmentPick.tsx'
import { Several } from './Several.tsx'
import type { TriggerProps } from './trigger-props.ts'

const segmentShape = z.object({
  segment: z.string().catch(''),
  what: z.enum(['enter', 'leave']).catch('enter'),
  existing: z.boolean().catch(false),
})

/** Entering or leaving a segment. */
export function SegmentTrigger({ trigger, onChange, known }: TriggerProps) {
  const { segment, what } = segmentShape.parse(trigger)
  return (
    <>
      <WhatChoice what={what} onChange={(next) => onChange({ ...trigger, what: next, ...(next === 'leave' ? { existing: false } : {}) })} />
      <SegmentPick segment={segment} known={known} onChange={(next) => onChange({ ...trigger, segment: next ?? '' })} />
      {what === 'enter' ? <Existing trigger={trigger} onChange={onChange} /> : null}
    </>
  )
}

const whats = [
  { value: 'enter', label: { zh: '进入时', en: 'When entering' } },
  { value: 'leave', label: { zh: '离开时', en: 'When leaving' } },
] as const

function WhatChoice({ what, onChange }: { readonly what: 'enter' | 'leave'; readonly onChange: (what: 'enter' | 'leave') => void }) {
  const say = useSay()
  return (
    <Radio.Group
      aria-label={say({ zh: '进入还是离开', en: 'Entering or leaving' })}
      value={what}
      onChange={(event) => onChange(event.target.value === 'leave' ? 'leave' : 'enter')}
      options={whats.map(({ value, label }) => ({ value, label: say(label) }))}
    />
  )
}

function Existing({ trigger, onChange }: Pick<TriggerProps, 'trigger' | 'onChange'>) {
  const say = useSay()
  const { existing } = segmentShape.parse(trigger)
  return (
    <Checkbox checked={existing} onChange={(event) => onChange({ ...trigger, existing: event.target.checked })}>
      {say({ zh: '启动时，已经符合的客户也一并进入', en: 'At the start, those who are there already enter too' })}
    </Checkbox>
  )
}

/** Put in by somebody, one by one or a segment at the start. */
export function ByHandTrigger({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const { segment } = segmentShape.parse(trigger)
  return (
    <>
      <SegmentPick
        segment={segment === '' ? undefined : segment}
        known={known}
        optional
        onChange={(next) => onChange({ kind: 'by-hand', ...(next ? { segment: next } : {}) })}
      />
      <p className="rg-filter-hint">
        {say({
          zh: '选了细分，启动时就把里面的人一次加入；不选，启动后再加入。',
          en: 'With a segment, its members enter once when the journey starts; without one you add them afterwards.',
        })}
      </p>
    </>
  )
}

const stagesShape = z.object({ stages: z.array(z.string()).catch([]), what: z.enum(['enter', 'leave']).catch('enter') })

/** Entering or leaving stages of the lifecycle. */
export function StageTrigger({ trigger, onChange, known }: TriggerProps) {
  const { stages, what } = stagesShape.parse(trigger)
  return (
    <>
      <WhatChoice what={what} onChange={(next) => onChange({ ...trigger, what: next, ...(next === 'leave' ? { existing: false } : {}) })} />
      <Several
        label={{ zh: '阶段', en: 'Stages' }}
        placeholder={{ zh: '选择阶段', en: 'Choose stages' }}
        value={stages}
        names={known.dictionary.stages}
        onChange={(next) => onChange({ ...trigger, stages: next })}
      />
      {what === 'enter' ? <Existing trigger={trigger} onChange={onChange} /> : null}
    </>
  )
}

const tierShape = z.object({ direction: z.enum(['up', 'down', 'any']).catch('up'), tiers: z.array(z.string()).catch([]) })
const directions = [
  { value: 'up', label: { zh: '升级', en: 'Up' } },
  { value: 'down', label: { zh: '降级', en: 'Down' } },
  { value: 'any', label: { zh: '任意变化', en: 'Either' } },
] as const

/** Moving to another tier. */
export function TierTrigger({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const { direction, tiers } = tierShape.parse(trigger)
  return (
    <>
      <Radio.Group
        aria-label={say({ zh: '往哪个方向', en: 'Which way' })}
        value={direction}
        onChange={(event) => onChange({ ...trigger, direction: event.target.value })}
        options={directions.map(({ value, label }) => ({ value, label: say(label) }))}
      />
      <Several
        label={{ zh: '变成哪些等级', en: 'To which tiers' }}
        placeholder={{ zh: '任意等级', en: 'Any tier' }}
        value={tiers}
        names={known.dictionary.tiers}
        onChange={(next) =>
          onChange({ ...trigger, tiers: next.length > 0 ? next : undefined, ...(next.length > 0 ? {} : { existing: false }) })
        }
      />
      {tiers.length > 0 ? <Existing trigger={trigger} onChange={onChange} /> : null}
    </>
  )
}
