import pg from 'pg'
import { Problem } from '../../core/kit/problem.ts'

const lockKey = 7_348_676_109

/**
 * Only one backup, drill or clearing at a time, whoever starts it: a lock of the database, held by a session of its own
 * that ends with the program. @throws Problem backup.running
 */
export async function holdBackupLock(url: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url, application_name: 'regulars backup lock', keepAlive: true })
  client.on('error', () => {})
  await client.connect()
  // The session of a killed program ends a moment after it.
  for (let tries = 0; tries < 15; tries++) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockKey])
    if (rows[0]?.held) return { release: () => client.end().catch(() => {}) }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await client.end()
  throw new Problem('backup.running')
}
