/** What the system, the database or a library calls an error, e.g. `ENOENT` or `40P01`; empty where it has no such name. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code ?? '') : '')
