import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { World } from '../world.ts'
import type { Work } from './work.ts'
import type { Order } from './work-child.ts'

const child = join(import.meta.dirname, 'work-child.ts')

export type Killing = { readonly place: string; readonly times?: number; readonly portion?: number }

/** One that lived through its work and has nothing to do: to start takes it longer than most of what it is asked for. */
let idle: ChildProcess | undefined

function takeProgram(): ChildProcess {
  const program = idle?.connected ? idle : fork(child, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  idle = undefined
  program.ref()
  program.channel?.ref()
  return program
}

/** Nobody stays for its sake: it ends with the process that asked. */
function rest(program: ChildProcess): void {
  program.unref()
  program.channel?.unref()
  idle = program
}

/**
 * A program of its own does this work until there is no more, or until it kills itself at the place, the so-many-th
 * time that it comes there.
 * @returns the signal or the number that it ended with, 0 where it came to the end of its work
 */
export async function workInAnotherProcess(
  world: World,
  work: Work,
  { place, times = 1, portion = 40 }: Killing = { place: 'never' },
): Promise<string | number> {
  const order: Order = { url: world.url, folder: world.dataFolder, now: world.now().toISOString(), work, place, times, portion }
  const program = takeProgram()
  program.send(order)
  const ending = new AbortController()
  const ended = await Promise.race([
    once(program, 'message', ending).then(() => null),
    once(program, 'exit', ending).then(([code, signal]: (string | number | null)[]) => signal ?? code ?? 1),
  ])
  ending.abort()
  if (ended !== null) return ended
  rest(program)
  return 0
}
