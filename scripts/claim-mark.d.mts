/** Waits until the mark is ours; `waiting` is told once, where somebody else has it. Gives what lets go of it. */
export function claimMark(mark: string, waiting?: () => void): Promise<() => void>
