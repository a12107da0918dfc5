import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { optionOf } from '../../choice/choice.ts'
import { nothing, textOf } from '../../nothing.ts'
import type { FieldCellProps } from '../../web/field-parts.ts'
import { tagsOf } from '../tags.ts'

/** Tags in a row, each in its colour. */
export function TagsCell({ field, value }: FieldCellProps) {
  const say = useSay()
  const shown = tagsOf(value).flatMap((id) => optionOf(id, field) ?? [])
  if (shown.length === 0) return <span className="rg-cell">{nothing}</span>
  return (
    <span className="rg-cell rg-tags">
      {shown.map((option) => (
        <Badge key={textOf(option.value)} tone={option.tone ?? 'neutral'}>
          {say(option.label)}
        </Badge>
      ))}
    </span>
  )
}
