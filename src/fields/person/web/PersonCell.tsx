import { useSay } from '../../../ui/language.tsx'
import { optionOf } from '../../choice/choice.ts'
import { isNothing, nothing, textOf } from '../../nothing.ts'
import { IdEnd } from '../../reference/web/ReferenceCell.tsx'
import type { FieldCellProps } from '../../web/field-parts.ts'

/** A colleague by name; one who has left is marked so. */
export function PersonCell({ field, value }: FieldCellProps) {
  const say = useSay()
  if (isNothing(value)) return <span className="rg-cell">{nothing}</span>
  const option = optionOf(value, field)
  if (!option) return <IdEnd id={textOf(value)} />
  const name = say(option.label)
  return <span className="rg-cell">{option.retired ? say({ zh: '{name}（已停用）', en: '{name} (disabled)' }, { name }) : name}</span>
}
