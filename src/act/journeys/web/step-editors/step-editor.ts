import type { DraftStep } from '../../flow.ts'
import type { Known } from '../say-rule.ts'

export type StepEditorProps = { readonly step: DraftStep; readonly onChange: (step: DraftStep) => void; readonly known: Known }

/** What stays when a step's settings are written anew. */
export const baseOf = ({ id, kind }: DraftStep) => ({ id, kind })
