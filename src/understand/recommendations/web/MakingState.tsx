import { Alert } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { type readRecommendations, stopRecommendations } from '../actions.ts'

type Work = ReplyOf<typeof readRecommendations>['work']

export const isUnderWay = (work: Work): boolean => work !== null && ['waiting', 'running', 'stopping'].includes(work.state)

const phases: Readonly<Record<string, Words>> = {
  reading: { zh: '读取谁买过什么', en: 'Reading who bought what' },
  choosing: { zh: '拿过去检验各种方法', en: 'Trying the methods on the past' },
  writing: { zh: '逐位列出推荐', en: 'Making everybody’s list' },
}

/** How far a making is, with a way to stop it; and why the last one did not end well. */
export function MakingState({ work }: { readonly work: Work }) {
  const say = useSay()
  const stop = useAct(stopRecommendations)
  const mayStop = useMayDo(stopRecommendations)
  if (work?.state === 'failed')
    return (
      <Alert
        type="error"
        showIcon
        title={say({
          zh: '上次推荐没有成功，已重试三次；现有的推荐不变。可以再试一次，若仍不行请告诉管理员。',
          en: 'The last lists could not be made after three tries; the present ones are as they were. Try again, and tell your administrator if it fails again.',
        })}
        description={work.failure}
      />
    )
  if (!work || !isUnderWay(work)) return null
  const phase = phases[work.phase ?? 'reading'] ?? { zh: '推荐', en: 'Recommending' }
  return (
    <Progress
      label={say(work.state === 'waiting' ? { zh: '等待开始', en: 'Waiting to begin' } : phase)}
      done={Math.round(work.share * 100)}
      total={100}
      {...(mayStop ? { onStop: () => stop.mutate({}) } : {})}
      stopping={stop.isPending || work.state === 'stopping'}
      confirm={{
        zh: '停下来？算到一半的不保留，现有的推荐不变。',
        en: 'Stop? What is half done is dropped; the present lists stay.',
      }}
    />
  )
}
