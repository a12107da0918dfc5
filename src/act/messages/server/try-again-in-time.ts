/**
 * The template language stops by the clock. A machine that is busy for a moment takes as long with a text as one that loops:
 * what looks endless is tried once more before a customer is told nothing for it.
 */
export function tryAgainInTime<T>(render: () => T): T {
  try {
    return render()
  } catch (error) {
    if (!(error instanceof Error && /render limit exceeded/.test(error.message))) throw error
    return render()
  }
}
