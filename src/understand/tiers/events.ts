import { defineEvent } from '../../core/event/event.ts'

const tierField = (zh: string, en: string) => ({ type: 'choice', to: 'tier', label: { zh, en } }) as const

export const tierChanged = defineEvent({
  name: 'tier.changed',
  label: { zh: '客户等级变化', en: 'Tier changed' },
  sentence: { zh: '客户等级{direction}：[{from} → ]{to}（{reason}）', en: 'Tier {direction}: [{from} → ]{to} ({reason})' },
  payload: {
    from: { ...tierField('原等级', 'From'), help: { zh: '第一次定级时为空', en: 'Empty when the tier was found for the first time' } },
    to: tierField('新等级', 'To'),
    direction: {
      type: 'choice',
      label: { zh: '方向', en: 'Direction' },
      options: [
        { value: 'first', label: { zh: '定级', en: 'set' } },
        { value: 'up', label: { zh: '上升', en: 'up' } },
        { value: 'down', label: { zh: '下降', en: 'down' } },
        { value: 'same', label: { zh: '变更', en: 'changed' } },
      ],
    },
    reason: {
      type: 'choice',
      label: { zh: '原因', en: 'Reason' },
      options: [
        { value: 'first', label: { zh: '首次定级', en: 'found for the first time' } },
        { value: 'reached', label: { zh: '达到条件', en: 'its rule holds' } },
        { value: 'lost', label: { zh: '不再满足条件', en: 'the rule holds no longer' } },
        { value: 'taken-back', label: { zh: '撤回了作为依据的记录', en: 'what it rested on was taken back' } },
        { value: 'scheme', label: { zh: '分级方案更新', en: 'a new scheme' } },
        { value: 'by-hand', label: { zh: '人工指定', en: 'fixed by hand' } },
        { value: 'fix-ended', label: { zh: '人工指定到期', en: 'the fixing by hand ended' } },
        { value: 'released', label: { zh: '撤销人工指定', en: 'the fixing by hand was undone' } },
      ],
    },
  },
  tone: 'gold',
})

export const tierFixed = defineEvent({
  name: 'tier.fixed',
  label: { zh: '人工指定等级', en: 'Tier fixed by hand' },
  sentence: { zh: '人工指定为{tier}，至 {until}：{reason}', en: 'Fixed as {tier} until {until}: {reason}' },
  payload: {
    tier: tierField('等级', 'Tier'),
    until: { type: 'time', label: { zh: '至', en: 'Until' } },
    reason: { type: 'text', label: { zh: '原因', en: 'Reason' } },
  },
  tone: 'purple',
  askable: false,
})

export const tierReleased = defineEvent({
  name: 'tier.released',
  label: { zh: '撤销人工指定的等级', en: 'Fixed tier undone' },
  sentence: { zh: '撤销了人工指定的等级{tier}', en: 'The fixed tier {tier} was undone' },
  payload: { tier: tierField('等级', 'Tier') },
  tone: 'purple',
  askable: false,
})
