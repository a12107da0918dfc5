import { spawn } from 'node:child_process'
import { Problem } from '../../core/kit/problem.ts'
import type { Log } from '../actions/context.ts'

/** What a scanner says of a file: `clean`, `refused`, or that it could not tell. */
export type Scan = (path: string) => Promise<'clean' | 'refused' | 'unknown'>

/** A scanner of gigabytes takes its time; one that hangs does not hold an upload for ever. */
const patienceMs = 120_000

/**
 * Runs a command for each file, as virus scanners are called: it answers 0 for a clean file and 1 for one that it refuses,
 * anything else means that it could not tell. `{file}` in the command is the file's path, which stands at its end where it is
 * left out; nothing of it is read by a shell.
 */
export function scanBy(command: string, log: Log, patience = patienceMs): Scan {
  const [program = '', ...given] = command.trim().split(/\s+/)
  const names = given.includes('{file}') ? given : [...given, '{file}']
  return (path) => {
    const { promise, resolve } = Promise.withResolvers<'clean' | 'refused' | 'unknown'>()
    const child = spawn(
      program,
      names.map((name) => (name === '{file}' ? path : name)),
      { stdio: 'ignore', timeout: patience, killSignal: 'SIGKILL' },
    )
    child.on('error', (error) => {
      log.error({ scanner: program, error: error.message }, 'the scanner of uploads could not be started')
      resolve('unknown')
    })
    child.on('exit', (code) => {
      if (code !== 0 && code !== 1) log.error({ scanner: program, code }, 'the scanner of uploads could not tell')
      resolve(code === 0 ? 'clean' : code === 1 ? 'refused' : 'unknown')
    })
    return promise
  }
}

/** Nothing is kept of a file that the scanner refuses, or that it could not look at. @throws Problem file.refused-by-scanner, file.not-scanned */
export async function refuseUnclean(scan: Scan | null, path: string, name: string): Promise<void> {
  const said = scan ? await scan(path) : 'clean'
  if (said === 'refused') throw new Problem('file.refused-by-scanner', { name })
  if (said === 'unknown') throw new Problem('file.not-scanned', { name })
}
