/** Reads a choice of the reader (language, theme) that this browser remembers; a browser that refuses storage forgets. */
export function readChoice<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  try {
    const kept = localStorage.getItem(`regulars.${key}`)
    return allowed.find((one) => one === kept) ?? otherwise
  } catch {
    return otherwise
  }
}

export function keepChoice(key: string, value: string): void {
  try {
    localStorage.setItem(`regulars.${key}`, value)
  } catch {
    // A private window may refuse; the choice then lasts until the page is closed.
  }
}
