/**
 * Does together what is asked for one by one: while one lot is under way the others gather, and go as the next lot. Nobody
 * waits for a clock: a lone call is done at once.
 * @param work answers every one of a lot, in its order; what it throws is thrown at each
 */
export function gatherCalls<T, R>(work: (lot: readonly T[]) => Promise<readonly R[]>, most: number): (one: T) => Promise<R> {
  type Waiting = { readonly one: T; readonly resolve: (answer: R) => void; readonly reject: (reason: unknown) => void }
  const waiting: Waiting[] = []
  let isWorking = false
  const go = async () => {
    isWorking = true
    // What is asked for in the same turn belongs together.
    await Promise.resolve()
    for (let lot = waiting.splice(0, most); lot.length > 0; lot = waiting.splice(0, most)) {
      try {
        const answers = await work(lot.map(({ one }) => one))
        lot.forEach(({ resolve, reject }, i) => {
          const answer = answers[i]
          if (answer === undefined) reject(new Error('a lot was answered in part'))
          else resolve(answer)
        })
      } catch (error) {
        for (const { reject } of lot) reject(error)
      }
    }
    isWorking = false
  }
  return (one) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      if (!isWorking) void go()
    })
}
