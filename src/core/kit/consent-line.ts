/** Ways by which a customer may be reached, each consented to on its own. */
export const consentChannels = ['email', 'sms', 'call', 'wechat', 'post'] as const
export type ConsentChannel = (typeof consentChannels)[number]

/** What a customer did: said yes; said no before any yes; took a yes back; or the yes ran out, with nobody objecting. */
export const consentActs = ['given', 'refused', 'withdrawn', 'expired'] as const
export type ConsentAct = (typeof consentActs)[number]

/** Purposes that every firm has. `personalisation` goes by no channel. */
export const standingPurposes = {
  marketing: 'marketing',
  service: 'service',
  personalisation: 'personalisation',
  tracking: 'tracking',
} as const

/** The channels that a way to reach somebody carries. */
export const channelsOfPoint: Readonly<Record<string, readonly ConsentChannel[]>> = {
  email: ['email'],
  phone: ['sms', 'call'],
  wechat: ['wechat'],
  address: ['post'],
}

/** The kind of contact point that a channel needs. */
export const pointOfChannel: Readonly<Record<ConsentChannel, 'email' | 'phone' | 'wechat' | 'address'>> = {
  email: 'email',
  sms: 'phone',
  call: 'phone',
  wechat: 'wechat',
  post: 'address',
}

/** How a state is said where only yes, no and nothing are told apart: a customer's e-mail consent, a contact point's. */
export type PlainConsent = 'granted' | 'withdrawn' | 'unknown'

export function plainConsent(state: string | null): PlainConsent {
  if (state === 'given') return 'granted'
  return state === 'refused' || state === 'withdrawn' ? 'withdrawn' : 'unknown'
}

/** The act that leads from one plain state to another. */
export function actOf(from: string, to: PlainConsent): ConsentAct {
  if (to === 'granted') return 'given'
  if (to === 'unknown') return 'expired'
  return from === 'granted' ? 'withdrawn' : 'refused'
}

/** Below this age a guardian agrees: 14 in China (PIPL 31), 13 to 16 in the GDPR’s states, 18 where the firm wants it so. */
export const usualAgeOfConsent = 14
