import { Select } from 'antd'
import type { Words } from '../../../../core/kit/words.ts'
import { useSay } from '../../../../ui/language.tsx'

type SeveralProps = {
  readonly label: Words
  readonly placeholder: Words
  readonly value: readonly string[]
  readonly names: ReadonlyMap<string, Words> | undefined
  readonly onChange: (value: string[]) => void
}

/** Chooses several of what has names. */
export function Several({ label, placeholder, value, names, onChange }: SeveralProps) {
  const say = useSay()
  return (
    <Select
      mode="multiple"
      aria-label={say(label)}
      placeholder={say(placeholder)}
      className="rg-journey-name"
      showSearch={{ optionFilterProp: 'label' }}
      value={[...value]}
      onChange={onChange}
      options={[...(names ?? [])].map(([key, name]) => ({ value: key, label: say(name) }))}
    />
  )
}
