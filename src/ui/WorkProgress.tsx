import { Alert } from 'antd'
import type { z } from 'zod'
import type { Words } from '../core/kit/words.ts'
import { isUnderWay, type WorkState } from '../core/kit/work-state.ts'
import type { Endpoint } from './call.ts'
import { useAct } from './data.tsx'
import { useSay } from './language.tsx'
import { Progress } from './Progress.tsx'
import { useMayDo } from './reader.tsx'

type Props = {
  readonly work: {
    readonly state: WorkState
    readonly phase: string | null
    readonly share: number
    readonly failure: string | null
  } | null
  /** What each of its phases is called, the first one first. */
  readonly phases: Readonly<Record<string, Words>>
  /** Of how many its share is told; 0 while that is not known. */
  readonly of: number
  readonly stop: Endpoint<z.ZodObject, z.ZodType> & Parameters<typeof useMayDo>[0]
  /** What is asked before it is stopped. */
  readonly confirm: Words
  /** That the last one did not end well, and what to do. */
  readonly failed: Words
}

/** How far work is that is done in the background, with a way to stop it; and why the last one did not end well. */
export function WorkProgress({ work, phases, of, stop, confirm, failed }: Props) {
  const say = useSay()
  const stopping = useAct(stop)
  const mayStop = useMayDo(stop)
  if (work?.state === 'failed') return <Alert type="error" showIcon title={say(failed)} description={work.failure} className="rg-notice" />
  if (!work || !isUnderWay(work)) return null
  const phase = phases[work.phase ?? ''] ?? Object.values(phases)[0] ?? ''
  return (
    <Progress
      label={say(work.state === 'waiting' ? { zh: '等待开始', en: 'Waiting to begin' } : phase)}
      done={Math.round(work.share * of)}
      total={of > 0 ? of : null}
      {...(mayStop ? { onStop: () => stopping.mutate({}) } : {})}
      stopping={stopping.isPending || work.state === 'stopping'}
      confirm={confirm}
    />
  )
}
