import type { ReplyOf } from '../../../core/action/action.ts'
import { WorkProgress } from '../../../ui/WorkProgress.tsx'
import { type readPredictions, stopPredictions } from '../actions.ts'

const phases = {
  reading: { zh: '读取消费历史', en: 'Reading purchases' },
  choosing: { zh: '选择模型，并拿过去试', en: 'Choosing a model and trying it on the past' },
  fitting: { zh: '拟合', en: 'Fitting' },
  writing: { zh: '逐位预测', en: 'Predicting everybody' },
}

/** How far a making is. */
export function MakingState({ work }: Pick<ReplyOf<typeof readPredictions>, 'work'>) {
  return (
    <WorkProgress
      work={work}
      phases={phases}
      of={work?.customers ?? 0}
      stop={stopPredictions}
      confirm={{
        zh: '停下来？算到一半的不保留，现有的预测不变。',
        en: 'Stop? What is half done is dropped; the present predictions stay.',
      }}
      failed={{
        zh: '上次预测没有成功，已重试三次；现有的预测不变。可以再试一次，若仍不行请告诉管理员。',
        en: 'The last predictions could not be made after three tries; the present ones are as they were. Try again, and tell your administrator if it fails again.',
      }}
    />
  )
}
