import { Tag } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { type MessageState, messageStates } from '../message.ts'

type Counted = { readonly state: string; readonly code: string; readonly words: Words; readonly count: number }

/** Why messages were not sent or wait, most frequent first; a click shows those. */
export function ReasonChips(props: {
  readonly reasons: readonly Counted[]
  readonly chosen: string | undefined
  readonly onChoose: (reason: string | undefined, state: MessageState | undefined) => void
}) {
  const say = useSay()
  const format = useFormat()
  // A message that is being sent still carries why it waited before.
  const reasons = props.reasons.filter(({ state }) => state !== 'sending')
  if (reasons.length === 0) return null
  return (
    <div className="rg-reasons" role="group" aria-label={say({ zh: '没有发出的原因', en: 'Why messages were not sent' })}>
      {reasons.map(({ state, code, words, count }) => {
        const isChosen = props.chosen === code
        const known = messageStates.find((one) => one === state)
        return (
          <Tag.CheckableTag
            key={`${state} ${code}`}
            checked={isChosen}
            onChange={() => props.onChoose(isChosen ? undefined : code, isChosen ? undefined : known)}
          >
            {say(words)} · {format.count(count)}
          </Tag.CheckableTag>
        )
      })}
    </div>
  )
}
