import { defineProblems } from '../../core/kit/problem.ts'

export const predictionProblems = defineProblems({
  'prediction.under-way': {
    sort: 'conflict',
    words: {
      zh: '预测正在计算中。请等它完成，或先停止它；现有的预测不受影响。',
      en: 'Predictions are being made already. Wait for them, or stop that first; the present ones are not touched.',
    },
  },
  'prediction.stopped': {
    sort: 'conflict',
    words: { zh: '预测已停止，现有的预测不变。', en: 'Making predictions was stopped; the present ones are as they were.' },
  },
  'prediction.nothing-to-stop': {
    sort: 'missing',
    words: {
      zh: '现在没有正在计算的预测，可能刚刚完成。',
      en: 'No predictions are being made now; they may have finished a moment ago.',
    },
  },
})
