import type { Ctx } from '../../../platform/actions/context.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import * as calls from '../calls.ts'
import { todoCancelled, todoChanged, todoCreated, todoDone, todoReopened } from '../events.ts'
import { todoProblems } from '../problems.ts'
import { todo, type TodoState } from '../todo.ts'
import { readCallSettings, saveCallSettings } from './call-settings.ts'
import { changeTodo, reassignTodos } from './change-todo.ts'
import { createTodo } from './create-todo.ts'
import { endTodo, finishTodos } from './end-todo.ts'
import { escalateCalls } from './escalate-calls.ts'
import { listCalls } from './list-calls.ts'
import { listTodos } from './list-todos.ts'
import { recordCall } from './record-call.ts'
import { readTodoReminder, saveTodoReminder } from '../reminders.ts'
import { readReminder, saveReminder } from './todo-reminder.ts'

const ended = async (ctx: Ctx, id: string, wanted: TodoState) => {
  const { state } = await endTodo(ctx, id, wanted)
  return { id, state }
}

export const todosFeature: Feature = {
  name: 'todos',
  entities: [todo],
  events: [todoCreated, todoDone, todoReopened, todoCancelled, todoChanged, calls.callRecorded],
  problems: todoProblems,
  actions: [
    handleAction(actions.createTodo, createTodo),
    handleAction(actions.changeTodo, changeTodo),
    handleAction(actions.finishTodo, (ctx, { id }) => ended(ctx, id, 'done')),
    handleAction(actions.reopenTodo, (ctx, { id }) => ended(ctx, id, 'open')),
    handleAction(actions.cancelTodo, (ctx, { id }) => ended(ctx, id, 'cancelled')),
    handleAction(actions.finishTodos, finishTodos),
    handleAction(actions.reassignTodos, reassignTodos),
    handleAction(calls.recordCall, recordCall),
    handleAction(calls.saveCallSettings, saveCallSettings),
    handleAction(saveTodoReminder, saveReminder),
  ],
  questions: [
    answerQuestion(actions.listTodos, listTodos),
    answerQuestion(calls.listCalls, listCalls),
    answerQuestion(calls.readCallSettings, readCallSettings),
    answerQuestion(readTodoReminder, readReminder),
  ],
  ticks: [{ name: 'calls-escalate', everyMs: 60_000, run: escalateCalls }],
  merging: [{ table: 'todos', how: 'move' }],
}
