import type { Ctx } from '../../../platform/actions/context.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { todoCancelled, todoChanged, todoCreated, todoDone, todoReopened } from '../events.ts'
import { todoProblems } from '../problems.ts'
import { todo, type TodoState } from '../todo.ts'
import { changeTodo, reassignTodos } from './change-todo.ts'
import { createTodo } from './create-todo.ts'
import { endTodo, finishTodos } from './end-todo.ts'
import { listTodos } from './list-todos.ts'

const ended = async (ctx: Ctx, id: string, wanted: TodoState) => {
  const { state } = await endTodo(ctx, id, wanted)
  return { id, state }
}

export const todosFeature: Feature = {
  name: 'todos',
  entities: [todo],
  events: [todoCreated, todoDone, todoReopened, todoCancelled, todoChanged],
  problems: todoProblems,
  actions: [
    handleAction(actions.createTodo, createTodo),
    handleAction(actions.changeTodo, changeTodo),
    handleAction(actions.finishTodo, (ctx, { id }) => ended(ctx, id, 'done')),
    handleAction(actions.reopenTodo, (ctx, { id }) => ended(ctx, id, 'open')),
    handleAction(actions.cancelTodo, (ctx, { id }) => ended(ctx, id, 'cancelled')),
    handleAction(actions.finishTodos, finishTodos),
    handleAction(actions.reassignTodos, reassignTodos),
  ],
  questions: [answerQuestion(actions.listTodos, listTodos)],
  merging: [{ table: 'todos', how: 'move' }],
}
