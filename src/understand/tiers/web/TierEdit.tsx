import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Input, InputNumber, Select } from 'antd'
import { useMemo } from 'react'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Mover } from '../../../ui/Mover.tsx'
import { namedColour, tierColours } from '../../../ui/palette.ts'
import { useTheme } from '../../../ui/theme.tsx'
import type { Tier, Validity } from '../scheme.ts'
import { BenefitsEdit } from './BenefitsEdit.tsx'

type Props = {
  readonly tier: Tier
  /** It takes everybody else, has no rule, and nobody falls from it. */
  readonly isLowest: boolean
  readonly dictionary: Dictionary
  readonly onChange: (tier: Tier) => void
  readonly onUp: (() => void) | null
  readonly onDown: (() => void) | null
  readonly onRemove: (() => void) | null
}

export function TierEdit(props: Props) {
  const { tier, isLowest, dictionary, onChange } = props
  const say = useSay()
  const { look } = useTheme()
  const border = useMemo(() => ({ borderLeftColor: namedColour(tier.colour, look) }), [tier.colour, look])
  const name = say(tier.label) || say({ zh: '新等级', en: 'New tier' })
  return (
    <section className="rg-tier-edit" style={border} aria-label={name}>
      <Head {...props} name={name} />
      {isLowest ? (
        <p className="rg-filter-hint">{say({ zh: '所有不符合更高等级的客户', en: 'Everybody who fits no higher tier' })}</p>
      ) : (
        <RuleBuilder rule={tier.rule} onChange={(rule) => onChange({ ...tier, rule })} dictionary={dictionary} />
      )}
      <BenefitsEdit benefits={tier.benefits} onChange={(benefits) => onChange({ ...tier, benefits: [...benefits] })} />
      {isLowest ? null : <Terms tier={tier} onChange={onChange} />}
    </section>
  )
}

function Head({ tier, name, onChange, onUp, onDown, onRemove }: Props & { readonly name: string }) {
  const say = useSay()
  const { look } = useTheme()
  const named = (words: { zh: string; en: string }) => say(words, { name })
  const colours = [...new Set([...tierColours, tier.colour])]
  return (
    <div className="rg-tier-edit-head">
      <Select
        aria-label={say({ zh: '颜色', en: 'Colour' })}
        value={tier.colour}
        onChange={(colour) => onChange({ ...tier, colour })}
        options={colours.map((colour) => ({
          value: colour,
          label: <span className="rg-tier-colour" style={{ background: namedColour(colour, look) }} />,
        }))}
        className="rg-tier-colours"
      />
      <Input
        className="rg-tier-marking"
        value={tier.mark}
        maxLength={4}
        aria-label={say({ zh: '标记（1 到 4 个字）', en: 'Mark (1 to 4 characters)' })}
        placeholder={say({ zh: '标记', en: 'Mark' })}
        onChange={(event) => onChange({ ...tier, mark: event.target.value })}
      />
      <Input
        className="rg-tier-label"
        value={tier.label.zh}
        maxLength={20}
        placeholder={say({ zh: '中文名称', en: 'Name in Chinese' })}
        aria-label={say({ zh: '中文名称', en: 'Name in Chinese' })}
        onChange={(event) => onChange({ ...tier, label: { ...tier.label, zh: event.target.value } })}
      />
      <Input
        className="rg-tier-label"
        value={tier.label.en}
        maxLength={20}
        placeholder={say({ zh: '英文名称', en: 'Name in English' })}
        aria-label={say({ zh: '英文名称', en: 'Name in English' })}
        onChange={(event) => onChange({ ...tier, label: { ...tier.label, en: event.target.value } })}
      />
      <span className="rg-tier-movers">
        <Mover icon={<ArrowUpOutlined />} label={named({ zh: '把“{name}”升高一级', en: 'Move “{name}” up' })} onMove={onUp} />
        <Mover icon={<ArrowDownOutlined />} label={named({ zh: '把“{name}”降低一级', en: 'Move “{name}” down' })} onMove={onDown} />
        <Mover icon={<DeleteOutlined />} label={named({ zh: '删去“{name}”', en: 'Remove “{name}”' })} onMove={onRemove} />
      </span>
    </div>
  )
}

type Part = { readonly tier: Tier; readonly onChange: (tier: Tier) => void }

const validities = {
  none: { kind: 'none' },
  days: { kind: 'days', days: 365 },
  'this-year': { kind: 'year-end', years: 0 },
  'next-year': { kind: 'year-end', years: 1 },
} as const satisfies Record<string, Validity>

type Lasting = keyof typeof validities

function lastingOf(validity: Validity): Lasting {
  if (validity.kind !== 'year-end') return validity.kind
  return validity.years === 0 ? 'this-year' : 'next-year'
}

/** How long the tier is promised, how long it is kept beyond, and how it is lost. */
function Terms({ tier, onChange }: Part) {
  const say = useSay()
  const { validity } = tier
  return (
    <div className="rg-tier-terms">
      <label>
        <span>{say({ zh: '有效期', en: 'Valid' })}</span>
        <Select<Lasting>
          value={lastingOf(validity)}
          aria-label={say({ zh: '有效期', en: 'Valid' })}
          onChange={(next) => onChange({ ...tier, validity: validities[next] })}
          options={[
            { value: 'none', label: say({ zh: '条件成立期间', en: 'while its rule holds' }) },
            { value: 'days', label: say({ zh: '若干天', en: 'for some days' }) },
            { value: 'this-year', label: say({ zh: '到当年年底', en: 'to the end of the year' }) },
            { value: 'next-year', label: say({ zh: '到下一年年底', en: 'to the end of the next year' }) },
          ]}
        />
        {validity.kind === 'days' ? (
          <Days
            label={{ zh: '有效天数', en: 'Days of validity' }}
            value={validity.days}
            least={1}
            most={3_650}
            onChange={(days) => onChange({ ...tier, validity: { kind: 'days', days } })}
          />
        ) : null}
      </label>
      <label>
        <span>{say({ zh: '宽限期', en: 'Grace' })}</span>
        <Days
          label={{ zh: '宽限天数', en: 'Days of grace' }}
          value={tier.graceDays}
          least={0}
          most={365}
          onChange={(graceDays) => onChange({ ...tier, graceDays })}
        />
      </label>
      <label>
        <span>{say({ zh: '条件不成立时', en: 'When its rule fails' })}</span>
        <Select
          value={tier.down.when}
          aria-label={say({ zh: '条件不成立时', en: 'When its rule fails' })}
          onChange={(when) => onChange({ ...tier, down: { ...tier.down, when } })}
          options={[
            { value: 'after-validity', label: say({ zh: '有效期结束前不降', en: 'never before the validity ends' }) },
            { value: 'at-once', label: say({ zh: '不等有效期结束', en: 'without waiting for its end' }) },
          ]}
        />
      </label>
      <label>
        <span>{say({ zh: '怎样降级', en: 'Falls' })}</span>
        <Select
          value={tier.down.how}
          aria-label={say({ zh: '怎样降级', en: 'Falls' })}
          onChange={(how) => onChange({ ...tier, down: { ...tier.down, how } })}
          options={[
            { value: 'one-step', label: say({ zh: '每次降一级', en: 'one step at a time' }) },
            { value: 'straight', label: say({ zh: '直接到应在的等级', en: 'straight to what the rules give' }) },
          ]}
        />
      </label>
    </div>
  )
}

type DaysProps = {
  readonly label: { zh: string; en: string }
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onChange: (days: number) => void
}

function Days({ label, value, least, most, onChange }: DaysProps) {
  const say = useSay()
  return (
    <InputNumber<number>
      aria-label={say(label)}
      className="rg-tier-days"
      value={value}
      min={least}
      max={most}
      precision={0}
      suffix={say({ zh: '天', en: 'days' })}
      controls={false}
      onChange={(days) => onChange(days ?? least)}
    />
  )
}
