import type { Option, Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** draft: nothing happens · planned: waits for its first time · running · paused · done · stopped by somebody. */
export const campaignStates = ['draft', 'planned', 'running', 'paused', 'done', 'stopped'] as const
export type CampaignState = (typeof campaignStates)[number]

export const campaignStateWords: Record<CampaignState, { readonly label: Words; readonly tone: Tone }> = {
  draft: { label: { zh: '草稿', en: 'Draft' }, tone: 'neutral' },
  planned: { label: { zh: '已排期', en: 'Planned' }, tone: 'blue' },
  running: { label: { zh: '进行中', en: 'Running' }, tone: 'good' },
  paused: { label: { zh: '已暂停', en: 'Paused' }, tone: 'attention' },
  done: { label: { zh: '已结束', en: 'Done' }, tone: 'neutral' },
  stopped: { label: { zh: '已停止', en: 'Stopped' }, tone: 'danger' },
}

/** Once it has begun, its audience, content and holdout stay as they are. */
export const isBegun = (state: CampaignState): boolean => state !== 'draft' && state !== 'planned'

/** choosing: the audience is written down · drawing: rules and the draw · sending: handed to the outbox · stopping: taken back. */
export const editionStates = ['choosing', 'drawing', 'sending', 'stopping', 'done', 'stopped', 'failed'] as const
export type EditionState = (typeof editionStates)[number]

export const editionStateWords: Record<EditionState, { readonly label: Words; readonly tone: Tone }> = {
  choosing: { label: { zh: '正在锁定受众', en: 'Fixing the audience' }, tone: 'blue' },
  drawing: { label: { zh: '正在准备', en: 'Preparing' }, tone: 'blue' },
  sending: { label: { zh: '正在发送', en: 'Sending' }, tone: 'good' },
  stopping: { label: { zh: '正在撤回', en: 'Taking back' }, tone: 'attention' },
  done: { label: { zh: '已发完', en: 'Done' }, tone: 'neutral' },
  stopped: { label: { zh: '已停止', en: 'Stopped' }, tone: 'danger' },
  failed: { label: { zh: '没有发出', en: 'Not sent' }, tone: 'danger' },
}

/**
 * chosen: in the audience, nothing decided · refused: a rule forbids it, so no part in the comparison · holdout: gets nothing and
 * is compared with · waiting: is to get it · queued: handed to the outbox, which may refuse it still · withdrawn: taken back before
 */
export const memberStates = ['chosen', 'refused', 'holdout', 'waiting', 'queued', 'withdrawn'] as const
export type MemberState = (typeof memberStates)[number]

export const memberStateWords: Record<MemberState, { readonly label: Words; readonly tone: Tone }> = {
  chosen: { label: { zh: '在受众里', en: 'In the audience' }, tone: 'neutral' },
  refused: { label: { zh: '不能联系', en: 'Not reachable' }, tone: 'attention' },
  holdout: { label: { zh: '对照组', en: 'Held out' }, tone: 'purple' },
  waiting: { label: { zh: '等待发送', en: 'Waits to be sent' }, tone: 'blue' },
  queued: { label: { zh: '已交给发件箱', en: 'Handed to the outbox' }, tone: 'good' },
  withdrawn: { label: { zh: '已撤回', en: 'Taken back' }, tone: 'attention' },
}

export const memberArms: readonly Option[] = [
  { value: 'treated', label: { zh: '参与组', en: 'Treated' } },
  { value: 'holdout', label: { zh: '对照组', en: 'Holdout' } },
]
