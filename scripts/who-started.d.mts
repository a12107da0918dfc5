export function whoStarted(): string
export function areThere(starters: string): boolean
