import type { Words } from '../../../core/kit/words.ts'
import type { JourneyDraft } from './journey-draft.ts'

/** A beginning that one changes to one's liking; templates are chosen afterwards. */
export type Starter = { readonly key: string; readonly name: Words; readonly what: Words; readonly draft: Omit<JourneyDraft, 'name'> }

const send = (id: string) => ({ kind: 'step', step: { id, kind: 'send', templateId: '' } }) as const
const wait = (id: string, days: number) => ({ kind: 'step', step: { id, kind: 'wait', duration: { amount: days, unit: 'days' } } }) as const
const boughtSince = (days: number) => ({ all: [{ did: 'purchase.made', within: { last: { amount: days, unit: 'days' } } }] }) as const

export const starters: readonly Starter[] = [
  {
    key: 'thanks',
    name: { zh: '首购感谢', en: 'Thanks for the first order' },
    what: {
      zh: '第一次消费后次日道谢，30 天没有再来就再请一次。',
      en: 'Thanks the day after a first purchase, and invites once more after 30 days without another.',
    },
    draft: {
      trigger: { kind: 'stage', stages: ['first'] },
      reentry: 'once',
      holdout: 10,
      flow: [
        wait('wait-1', 1),
        send('send-1'),
        wait('wait-2', 30),
        {
          kind: 'fork',
          step: { id: 'branch-1', kind: 'branch', rule: boughtSince(30) },
          lanes: [
            { way: 'yes', blocks: [] },
            { way: 'no', blocks: [send('send-2')] },
          ],
        },
      ],
    },
  },
  {
    key: 'win-back',
    name: { zh: '沉睡唤醒', en: 'Win back the quiet' },
    what: {
      zh: '客户进入沉睡阶段时发一封，两周内没有消费再发一封；一旦消费就退出。',
      en: 'Writes when a customer goes quiet and once more two weeks later; whoever buys leaves.',
    },
    draft: {
      trigger: { kind: 'stage', stages: ['dormant'] },
      reentry: { after: { amount: 180, unit: 'days' } },
      holdout: 10,
      exit: boughtSince(14),
      flow: [send('send-1'), wait('wait-1', 14), send('send-2')],
    },
  },
  {
    key: 'once',
    name: { zh: '给一群人发一次', en: 'Write to a group once' },
    what: { zh: '选一个细分，启动时里面的人各收到一封。', en: 'Choose a segment; each of its members gets one mail when it starts.' },
    draft: { trigger: { kind: 'by-hand' }, reentry: 'once', holdout: 10, flow: [send('send-1')] },
  },
]

export const blank: JourneyDraft = { name: '', trigger: { kind: 'event', event: 'purchase.made' }, reentry: 'once', holdout: 10, flow: [] }
