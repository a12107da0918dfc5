import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { SequenceStep } from '../../../core/rule/rule.ts'
import { useSay } from '../../../ui/language.tsx'
import type { SetSearch } from './set-search.ts'
import { StepInput } from './StepInput.tsx'

type Props = {
  readonly start: SequenceStep
  readonly back: SequenceStep
  readonly setSearch: SetSearch
  readonly dictionary: Dictionary
}

/** What somebody did for the first time, and what counts as coming back. */
export function FirstAndLater({ start, back, setSearch, dictionary }: Props) {
  const say = useSay()
  return (
    <>
      <span className="rg-explore-field">
        {say({ zh: '首次', en: 'First time' })}
        <StepInput
          label={say({ zh: '首次发生的行为', en: 'First time of' })}
          step={start}
          onChange={(next) => setSearch({ start: next })}
          dictionary={dictionary}
        />
      </span>
      <span className="rg-explore-field">
        {say({ zh: '之后又', en: 'Later' })}
        <StepInput
          label={say({ zh: '之后的行为', en: 'Later fact' })}
          step={back}
          onChange={(next) => setSearch({ back: next })}
          dictionary={dictionary}
        />
      </span>
    </>
  )
}
