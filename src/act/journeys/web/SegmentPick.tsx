import { Select } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import type { Known } from './say-rule.ts'

type PickProps = {
  readonly segment: string | undefined
  readonly known: Known
  readonly optional?: boolean
  readonly onChange: (id: string | undefined) => void
}

/** Chooses one of the segments by its name. */
export function SegmentPick({ segment, known, optional, onChange }: PickProps) {
  const say = useSay()
  return (
    <Select
      aria-label={say({ zh: '细分', en: 'Segment' })}
      placeholder={say({ zh: '选择细分', en: 'Choose a segment' })}
      className="rg-journey-name"
      allowClear={optional ?? false}
      showSearch={{ optionFilterProp: 'label' }}
      value={segment && known.dictionary.segments?.has(segment) ? segment : null}
      onChange={(next: string | null) => onChange(next ?? undefined)}
      options={[...(known.dictionary.segments ?? [])].map(([value, label]) => ({ value, label }))}
    />
  )
}
