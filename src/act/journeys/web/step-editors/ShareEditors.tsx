import { Checkbox, InputNumber, Select } from 'antd'
import { z } from 'zod'
import { useSay } from '../../../../ui/language.tsx'
import { testMetricOptions } from '../../steps/ab-test.ts'
import { Labelled, NumberLine } from '../Labelled.tsx'
import { type Part, WaysEditor } from '../WaysEditor.tsx'
import { baseOf, type StepEditorProps } from './step-editor.ts'

const share = z.number().catch(1)
const sharesShape = z.array(z.object({ way: z.string(), label: z.string().optional(), share }))

type Shared = Part & { readonly share: number }

function SharesEditor({
  parts,
  most,
  onChange,
}: {
  readonly parts: readonly Shared[]
  readonly most: number
  readonly onChange: (parts: readonly Shared[]) => void
}) {
  const say = useSay()
  const sum = parts.reduce((total, one) => total + one.share, 0)
  return (
    <WaysEditor<Shared>
      parts={parts}
      least={2}
      most={most}
      make={(way) => ({ way, share: 50 })}
      onChange={onChange}
      settings={(one, change) => (
        <Labelled label={{ zh: '份额', en: 'Share' }}>
          <InputNumber<number>
            aria-label={say({ zh: '份额：{way}', en: 'Share: {way}' }, { way: one.label ?? one.way })}
            min={1}
            max={10_000}
            value={one.share}
            onChange={(next) => change({ ...one, share: next ?? 1 })}
          />
          <span>{sum > 0 ? `${Math.round((one.share / sum) * 100)}%` : ''}</span>
        </Labelled>
      )}
    />
  )
}

export function SplitEditor({ step, onChange }: StepEditorProps) {
  const say = useSay()
  const parts = sharesShape.catch([]).parse(step['shares'])
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">{say({ zh: '同一位客户每次都走同一路。', en: 'The same customer goes the same way every time.' })}</p>
      <SharesEditor parts={parts} most={8} onChange={(shares) => onChange({ ...baseOf(step), shares })} />
    </div>
  )
}

const testShape = z.object({
  metric: z.string().catch('purchase'),
  days: z.number().catch(14),
  plannedPeople: z.number().catch(2_000),
  stopsEarly: z.boolean().catch(true),
})

export function TestEditor({ step, onChange }: StepEditorProps) {
  const say = useSay()
  const variants = sharesShape.catch([]).parse(step['variants'])
  const test = testShape.parse(step)
  const set = (patch: object) => onChange({ ...baseOf(step), variants, ...test, ...patch })
  return (
    <div className="rg-form">
      <SharesEditor parts={variants} most={4} onChange={(next) => set({ variants: next })} />
      <Labelled label={{ zh: '比什么', en: 'Compared by' }}>
        <Select
          aria-label={say({ zh: '比什么', en: 'Compared by' })}
          className="rg-journey-name"
          value={test.metric}
          onChange={(metric) => set({ metric })}
          options={testMetricOptions.map(({ value, label }) => ({ value, label: say(label) }))}
        />
      </Labelled>
      <NumberLine
        label={{ zh: '看多少天内', en: 'Within days' }}
        min={1}
        max={90}
        value={test.days}
        usual={14}
        onChange={(days) => set({ days })}
      />
      <NumberLine
        label={{ zh: '预计多少人参加', en: 'People expected' }}
        hint={{
          zh: '各路合计。估得接近，区间最窄；估错也不会误判',
          en: 'All ways together. The interval is narrowest near it; a wrong guess misleads nobody',
        }}
        min={20}
        max={10_000_000}
        value={test.plannedPeople}
        usual={2_000}
        onChange={(plannedPeople) => set({ plannedPeople })}
      />
      <Checkbox checked={test.stopsEarly} onChange={(event) => set({ stopsEarly: event.target.checked })}>
        {say({ zh: '一旦确实分出高下，之后的客户都走更好的一路', en: 'Once one is surely better, everybody after takes it' })}
      </Checkbox>
    </div>
  )
}
