/** Knows whether anything is going on: it is rung whenever somebody asks for something, and whenever work was found. */
export type Bell = { ring(): void; isQuiet(): boolean }

const quietAfterMs = 10_000

export function makeBell(): Bell {
  let rungAt = performance.now()
  return {
    ring: () => {
      rungAt = performance.now()
    },
    isQuiet: () => performance.now() - rungAt >= quietAfterMs,
  }
}
