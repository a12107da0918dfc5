// One thread of a backup or a restore: it has its own connection, and does one job after another.
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { Problem } from '../../core/kit/problem.ts'
import { openBoxKeys } from './box-keys.ts'
import { copyTable } from './copy-table.ts'
import { exactSession, sumTable } from './list-tables.ts'
import { loadPart } from './load-part.ts'
import type { Answer, FromThread, Job, LoaderSetup, WriterSetup } from './part-jobs.ts'
import { packFiles } from './pack-files.ts'

const setup: WriterSetup | LoaderSetup = workerData
const key = Buffer.from(setup.key)
const boxKeys = openBoxKeys(setup.boxKeys)
const tell = (message: FromThread) => parentPort?.postMessage(message)
const moved = (bytes: number) => tell({ type: 'moved', bytes })

const client = new pg.Client({ connectionString: setup.url, application_name: 'regulars backup', options: exactSession, keepAlive: true })
client.on('error', () => {})

async function begin(): Promise<void> {
  await client.connect()
  if (setup.role === 'write') {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`set transaction snapshot '${setup.snapshot.replaceAll("'", '')}'`)
  } else {
    await client.query(`set synchronous_commit = off`)
    await client.query(`set maintenance_work_mem = '256MB'`)
  }
}

async function work(job: Job): Promise<Answer> {
  const place = { folder: setup.folder, key, backupId: setup.backupId, boxKeys, moved }
  if (job.kind === 'copy') return { did: 'copy', written: await copyTable(client, job, place) }
  if (job.kind === 'files') return { did: 'files', written: await packFiles(job, place) }
  if (job.kind === 'sum') return { did: 'sum', sum: await sumTable(client, job.table) }
  if (job.kind === 'load') return { did: 'load', loaded: await loadPart(client, job, place) }
  await client.query(job.statement)
  return { did: 'statement' }
}

function tellFailure(error: unknown): void {
  const { message, code }: { message?: unknown; code?: unknown } = Object(error)
  const problem = error instanceof Problem ? { ...error.details } : null
  tell({
    type: 'failed',
    message: String(message),
    code: error instanceof Problem ? error.code : typeof code === 'string' ? code : '',
    problem,
  })
}

parentPort?.on('message', (job: Job) => {
  work(job).then((answer) => tell({ type: 'answer', answer }), tellFailure)
})
begin().then(() => tell({ type: 'ready' }), tellFailure)
