import { Alert, Button, Select } from 'antd'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { listColleagues } from '../../shop/users.ts'
import { finishTodos, reassignTodos } from '../actions.ts'
import type { Todo } from './TodoLine.tsx'

type Props = {
  readonly todos: readonly Todo[]
  /** Null while nothing is being chosen. */
  readonly chosen: ReadonlySet<string> | null
  readonly onChosen: (chosen: ReadonlySet<string> | null) => void
}

const most = 200

/** Several at once: finish them, or hand them to somebody. */
export function ChosenBar({ todos, chosen, onChosen }: Props) {
  const say = useSay()
  if (!chosen) {
    return (
      <div className="rg-todos-batch">
        <Button size="small" onClick={() => onChosen(new Set())}>
          {say({ zh: '批量处理', en: 'Choose several' })}
        </Button>
      </div>
    )
  }
  return <Choosing todos={todos} chosen={chosen} onChosen={onChosen} />
}

function Choosing({ todos, chosen, onChosen }: Props & { readonly chosen: ReadonlySet<string> }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const [finish, reassign] = [useAct(finishTodos), useAct(reassignTodos)]
  const colleagues = useAsk(listColleagues, {}).data?.colleagues ?? []
  const failure = finish.error ?? reassign.error
  const ids = [...chosen].slice(0, most)
  const done = () => onChosen(null)
  const mine = todos.filter((todo) => todo.mayChange).map(({ id }) => id)
  return (
    <div className="rg-todos-batch">
      {failure ? <Alert type="error" showIcon role="alert" title={sayProblem(failure)} /> : null}
      <span aria-live="polite">{say({ zh: '已选 {n} 件', en: '{n} chosen' }, { n: format.count(chosen.size) })}</span>
      <Button size="small" onClick={() => onChosen(new Set(mine.slice(0, most)))}>
        {say({ zh: '全选', en: 'Choose all' })}
      </Button>
      <Button
        size="small"
        type="primary"
        disabled={ids.length === 0}
        loading={finish.isPending}
        onClick={() => finish.mutate({ ids }, { onSuccess: done })}
      >
        {say({ zh: '完成', en: 'Finish' })}
      </Button>
      <Select<string | null>
        size="small"
        className="rg-todos-who"
        aria-label={say({ zh: '转派给', en: 'Hand to' })}
        placeholder={say({ zh: '转派给…', en: 'Hand to…' })}
        disabled={ids.length === 0 || reassign.isPending}
        value={null}
        onChange={(assigneeId) => reassign.mutate({ ids, assigneeId }, { onSuccess: done })}
        options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button size="small" onClick={done}>
        {say({ zh: '取消', en: 'Cancel' })}
      </Button>
    </div>
  )
}
