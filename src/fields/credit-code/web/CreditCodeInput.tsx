import { DraftInput } from '../../web/DraftInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { creditCode } from '../credit-code.ts'

export function CreditCodeInput(props: FieldInputProps) {
  return <DraftInput {...props} type={creditCode} kind="text" />
}
