import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { province } from '../place.ts'

export function ProvinceInput(props: FieldInputProps) {
  return <DraftInput {...props} type={province} kind="text" />
}
