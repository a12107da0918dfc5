import type { ReplyOf } from '../../../core/action/action.ts'
import { WorkProgress } from '../../../ui/WorkProgress.tsx'
import { type readRecommendations, stopRecommendations } from '../actions.ts'

const phases = {
  reading: { zh: '读取谁买过什么', en: 'Reading who bought what' },
  choosing: { zh: '拿过去检验各种方法', en: 'Trying the methods on the past' },
  writing: { zh: '逐位列出推荐', en: 'Making everybody’s list' },
}

/** How far a making is. */
export function MakingState({ work }: Pick<ReplyOf<typeof readRecommendations>, 'work'>) {
  return (
    <WorkProgress
      work={work}
      phases={phases}
      of={100}
      stop={stopRecommendations}
      confirm={{
        zh: '停下来？算到一半的不保留，现有的推荐不变。',
        en: 'Stop? What is half done is dropped; the present lists stay.',
      }}
      failed={{
        zh: '上次推荐没有成功，已重试三次；现有的推荐不变。可以再试一次，若仍不行请告诉管理员。',
        en: 'The last lists could not be made after three tries; the present ones are as they were. Try again, and tell your administrator if it fails again.',
      }}
    />
  )
}
