import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { askWhenBack } from './ask-when-back.ts'
import { ProblemError } from './call.ts'

const problem = (code: string, status: number) => new ProblemError({ code, status, words: { zh: code, en: code } })

/** What is on screen of a question that is answered as `answer` says. */
function show(answers: QueryClient, answer: () => Promise<unknown>) {
  const observer = new QueryObserver(answers, { queryKey: ['customers'], queryFn: answer, retry: false })
  observer.subscribe(() => {})
  return observer
}

it('what failed while the database was away is asked again by itself once it is back, and not before', async () => {
  const answers = new QueryClient()
  const away = problem('database.away', 503)
  let looked = 0
  const look = () => (++looked > 2 ? Promise.resolve({}) : Promise.reject(away))
  askWhenBack(answers, look, 5)
  const answer = vi.fn<() => Promise<unknown>>(() => (looked > 2 ? Promise.resolve('three customers') : Promise.reject(away)))
  const shown = show(answers, answer)
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe('three customers'))
  expect(answer).toHaveBeenCalledTimes(2)
  expect(looked).toBe(3)
})

it('a refusal, or an answer that took too long, is not asked for again', async () => {
  for (const error of [problem('access.denied', 403), problem('database.too-slow', 503)]) {
    const answers = new QueryClient()
    const look = vi.fn<() => Promise<unknown>>(() => Promise.resolve({}))
    askWhenBack(answers, look, 1)
    const shown = show(answers, () => Promise.reject(error))
    await vi.waitFor(() => expect(shown.getCurrentResult().status).toBe('error'))
    await new Promise((done) => setTimeout(done, 20))
    expect(look).not.toHaveBeenCalled()
    expect(shown.getCurrentResult().error).toBe(error)
  }
})
