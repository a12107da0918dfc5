import { CheckCircleFilled } from '@ant-design/icons'
import { Alert, App, Button } from 'antd'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { unmergeCustomers } from '../actions.ts'

export type MergedRecords = {
  readonly id: string
  readonly mergeId: string
  readonly name: string
  readonly records: number
  readonly facts: number
  readonly purchases: number
}

/** What was done, and the way back. */
export function Merged({ merged, onUndone }: { readonly merged: MergedRecords; readonly onUndone: () => void }) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const unmerge = useAct(unmergeCustomers)
  const undo = () =>
    unmerge.mutate(
      { id: merged.mergeId },
      {
        onSuccess: () => {
          void message.success(say({ zh: '已恢复原样', en: 'Everything is as it was' }))
          onUndone()
        },
      },
    )
  return (
    <section className="rg-section rg-merge-done" aria-live="polite">
      <CheckCircleFilled className="rg-merge-tick" aria-hidden="true" />
      <p className="rg-state-title">
        {say(
          { zh: '{n} 份档案现在是一位客户：{name}', en: '{n} records are one customer now: {name}' },
          { n: merged.records, name: merged.name },
        )}
      </p>
      <p className="rg-state-hint">
        {say(
          {
            zh: '移入 {facts} 条事实，其中消费 {purchases} 笔。以后发现合错了，随时可以在客户页面拆分。',
            en: '{facts} {facts|fact was|facts were} moved, {purchases} {purchases|purchase|purchases} among them. Should this turn out to be wrong, un-merge at any time on the customer’s page.',
          },
          { facts: format.count(merged.facts), purchases: format.count(merged.purchases) },
        )}
      </p>
      {unmerge.error ? <Alert type="error" showIcon title={sayProblem(unmerge.error)} /> : null}
      <div className="rg-merge-buttons">
        <Button type="primary" onClick={() => go(`/customers/${merged.id}`)}>
          {say({ zh: '查看客户', en: 'See the customer' })}
        </Button>
        <Button onClick={undo} loading={unmerge.isPending}>
          {say({ zh: '撤销合并', en: 'Undo the merge' })}
        </Button>
      </div>
    </section>
  )
}
