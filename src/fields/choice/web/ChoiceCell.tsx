import { useSay } from '../../../ui/language.tsx'
import { namedColour } from '../../../ui/palette.ts'
import { Badge } from '../../../ui/Reason.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { isNothing, nothing, textOf } from '../../nothing.ts'
import type { FieldCellProps } from '../../web/field-parts.ts'
import { optionOf } from '../choice.ts'

/** A coloured word where the choice has a tone; the word alone tells, the colour only helps. */
export function ChoiceCell(props: FieldCellProps) {
  const say = useSay()
  const { look } = useTheme()
  if (isNothing(props.value)) return <span className="rg-cell">{nothing}</span>
  const option = optionOf(props.value, props.field)
  if (!option) return <span className="rg-cell">{textOf(props.value)}</span>
  const colour = option.colour ? namedColour(option.colour, look) : null
  if (colour) return <Badge colour={colour}>{say(option.label)}</Badge>
  return option.tone ? <Badge tone={option.tone}>{say(option.label)}</Badge> : <span className="rg-cell">{say(option.label)}</span>
}
