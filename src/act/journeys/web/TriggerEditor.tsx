import { Radio } from 'antd'
import type { ComponentType } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { triggerKinds } from '../trigger-kinds.ts'
import { newTriggers } from './new-triggers.ts'
import { DateTrigger, FestivalTrigger, ScheduleTrigger } from './trigger-editors/DateTriggers.tsx'
import { AfterEventTrigger, FactChoice } from './trigger-editors/FactTriggers.tsx'
import { ByHandTrigger, SegmentTrigger, StageTrigger, TierTrigger } from './trigger-editors/MoveTriggers.tsx'
import type { TriggerProps } from './trigger-editors/trigger-props.ts'

function ApiTrigger() {
  const say = useSay()
  return (
    <p className="rg-filter-hint">
      {say({
        zh: '其他系统用密钥调用 POST /api/journeys/旅程编号/enter，写明 customerIds。旅程编号是保存后网址里 /journeys/ 后面的那一段；完整说明见接口文档。',
        en: 'Another system calls POST /api/journeys/ID/enter with a key and customerIds. The ID is what follows /journeys/ in the address once the journey is kept; the API document has the rest.',
      })}
    </p>
  )
}

const editors: Readonly<Record<string, ComponentType<TriggerProps>>> = {
  event: FactChoice,
  'after-event': AfterEventTrigger,
  segment: SegmentTrigger,
  stage: StageTrigger,
  tier: TierTrigger,
  date: DateTrigger,
  festival: FestivalTrigger,
  schedule: ScheduleTrigger,
  'by-hand': ByHandTrigger,
  api: ApiTrigger,
}

/** Chooses what lets customers in, and how. */
export function TriggerEditor({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const Editor = editors[trigger.kind]
  const help = triggerKinds[trigger.kind]?.help
  return (
    <div className="rg-form">
      <Radio.Group
        className="rg-trigger-kinds"
        aria-label={say({ zh: '触发方式', en: 'Trigger' })}
        value={trigger.kind}
        onChange={(event) => onChange(newTriggers[String(event.target.value)] ?? trigger)}
        options={Object.values(triggerKinds).map(({ kind, label }) => ({ value: kind, label: say(label) }))}
      />
      {help ? <p className="rg-filter-hint">{say(help)}</p> : null}
      {Editor ? <Editor trigger={trigger} known={known} onChange={onChange} /> : null}
    </div>
  )
}
