import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select } from 'antd'
import { minorDigits } from '../../../core/kit/money.ts'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { type Benefit, benefitKinds } from '../scheme.ts'
import { benefitWords } from './said-tiers.ts'

type Props = { readonly benefits: readonly Benefit[]; readonly onChange: (benefits: readonly Benefit[]) => void }

/** What a tier is promised, and what each promise costs for one customer and year. */
export function BenefitsEdit({ benefits, onChange }: Props) {
  const say = useSay()
  const format = useFormat()
  const cost = benefits.reduce((sum, benefit) => sum + benefit.cost, 0)
  return (
    <div className="rg-tier-promises">
      {benefits.map((benefit, at) => (
        // Benefits have no names of their own while they are written; they keep their places.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <BenefitLine
          key={at}
          benefit={benefit}
          onChange={(next) => onChange(benefits.map((old, i) => (i === at ? next : old)))}
          onRemove={() => onChange(benefits.filter((_, i) => i !== at))}
        />
      ))}
      <div className="rg-tier-promises-foot">
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          disabled={benefits.length >= 20}
          onClick={() => onChange([...benefits, { name: { zh: '', en: '' }, kind: 'gift', cost: 0 }])}
        >
          {say({ zh: '添加权益', en: 'Add a benefit' })}
        </Button>
        {benefits.length > 0 ? (
          <span className="rg-filter-hint">
            {say({ zh: '每位客户每年 {cost}', en: '{cost} for one customer and year' }, { cost: format.money(cost) })}
          </span>
        ) : null}
      </div>
    </div>
  )
}

type LineProps = { readonly benefit: Benefit; readonly onChange: (benefit: Benefit) => void; readonly onRemove: () => void }

function BenefitLine({ benefit, onChange, onRemove }: LineProps) {
  const say = useSay()
  const { language } = useLanguage()
  const { currency } = useShop()
  const unit = 10 ** minorDigits(currency)
  const other = language === 'zh' ? 'en' : 'zh'
  // Whoever names it in one language only has named it in the other too, until they say better.
  const rename = (text: string) => {
    const follows = benefit.name[other] === '' || benefit.name[other] === benefit.name[language]
    onChange({ ...benefit, name: { ...benefit.name, [language]: text, ...(follows ? { [other]: text } : {}) } })
  }
  return (
    <div className="rg-tier-promise">
      <Select
        aria-label={say({ zh: '权益种类', en: 'Kind of benefit' })}
        value={benefit.kind}
        onChange={(kind) => onChange({ ...benefit, kind })}
        options={benefitKinds.map((kind) => ({ value: kind, label: say(benefitWords[kind]) }))}
      />
      <Input
        aria-label={say({ zh: '权益名称', en: 'Name of the benefit' })}
        placeholder={say({ zh: '例如：生日礼', en: 'e.g. birthday gift' })}
        value={benefit.name[language]}
        maxLength={60}
        onChange={(event) => rename(event.target.value)}
      />
      <InputNumber<number>
        aria-label={say({ zh: '每位客户每年的成本', en: 'Cost for one customer and year' })}
        value={benefit.cost / unit}
        min={0}
        max={1_000_000_000}
        precision={minorDigits(currency)}
        controls={false}
        suffix={say({ zh: `${currency}/人·年`, en: `${currency} a year` })}
        onChange={(cost) => onChange({ ...benefit, cost: Math.round((cost ?? 0) * unit) })}
      />
      <Input
        aria-label={say({ zh: '说明', en: 'Note' })}
        placeholder={say({ zh: '说明（可不填）', en: 'Note (optional)' })}
        value={benefit.note ?? ''}
        maxLength={300}
        onChange={(event) => onChange(withNote(benefit, event.target.value))}
      />
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        aria-label={say({ zh: '移除这项权益', en: 'Remove this benefit' })}
        onClick={onRemove}
      />
    </div>
  )
}

function withNote({ name, kind, cost }: Benefit, note: string): Benefit {
  return { name, kind, cost, ...(note === '' ? {} : { note }) }
}
