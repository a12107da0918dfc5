import type { ReplyOf } from '../../core/action/action.ts'
import { fill, type Language, type WordValues, type Words } from '../../core/kit/words.ts'
import type { listSendingAccounts } from './actions.ts'

export type SendingAccount = ReplyOf<typeof listSendingAccounts>['accounts'][number]

/** Chosen for “whichever is the channel’s default one when it leaves”. */
export const defaultAccount = ''

type Choice = { readonly value: string; readonly label: string; readonly disabled?: boolean }

/**
 * The accounts of a channel to choose from, the default one first. Empty where nothing is to be chosen: the channel has none or one.
 * One that was chosen and is gone stays in sight, so that it can be let go.
 */
export function sendingChoices(
  accounts: readonly SendingAccount[],
  chosen: string | undefined,
  said: { readonly language: Language; readonly money: (minor: number) => string },
): readonly Choice[] {
  if (accounts.length < 2 && chosen === undefined) return []
  const words = (of: Words, values: WordValues = {}) => fill(of, said.language, values)
  const name = accounts.find(({ isDefault }) => isDefault)?.name ?? words({ zh: '还没有', en: 'none yet' })
  const isGone = chosen !== undefined && !accounts.some(({ id }) => id === chosen)
  return [
    { value: defaultAccount, label: words({ zh: '默认账号（{name}）', en: 'The default one ({name})' }, { name }) },
    ...accounts.map(({ id, name: of, isOn, cost }) => ({
      value: id,
      disabled: !isOn,
      label: [
        of,
        ...(cost > 0 ? [words({ zh: '每条 {cost}', en: '{cost} each' }, { cost: said.money(cost) })] : []),
        ...(isOn ? [] : [words({ zh: '已停用', en: 'switched off' })]),
      ].join(' · '),
    })),
    ...(isGone ? [{ value: chosen, disabled: true, label: words({ zh: '已经没有的账号', en: 'An account that is gone' }) }] : []),
  ]
}
