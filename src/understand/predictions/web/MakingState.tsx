import { Alert } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { type readPredictions, stopPredictions } from '../actions.ts'

type Work = ReplyOf<typeof readPredictions>['work']

export const isUnderWay = (work: Work): boolean => work !== null && ['waiting', 'running', 'stopping'].includes(work.state)

const phases: Readonly<Record<string, Words>> = {
  reading: { zh: '读取消费历史', en: 'Reading purchases' },
  choosing: { zh: '选择模型，并拿过去试', en: 'Choosing a model and trying it on the past' },
  fitting: { zh: '拟合', en: 'Fitting' },
  writing: { zh: '逐位预测', en: 'Predicting everybody' },
}

/** How far a making is, with a way to stop it; and why the last one did not end well. */
export function MakingState({ work }: { readonly work: Work }) {
  const say = useSay()
  const stop = useAct(stopPredictions)
  const mayStop = useMayDo(stopPredictions)
  if (!work) return null
  if (work.state === 'failed')
    return (
      <Alert
        type="error"
        showIcon
        title={say({
          zh: '上次预测没有成功，已重试三次；现有的预测不变。可以再试一次，若仍不行请告诉管理员。',
          en: 'The last predictions could not be made after three tries; the present ones are as they were. Try again, and tell your administrator if it fails again.',
        })}
        description={work.failure}
        className="rg-sample"
      />
    )
  if (!isUnderWay(work)) return null
  const phase = phases[work.phase ?? 'reading'] ?? { zh: '预测', en: 'Predicting' }
  return (
    <Progress
      label={say(work.state === 'waiting' ? { zh: '等待开始', en: 'Waiting to begin' } : phase)}
      done={Math.round(work.share * work.customers)}
      total={work.customers > 0 ? work.customers : null}
      {...(mayStop ? { onStop: () => stop.mutate({}) } : {})}
      stopping={stop.isPending || work.state === 'stopping'}
      confirm={{
        zh: '停下来？算到一半的不保留，现有的预测不变。',
        en: 'Stop? What is half done is dropped; the present predictions stay.',
      }}
    />
  )
}
