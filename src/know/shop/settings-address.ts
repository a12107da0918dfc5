import { z } from 'zod'

export const settingsTabs = ['shop', 'mail', 'keys', 'security', 'encryption', 'sources', 'me'] as const
export type SettingsTab = (typeof settingsTabs)[number]

/** The settings keep in their address which of them is shown. */
export const settingsSearch = z.object({ tab: z.enum(settingsTabs).optional() })
