import { Checkbox } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import type { Draft } from './column-choices.ts'

const newPeople: Words = {
  zh: '不认识的人，建为新客户（否则拒绝这些行）',
  en: 'Make customers of people not yet known (otherwise their rows are refused)',
}
const newCompanies: Words = {
  zh: '不认识的企业，建为新客户（否则拒绝这些行）',
  en: 'Make customers of companies not yet known (otherwise their rows are refused)',
}

/** What else a person may decide; the usual answers are ticked. */
export function ImportOptions({ draft, onChange }: { readonly draft: Draft; readonly onChange: (patch: Partial<Draft>) => void }) {
  const say = useSay()
  return (
    <div className="rg-import-options">
      {draft.kind === 'purchases' || draft.kind === 'contacts' || draft.kind === 'interactions' ? (
        <Checkbox checked={draft.createCustomers} onChange={(event) => onChange({ createCustomers: event.target.checked })}>
          {say(draft.kind === 'contacts' ? newCompanies : newPeople)}
        </Checkbox>
      ) : null}
      {draft.kind === 'products' ? null : (
        <Checkbox checked={draft.wakeJourneys} onChange={(event) => onChange({ wakeJourneys: event.target.checked })}>
          {say({
            zh: '当作刚发生的事，可触发旅程（历史数据请勿勾选）',
            en: 'Treat it as news that may start journeys (leave empty for history)',
          })}
        </Checkbox>
      )}
    </div>
  )
}
