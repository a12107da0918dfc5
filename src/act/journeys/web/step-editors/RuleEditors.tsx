import { z } from 'zod'
import { ruleSchema } from '../../../../core/rule/rule.ts'
import { RuleBuilder } from '../../../../pages/rule-builder/RuleBuilder.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { otherwise } from '../../steps/choose.ts'
import { ruleOf } from '../say-journey.ts'
import { WaysEditor } from '../WaysEditor.tsx'
import { baseOf, type StepEditorProps } from './step-editor.ts'

export function BranchEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">
        {say({
          zh: '客户走到这一步时判断：成立走“是”，不成立走“否”。',
          en: 'Asked when a customer gets here: those it holds for take “Yes”, the others “No”.',
        })}
      </p>
      <RuleBuilder rule={ruleOf(step)} dictionary={known.dictionary} onChange={(rule) => onChange({ ...baseOf(step), rule })} />
    </div>
  )
}

const chooseShape = z.object({ cases: z.array(z.object({ way: z.string(), label: z.string().optional(), rule: ruleSchema })) })

export function ChooseEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { cases } = chooseShape.catch({ cases: [] }).parse(step)
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">
        {say({
          zh: '从上往下看，第一个成立的条件决定走哪一路；都不成立走“其他”。',
          en: 'From above: the first rule that holds decides; whoever fits none takes “Others”.',
        })}
      </p>
      <WaysEditor
        parts={cases}
        least={1}
        most={8}
        reserved={otherwise}
        make={(way): (typeof cases)[number] => ({ way, rule: { all: [] } })}
        onChange={(next) => onChange({ ...baseOf(step), cases: next })}
        settings={(one, change) => (
          <RuleBuilder rule={one.rule} dictionary={known.dictionary} onChange={(rule) => change({ ...one, rule })} />
        )}
      />
    </div>
  )
}
