import { pino } from 'pino'
import type { Log } from '../platform/actions/context.ts'

/** One JSON line an entry on standard error. Personal data and secrets that slip into details are blanked. */
export function makeLog(): Log {
  const hidden = ['phone', 'email', 'password', 'token', 'authorization', 'cookie', 'address']
  const logger = pino(
    { level: process.env['LOG_LEVEL'] ?? 'warn', redact: { paths: hidden.flatMap((name) => [name, `*.${name}`]), censor: '•••' } },
    pino.destination(2),
  )
  return {
    info: (details, message) => logger.info(details, message),
    warn: (details, message) => logger.warn(details, message),
    error: (details, message) => logger.error(details, message),
  }
}
