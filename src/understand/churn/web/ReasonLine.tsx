import { App, Select } from 'antd'
import { useMemo } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { setChurnReason } from '../actions.ts'
import { fromWords, type ReasonFrom } from '../reasons.ts'

export type ReasonChoice = { readonly key: string; readonly parent: string | null; readonly label: Words; readonly retired: boolean }

/** The reasons as the choices of one field, each under what it belongs to. */
export function useReasonOptions(reasons: readonly ReasonChoice[]) {
  const say = useSay()
  return useMemo(
    () =>
      reasons
        .filter(({ parent, retired }) => parent === null && !retired)
        .map((group) => {
          const inner = reasons.filter(({ parent, retired }) => parent === group.key && !retired)
          return {
            label: say(group.label),
            title: group.key,
            options: [
              { value: group.key, label: say({ zh: '{name}（不细分）', en: '{name} (in general)' }, { name: say(group.label) }) },
              ...inner.map(({ key, label }) => ({ value: key, label: `${say(group.label)} · ${say(label)}` })),
            ],
          }
        }),
    [reasons, say],
  )
}

type Reasoned = { readonly reason: string | null; readonly reasonFrom: ReasonFrom | null; readonly reasonWords: string | null }
type Props = { readonly customerId: string; readonly entry: Reasoned; readonly reasons: readonly ReasonChoice[]; readonly isOpen: boolean }

/** Why they left, where it was found, and a field to say it. */
export function ReasonLine({ customerId, entry, reasons, isOpen }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const set = useAct(setChurnReason)
  const may = useMayDo(setChurnReason)
  const options = useReasonOptions(reasons)
  const label = reasons.find(({ key }) => key === entry.reason)?.label
  const found = entry.reasonFrom ? say(fromWords[entry.reasonFrom]) : null
  if (!isOpen || !may)
    return (
      <p className="rg-churn-reason">
        {say(
          { zh: '原因：{reason}', en: 'Reason: {reason}' },
          { reason: label ? say(label) : say({ zh: '还不知道', en: 'not known yet' }) },
        )}
      </p>
    )
  return (
    <div className="rg-churn-reason">
      <Select<string>
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        className="rg-churn-reason-pick"
        aria-label={say({ zh: '流失原因', en: 'Reason for leaving' })}
        placeholder={say({ zh: '为什么不来了？', en: 'Why do they stay away?' })}
        value={entry.reason}
        loading={set.isPending}
        onChange={(reason) =>
          set.mutate({ id: customerId, reason: reason ?? null }, { onError: (error) => void message.error(sayProblem(error)) })
        }
        options={options}
      />
      {found ? (
        <span className="rg-filter-hint">
          {found}
          {entry.reasonWords ? say({ zh: '：“{words}”', en: ': “{words}”' }, { words: entry.reasonWords }) : ''}
        </span>
      ) : null}
    </div>
  )
}
