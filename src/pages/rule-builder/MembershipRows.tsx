import { Input, InputNumber, Select } from 'antd'
import type { Bucket } from '../../core/rule/rule.ts'
import { useSay } from '../../ui/language.tsx'
import { leafTrouble, negate } from '../rule-tree.ts'
import { Pick } from './Pick.tsx'
import type { RowProps } from './row.ts'

type YesNo = {
  readonly yes: string
  readonly no: string
  readonly label: string
  readonly negated: boolean
  readonly onChange: (negated: boolean) => void
}

function YesNoPick(props: YesNo) {
  const options = [
    { value: 'yes', label: props.yes },
    { value: 'no', label: props.no },
  ]
  return (
    <Pick label={props.label} value={props.negated ? 'no' : 'yes'} options={options} onChange={(value) => props.onChange(value === 'no')} />
  )
}

export function SegmentRow({ rule, negated, onChange, dictionary }: RowProps<{ readonly segment: string }>) {
  const say = useSay()
  const known = dictionary.segments?.has(rule.segment) ?? false
  return (
    <>
      <YesNoPick
        label={say({ zh: '属于或不属于', en: 'Is or is not in' })}
        yes={say({ zh: '属于细分', en: 'is in segment' })}
        no={say({ zh: '不属于细分', en: 'is not in segment' })}
        negated={negated}
        onChange={(next) => onChange(negate(rule, next))}
      />
      <Pick
        label={say({ zh: '细分', en: 'Segment' })}
        value={known ? rule.segment : null}
        placeholder={say({ zh: '选择细分', en: 'Choose a segment' })}
        wrong={rule.segment !== '' && !known}
        options={[...(dictionary.segments ?? [])].map(([value, label]) => ({ value, label }))}
        onChange={(segment) => onChange(negate({ segment }, negated))}
        wide
      />
    </>
  )
}

export function StageRow({ rule, negated, onChange, dictionary }: RowProps<{ readonly stage: readonly string[] }>) {
  const say = useSay()
  return (
    <>
      <YesNoPick
        label={say({ zh: '处于或不处于', en: 'Is or is not in' })}
        yes={say({ zh: '处于阶段', en: 'is in stage' })}
        no={say({ zh: '不处于阶段', en: 'is not in stage' })}
        negated={negated}
        onChange={(next) => onChange(negate(rule, next))}
      />
      <Select<string[]>
        aria-label={say({ zh: '生命周期阶段', en: 'Lifecycle stage' })}
        className="rg-rule-value"
        mode="multiple"
        value={[...rule.stage]}
        options={[...(dictionary.stages ?? [])].map(([value, label]) => ({ value, label: say(label) }))}
        onChange={(stage) => onChange(negate({ stage }, negated))}
        placeholder={say({ zh: '可多选', en: 'Choose one or more' })}
        {...(rule.stage.length > 0 && leafTrouble(rule, dictionary) ? { status: 'error' } : {})}
      />
    </>
  )
}

export function TierRow({ rule, negated, onChange, dictionary }: RowProps<{ readonly tier: readonly string[] }>) {
  const say = useSay()
  return (
    <>
      <YesNoPick
        label={say({ zh: '是或不是这些等级', en: 'Is or is not in the tiers' })}
        yes={say({ zh: '等级是', en: 'is in tier' })}
        no={say({ zh: '等级不是', en: 'is not in tier' })}
        negated={negated}
        onChange={(next) => onChange(negate(rule, next))}
      />
      <Select<string[]>
        aria-label={say({ zh: '客户等级', en: 'Tier' })}
        className="rg-rule-value"
        mode="multiple"
        value={[...rule.tier]}
        options={[...(dictionary.tiers ?? [])].map(([value, label]) => ({ value, label: say(label) }))}
        onChange={(tier) => onChange(negate({ tier }, negated))}
        placeholder={say({ zh: '可多选', en: 'Choose one or more' })}
        {...(rule.tier.length > 0 && leafTrouble(rule, dictionary) ? { status: 'error' } : {})}
      />
    </>
  )
}

/** A share of everybody that stays the same people for the same name. */
export function BucketRow({ rule, negated, onChange }: RowProps<{ readonly bucket: Bucket }>) {
  const say = useSay()
  const { bucket } = rule
  const set = (next: Partial<Bucket>) => onChange(negate({ bucket: { ...bucket, ...next } }, negated))
  const share = (percent: number) => Math.max(1, Math.round(percent * 100))
  return (
    <>
      <YesNoPick
        label={say({ zh: '抽中或未抽中', en: 'Is or is not drawn' })}
        yes={say({ zh: '随机抽中', en: 'is in a random' })}
        no={say({ zh: '未被抽中', en: 'is not in a random' })}
        negated={negated}
        onChange={(next) => onChange(negate(rule, next))}
      />
      <InputNumber<number>
        aria-label={say({ zh: '比例（%）', en: 'Share in per cent' })}
        value={(bucket.to - bucket.from) / 100}
        min={0.01}
        max={100 - bucket.from / 100}
        suffix="%"
        onChange={(percent) => set({ to: Math.min(10_000, bucket.from + share(percent ?? 10)) })}
        className="rg-rule-number"
      />
      <Input
        aria-label={say({ zh: '抽样名称：名称相同，抽中的人就相同', en: 'Name of the draw: the same name draws the same people' })}
        title={say({ zh: '名称相同，抽中的人就相同', en: 'The same name draws the same people' })}
        className="rg-rule-pick"
        value={bucket.salt}
        maxLength={100}
        onChange={(event) => set({ salt: event.target.value })}
        prefix={say({ zh: '名称', en: 'Draw' })}
      />
    </>
  )
}
