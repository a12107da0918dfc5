import { type GlobalHoldout, globalHoldoutName, openGlobalHoldout } from '../../know/shop/global-holdout.ts'
import { keptSending, type SendingSettings } from '../../know/shop/settings.ts'
import { attentionName, type AttentionSettings, openAttention } from './attention-settings.ts'

/** What the firm has set about sending. */
export type SendingRules = { readonly sending: SendingSettings; readonly attention: AttentionSettings; readonly holdout: GlobalHoldout }

/** The settings that it is made of. */
export const ruleNames = ['sending', attentionName, globalHoldoutName] as const

export function openRules(kept: ReadonlyMap<string, unknown>): SendingRules {
  return {
    sending: keptSending.parse(kept.get('sending') ?? {}),
    attention: openAttention(kept.get(attentionName)),
    holdout: openGlobalHoldout(kept.get(globalHoldoutName)),
  }
}
