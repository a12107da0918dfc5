import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Section } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { createTodo, listTodos } from '../actions.ts'
import { TodoDrawer } from './TodoForm.tsx'
import { type Todo, TodoLine } from './TodoLine.tsx'
import { useTodoVerbs } from './use-todo-verbs.tsx'
import './todos.css'

/** What is still to be done for this customer, whoever is to do it. */
export function CustomerTodos({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const mayAdd = useMayDo(createTodo)
  const verbs = useTodoVerbs()
  const [editing, setEditing] = useState<Todo | 'new' | null>(null)
  const asked = useAskMore(listTodos, (after: string | undefined) => ({
    customerId,
    who: 'everyone',
    limit: 20,
    ...(after ? { after } : {}),
  }))
  const todos = asked.data?.pages.flatMap((page) => page.todos)
  return (
    <Section
      title={{ zh: '待办', en: 'To-dos' }}
      nothing={todos?.length === 0 ? say({ zh: '没有要做的事', en: 'Nothing to do' }) : null}
      actions={
        mayAdd ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {say({ zh: '添加待办', en: 'New to-do' })}
          </Button>
        ) : null
      }
    >
      {todos ? (
        todos.length === 0 ? null : (
          <ul className="rg-todos">
            {todos.map((todo) => (
              <TodoLine key={todo.id} todo={todo} verbs={verbs} onEdit={setEditing} showAssignee />
            ))}
          </ul>
        )
      ) : asked.error ? (
        <ErrorState error={asked.error} retry={asked.refetch} />
      ) : (
        <Loading rows={2} />
      )}
      <MoreButton of={asked} />
      <TodoDrawer
        open={editing !== null}
        onClose={() => setEditing(null)}
        customerId={customerId}
        todo={editing === 'new' || editing === null ? undefined : editing}
      />
    </Section>
  )
}
