// npm run bench: what it costs, as ratios against a floor measured in the same run. See docs/performance.md.
import { parseArgs } from 'node:util'
import { benchApi } from './api.ts'
import { benchBackup } from './backup.ts'
import { benchCampaign } from './campaign.ts'
import { benchCohorts } from './cohorts.ts'
import { benchClassifiers } from './classifiers.ts'
import { benchFiles } from './files.ts'
import { benchFreshness } from './freshness.ts'
import { generateBase } from './generate-base.ts'
import { benchImport } from './import.ts'
import { benchJourneys } from './journeys.ts'
import { benchLists } from './lists.ts'
import { benchOutbox } from './outbox.ts'
import { benchRights } from './rights.ts'
import { benchSealed } from './sealed.ts'
import { benchMatching, benchPeople } from './matching.ts'
import { benchMail } from './mail.ts'
import { benchMemory } from './memory.ts'
import { benchMerge } from './merge.ts'
import { benchModels } from './models.ts'
import { benchPredictions } from './predictions.ts'
import { benchRecommendations } from './recommendations.ts'
import { benchRefresh } from './refresh.ts'
import { describeMachine } from './describe-machine.ts'
import { type BenchRow, printRows, s, timed } from './row.ts'
import { benchSegments } from './segments.ts'
import { benchWaiting } from './waiting.ts'
import { type BenchWorld, openBenchWorld } from './world.ts'

const help = `npm run bench -- [options]
  --small          a tenth of the base: 100,000 customers, 1,000,000 purchases
  --only a,b       import, people, files, matching, waiting, refresh, predictions, segments, cohorts, lists, rights, sealed, api, freshness, journeys, campaign, merge, backup, models, classifiers, recommendations, mail, outbox, memory
  --base folder    keep the generated base there and use it again, for profiling`

const { values } = parseArgs({
  options: {
    small: { type: 'boolean' },
    only: { type: 'string' },
    base: { type: 'string' },
    help: { type: 'boolean' },
  },
})

type Bench = (world: BenchWorld) => Promise<BenchRow[]>

/** Those that need the base, in this order: what fills the base more comes later. */
const onBase: Readonly<Record<string, Bench>> = {
  refresh: benchRefresh,
  predictions: benchPredictions,
  segments: benchSegments,
  cohorts: benchCohorts,
  lists: benchLists,
  rights: benchRights,
  sealed: benchSealed,
  api: benchApi,
  freshness: benchFreshness,
  journeys: benchJourneys,
  campaign: benchCampaign,
  merge: benchMerge,
  backup: benchBackup,
}

const size = values.small ? { customers: 100_000, purchases: 1_000_000 } : { customers: 1_000_000, purchases: 10_000_000 }
const only = values.only?.split(',')
const isWanted = (name: string) => only === undefined || only.includes(name)

async function withWorld(world: BenchWorld, work: () => Promise<BenchRow[]>): Promise<BenchRow[]> {
  try {
    return await work()
  } finally {
    await world.end()
  }
}

/** One bench that fails leaves the others their turn; its failure stands in the table. */
async function tried(name: string, work: () => Promise<BenchRow[]>): Promise<BenchRow[]> {
  console.error(`${name} …`)
  try {
    const { seconds, value } = await timed(work)
    console.error(`${printRows(value)}\n${name}: ${s(seconds)}\n`)
    return value
  } catch (error) {
    console.error(error)
    return [{ what: name, figure: `failed: ${error instanceof Error ? error.message : String(error)}`, mark: '', met: false }]
  }
}

async function importRows(): Promise<BenchRow[]> {
  const world = await openBenchWorld(size)
  const rows = values.small ? 200_000 : 500_000
  return withWorld(world, () => tried('import', () => benchImport(world, { rows, customers: rows / 10 })))
}

/** On a base of its own: the other has no two customers who are one. */
async function matchingRows(): Promise<BenchRow[]> {
  const world = await openBenchWorld(size)
  return withWorld(world, () => tried('matching', () => benchMatching(world)))
}

async function peopleRows(): Promise<BenchRow[]> {
  const world = await openBenchWorld(size)
  return withWorld(world, () => tried('people', () => benchPeople(world)))
}

async function fileRows(): Promise<BenchRow[]> {
  const world = await openBenchWorld(size)
  return withWorld(world, () => tried('files', () => benchFiles(world, { rows: values.small ? 50_000 : 500_000 })))
}

/** On a base of its own, with nothing but customers who wait. */
async function waitingRows(): Promise<BenchRow[]> {
  const world = await openBenchWorld(size)
  return withWorld(world, () => tried('waiting', () => benchWaiting(world, size.customers)))
}

async function baseRows(): Promise<BenchRow[]> {
  const names = Object.keys(onBase).filter(isWanted)
  if (names.length === 0) return []
  const world = await openBenchWorld(size, values.base)
  return withWorld(world, async () => {
    if (world.isNew) {
      const { seconds } = await timed(() => generateBase(world))
      console.error(`generated the base in ${s(seconds)}\n`)
    }
    if (world.isNew && !names.includes('refresh')) names.unshift('refresh')
    const rows: BenchRow[] = []
    for (const name of names) rows.push(...(await tried(name, async () => (await onBase[name]?.(world)) ?? [])))
    return rows
  })
}

async function main(): Promise<void> {
  if (values.help) return console.log(help)
  const rows: BenchRow[] = []
  if (isWanted('import')) rows.push(...(await importRows()))
  if (isWanted('people')) rows.push(...(await peopleRows()))
  if (isWanted('matching')) rows.push(...(await matchingRows()))
  if (isWanted('files')) rows.push(...(await fileRows()))
  if (isWanted('waiting')) rows.push(...(await waitingRows()))
  rows.push(...(await baseRows()))
  if (isWanted('models')) rows.push(...(await tried('models', () => benchModels(size.customers))))
  if (isWanted('classifiers')) rows.push(...(await tried('classifiers', () => benchClassifiers(values.small ? 20_000 : 100_000))))
  if (isWanted('recommendations')) rows.push(...(await tried('recommendations', () => benchRecommendations(values.small ? 1_000 : 2_786))))
  if (isWanted('mail')) rows.push(...(await tried('mail', () => benchMail(values.small ? 2_000 : 10_000))))
  if (isWanted('outbox'))
    rows.push(...(await tried('outbox', () => benchOutbox(values.small ? 10_000 : 100_000, values.small ? 1_000 : 5_000))))
  if (isWanted('memory')) rows.push(...(await tried('memory', () => benchMemory())))
  console.log(`${describeMachine()}\n${printRows(rows)}`)
}

await main()
process.exit(0)
