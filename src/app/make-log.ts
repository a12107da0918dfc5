import { pino } from 'pino'
import type { Log } from '../platform/actions/context.ts'

const destination = pino.destination(2)

/** Letters that steer a terminal, or turn the direction of what is read, beyond those that JSON escapes by itself. */
const steering = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** One line that nobody who chooses a name can break or colour: what steers is told by its number, as JSON has it. */
export const plainLine = (line: string): string =>
  line.replace(steering, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** One JSON line an entry on standard error. Personal data and secrets that slip into details are blanked. */
export function makeLog(): Log {
  const hidden = ['phone', 'email', 'password', 'token', 'authorization', 'cookie', 'address']
  const logger = pino(
    { level: process.env['LOG_LEVEL'] || 'warn', redact: { paths: hidden.flatMap((name) => [name, `*.${name}`]), censor: '•••' } },
    { write: (line) => void destination.write(plainLine(line)) },
  )
  return {
    info: (details, message) => logger.info(details, message),
    warn: (details, message) => logger.warn(details, message),
    error: (details, message) => logger.error(details, message),
  }
}
