import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import { openSmtp } from '../../../know/shop/server/open-smtp.ts'
import { plainMail } from '../../../know/shop/server/plain-mail.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { Run } from './runs.ts'
import { sayFailure } from './say-failure.ts'

const subjects: Record<Run['kind'], Words> = {
  backup: { zh: '备份没有成功', en: 'A backup failed' },
  drill: { zh: '恢复演练没有通过', en: 'A restore drill failed' },
}

const body: Words = {
  zh: '{what}\n\n请打开“备份”页看看：{url}/backups',
  en: '{what}\n\nSee the page of backups: {url}/backups',
}

/** Owners hear of it by mail, where a mail server is set; on the home page it stands anyway. */
export async function tellFailure(services: Services, run: Run, error: unknown): Promise<void> {
  if (run.cause !== 'schedule') return
  const said = sayFailure(
    error instanceof Problem ? error : { code: 'backup.unexpected', details: { reason: error instanceof Error ? error.message : '' } },
  )
  const url = services.publicUrl()
  try {
    const smtp = await openSmtp(services, services.database.db)
    if (!smtp) return
    const { rows } = await sql<{ email: string }>`select email from auth.users where role = 'owner' and disabled_at is null`.execute(
      services.database.db,
    )
    const what = fillBoth(body, { what: said, url })
    for (const { email } of rows) {
      const mail = await asSystem(services, 'backup', async (ctx) => plainMail(ctx, smtp.from, email, subjects[run.kind], what, {}))
      await services.mailer.send(smtp, mail)
    }
  } catch (failure) {
    services.log.warn({ reason: failure instanceof Error ? failure.message : '' }, 'nobody could be told of a failed backup by mail')
  }
}
