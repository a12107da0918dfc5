import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { releaseFiles } from '../../../platform/files/hang-files.ts'

const portion = 500

/** Files of interactions that went with their customer, e.g. when an import was undone. @returns whether there were more */
export async function releaseOrphans(services: Services): Promise<boolean> {
  return asSystem(services, 'release-orphans', async (ctx) => {
    const { rows } = await sql<{ id: string }>`select f.id from kept_files f where f.used_by like 'interaction:%'
      and not exists (select 1 from interactions i where i.id = substr(f.used_by, 13)::uuid)
      and not exists (select 1 from removed_interactions r where r.id = substr(f.used_by, 13)::uuid) limit ${portion}`.execute(ctx.db)
    await releaseFiles(
      ctx,
      rows.map(({ id }) => id),
    )
    return rows.length === portion
  })
}
