/** Before the names of what somebody began to write and did not save. Whoever keeps such in the browser names it so. */
export const draftPrefix = 'regulars.draft.'

/** Takes away all that was begun and not saved: a shared computer keeps nothing of whoever signed out. */
export function forgetDrafts(store: Storage): void {
  try {
    const names = Array.from({ length: store.length }, (_, n) => store.key(n))
    for (const name of names) if (name?.startsWith(draftPrefix)) store.removeItem(name)
  } catch {
    // A private window may refuse, and keeps nothing either.
  }
}
