import { ProblemError } from '../../ui/call.ts'
import { ErrorState, useSayProblem } from '../../ui/States.tsx'
import { Entrance } from './Entrance.tsx'

/** In the place of what a link was to open: why it does not, which is no lack of rights. */
export function DeadLink({ error, retry }: { readonly error: Error; readonly retry: () => unknown }) {
  const sayProblem = useSayProblem()
  const isRefused = error instanceof ProblemError && error.status === 403
  return (
    <Entrance wide title={{ zh: '这个链接打不开', en: 'This link does not open' }}>
      {isRefused ? <p role="alert">{sayProblem(error)}</p> : <ErrorState error={error} retry={retry} />}
    </Entrance>
  )
}
