import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { World } from '../world.ts'
import type { Work } from './work.ts'
import type { Order } from './work-child.ts'

const child = join(import.meta.dirname, 'work-child.ts')

export type Killing = { readonly place: string; readonly times?: number; readonly portion?: number }

/**
 * A program of its own does this work until there is no more, or until it kills itself at the place, the so-many-th
 * time that it comes there.
 * @returns the signal or the number that it ended with
 */
export async function workInAnotherProcess(
  world: World,
  work: Work,
  { place, times = 1, portion = 40 }: Killing = { place: 'never' },
): Promise<string | number> {
  const order: Order = { url: world.url, folder: world.dataFolder, now: world.now().toISOString(), work, place, times, portion }
  const program = spawn(process.execPath, [child, JSON.stringify(order)], { stdio: ['ignore', 'inherit', 'inherit'] })
  const [code, signal] = await once(program, 'exit')
  return signal ?? code
}
