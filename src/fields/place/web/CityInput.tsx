import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { city } from '../place.ts'

export function CityInput(props: FieldInputProps) {
  return <DraftInput {...props} type={city} kind="text" />
}
