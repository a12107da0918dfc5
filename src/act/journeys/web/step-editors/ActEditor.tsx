import { Select } from 'antd'
import { z } from 'zod'
import { useSay } from '../../../../ui/language.tsx'
import { ActionSettings } from '../ActionSettings.tsx'
import { baseOf, type StepEditorProps } from './step-editor.ts'

const actShape = z.object({ action: z.string().catch(''), input: z.record(z.string(), z.unknown()).catch({}) })

export function ActEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { action, input } = actShape.parse(step)
  const chosen = known.actions.get(action)
  return (
    <div className="rg-form">
      <Select
        aria-label={say({ zh: '做什么', en: 'What to do' })}
        placeholder={say({ zh: '选择动作', en: 'Choose what to do' })}
        className="rg-journey-name"
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen ? action : null}
        onChange={(next) => onChange({ ...baseOf(step), action: next, input: {} })}
        options={[...known.actions.values()].map(({ name, label }) => ({ value: name, label: say(label) }))}
      />
      {chosen?.help ? <p className="rg-filter-hint">{say(chosen.help)}</p> : null}
      {chosen ? (
        <ActionSettings
          schema={chosen.input}
          input={input}
          known={known}
          onChange={(next) => onChange({ ...baseOf(step), action, input: next })}
        />
      ) : null}
    </div>
  )
}
