import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { lunarDate } from '../lunar-date.ts'

export function LunarDateInput(props: FieldInputProps) {
  return <DraftInput {...props} type={lunarDate} kind="text" />
}
