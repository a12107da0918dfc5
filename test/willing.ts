import type { Candidate } from '../src/act/messages/decide-sending.ts'

/** A marketing mail that nothing speaks against. */
export const willing: Candidate = {
  kind: 'marketing',
  channel: 'email',
  priority: 50,
  expiresAt: null,
  customerKnown: true,
  templateKnown: true,
  heldOut: false,
  heldOutOfAll: false,
  journey: null,
  campaign: null,
  addressTrouble: null,
  address: 'a@shop.cn',
  consent: 'granted',
  needsYes: true,
  personal: false,
  contacts: [],
  kept: [],
  lastWord: null,
  needsWindow: false,
  timeZone: 'Asia/Shanghai',
}
