import { defineEvent } from '../../core/event/event.ts'

export const stageChanged = defineEvent({
  name: 'stage.changed',
  label: { zh: '生命周期阶段变化', en: 'Lifecycle stage changed' },
  sentence: { zh: '生命周期阶段：[{from} → ]{to}', en: 'Lifecycle stage: [{from} → ]{to}' },
  payload: {
    from: {
      type: 'choice',
      to: 'stage',
      label: { zh: '原阶段', en: 'From' },
      help: { zh: '第一次判定阶段时为空', en: 'Empty when the stage was found for the first time' },
    },
    to: { type: 'choice', to: 'stage', label: { zh: '新阶段', en: 'To' } },
  },
  tone: 'teal',
})
