import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'

export const kindWords: Readonly<Record<string, Words>> = {
  identify: { zh: '身份 identify', en: 'identify' },
  track: { zh: '行为 track', en: 'track' },
  page: { zh: '网页 page', en: 'page' },
  screen: { zh: '界面 screen', en: 'screen' },
  group: { zh: '企业 group', en: 'group' },
  alias: { zh: '别名 alias', en: 'alias' },
  kept: { zh: '已处理', en: 'Done' },
  held: { zh: '等待启用', en: 'Held' },
  skipped: { zh: '已跳过', en: 'Passed over' },
}

type Standing = { readonly words: Words; readonly tone: Tone }

/** How a source stands: at work, silent, paused, disabled. */
export function standingOf(source: {
  readonly disabledAt: string | null
  readonly pausedAt: string | null
  readonly lastSeenAt: string | null
}): Standing {
  if (source.disabledAt) return { words: { zh: '已停用', en: 'Disabled' }, tone: 'neutral' }
  if (source.pausedAt) return { words: { zh: '已暂停', en: 'Paused' }, tone: 'attention' }
  if (!source.lastSeenAt) return { words: { zh: '等待第一条', en: 'Waiting for the first' }, tone: 'neutral' }
  return { words: { zh: '接收中', en: 'Receiving' }, tone: 'good' }
}

export const stateWords: Readonly<Record<'kept' | 'skipped' | 'failed' | 'held', Standing>> = {
  kept: { words: { zh: '已处理', en: 'Done' }, tone: 'good' },
  skipped: { words: { zh: '已跳过', en: 'Passed over' }, tone: 'neutral' },
  failed: { words: { zh: '未能处理', en: 'Failed' }, tone: 'danger' },
  held: { words: { zh: '等待启用', en: 'Held' }, tone: 'attention' },
}
