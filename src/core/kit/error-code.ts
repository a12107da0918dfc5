/** What the system, the database or a library calls an error, e.g. `ENOENT` or `40P01`; empty where it has no such name. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' || typeof code === 'number' ? String(code) : ''
}
