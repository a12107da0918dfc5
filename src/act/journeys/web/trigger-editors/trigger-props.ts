import type { Trigger } from '../new-triggers.ts'
import type { Known } from '../say-rule.ts'

export type TriggerProps = { readonly trigger: Trigger; readonly onChange: (trigger: Trigger) => void; readonly known: Known }
