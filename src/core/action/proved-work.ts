/** Work before which a firm may want a fresh proof of who one is: taking lists away, and changing who may do what, keys too. */
export const provedWork = ['exports', 'rights'] as const
export type ProvedWork = (typeof provedWork)[number]
