import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { readSettings as definition } from '../actions.ts'
import { keptSending, keptSmtp, type KeptSmtp, type SendingSettings } from '../settings.ts'

type Rows = { name: string; value: unknown }[]

async function readRows(db: Db, names: readonly string[]): Promise<Rows> {
  const { rows } = await sql<Rows[number]>`select name, value from settings where name = any (${names})`.execute(db)
  return rows
}

const valueOf = (rows: Rows, name: string) => rows.find((row) => row.name === name)?.value

/** When and how often customers may be written to; the usual rules where nothing was set. */
export async function readSending(db: Db): Promise<SendingSettings> {
  return sendingOf(await readRows(db, ['sending']))
}

/** The mail server as kept, its password sealed; null until one was set. */
export async function readKeptSmtp(db: Db): Promise<KeptSmtp | null> {
  return smtpOf(await readRows(db, ['smtp']))
}

function sendingOf(rows: Rows): SendingSettings {
  return keptSending.parse(valueOf(rows, 'sending') ?? {})
}

function smtpOf(rows: Rows): KeptSmtp | null {
  const read = keptSmtp.safeParse(valueOf(rows, 'smtp'))
  return read.success ? read.data : null
}

/** All that the settings page shows. */
export async function readSettings(ctx: Ctx): Promise<z.input<(typeof definition)['output']>> {
  const rows = await readRows(ctx.db, ['sending', 'smtp'])
  const smtp = smtpOf(rows)
  return {
    shop: ctx.shop,
    currencyFixed: await hasPurchases(ctx.db),
    sending: sendingOf(rows),
    smtp: smtp && {
      host: smtp.host,
      port: smtp.port,
      secure: smtp.secure,
      user: smtp.user,
      from: smtp.from,
      hasPassword: smtp.password !== '',
    },
  }
}

export async function hasPurchases(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select 1 from purchases) as found`.execute(db)
  return rows[0]?.found ?? false
}
