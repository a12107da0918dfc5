import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { idCard } from '../id-card.ts'

export function IdCardInput(props: FieldInputProps) {
  return <DraftInput {...props} type={idCard} kind="text" />
}
