// Begun by play-apart.ts: plays the sample shop's story to its end, or for as long as the program that began it is there.
import { codeOf } from '../../../core/kit/error-code.ts'
import { continueSampleShop } from '../../../know/sample-shop/server/feature.ts'
import { openDatabase } from '../../../platform/database/connect.ts'
import { makeLog } from '../../make-log.ts'
import { makeServices } from '../../make-services.ts'
import { playStory } from './play-story.ts'
import { samplePostOffice } from './play-turn.ts'

export type PlayerWorld = { readonly databaseUrl: string; readonly dataFolder: string; readonly url: string }
/** What went wrong, as it goes from one process to the other. */
export type PlayerFailure = { readonly message: string; readonly stack: string | undefined; readonly code: string }

/** The program alone says when it is over: it leaves nothing half done, and a step that broke off is played again. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.once('disconnect', () => process.exit(0))
process.once('message', (world: PlayerWorld) => void play(world))

async function play({ databaseUrl, dataFolder, url }: PlayerWorld): Promise<void> {
  const database = openDatabase(databaseUrl)
  const services = makeServices({ database, mailer: samplePostOffice, log: makeLog(), dataFolder, publicUrl: () => url })
  try {
    while (await continueSampleShop(services, playStory));
    await database.close()
    process.exit(0)
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    process.send?.({ message, stack, code: codeOf(error) } satisfies PlayerFailure, () => process.exit(1))
  }
}
