import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readTimeCursor, writeTimeCursor } from '../../../platform/records/time-cursor.ts'
import type {
  addPicture as addDefinition,
  deletePicture as deleteDefinition,
  listPictures as listDefinition,
  readPicture as readDefinition,
} from '../picture-actions.ts'
import { readPictureAddress } from './read-picture.ts'

/** What is smaller than this stands in a list as it is. */
const smallSigns = 20_000

/** @throws Problem picture.unreadable */
export async function addPicture(
  ctx: Ctx,
  { name, address, thumbnail }: InputOf<typeof addDefinition>,
): Promise<AnswerOf<typeof addDefinition>> {
  const read = readPictureAddress(address)
  if (!read) throw new Problem('picture.unreadable', { path: 'address' })
  if (thumbnail !== undefined && !readPictureAddress(thumbnail)) throw new Problem('picture.unreadable', { path: 'thumbnail' })
  const id = ctx.newId()
  const small = thumbnail !== undefined && thumbnail.length <= smallSigns && address.length > smallSigns ? thumbnail : null
  const { rows } =
    await sql`insert into template_pictures (id, name, type, width, height, bytes, address, thumbnail, created_by, created_at)
    values (${id}, ${name}, ${read.type}, ${read.width}, ${read.height}, ${read.bytes}, ${address}, ${small}, ${ctx.actor.id}, ${ctx.now})
    on conflict (md5(address)) do nothing returning id`.execute(ctx.db)
  if (rows.length > 0) return { id, isNew: true }
  const before = await sql<{ id: string }>`select id from template_pictures where md5(address) = md5(${address}::text)`.execute(ctx.db)
  return { id: before.rows[0]?.id ?? id, isNew: false }
}

type Row = {
  id: string
  name: string
  type: string
  width: number
  height: number
  bytes: number
  thumbnail: string | null
  created_at: Date
  place: string
}
type Use = { picture: string; id: string; name: string }

/** Newest first. */
export async function listPictures(
  ctx: Ctx,
  { search, after, limit }: InputOf<typeof listDefinition>,
): Promise<AnswerOf<typeof listDefinition>> {
  const cursor = after === undefined ? null : readTimeCursor(after, 'after', isUuid)
  const like = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await sql<Row>`select id, name, type, width, height, bytes, created_at, created_at::text as place,
      coalesce(thumbnail, case when length(address) <= ${smallSigns} then address end) as thumbnail from template_pictures
    where name ilike ${like} and ${cursor === null ? sql`true` : sql`(created_at, id) < (${cursor.at}::timestamptz, ${cursor.key}::uuid)`}
    order by created_at desc, id desc limit ${limit + 1}`.execute(ctx.db)
  const page = rows.slice(0, limit)
  const uses = await usesOf(ctx, sql`p.id = any(${page.map(({ id }) => id)}::uuid[])`)
  const end = page.at(-1)
  return {
    rows: page.map(({ created_at, place: _place, ...row }) => ({
      ...row,
      createdAt: created_at.toISOString(),
      uses: uses.flatMap(({ picture, id, name }) => (picture === row.id ? [{ id, name }] : [])),
    })),
    next: rows.length > limit && end ? writeTimeCursor({ at: end.place, key: end.id }) : null,
  }
}

/** The newest versions of templates that hold a copy. */
async function usesOf(ctx: Ctx, which: RawBuilder<unknown>): Promise<Use[]> {
  // Each template is written out once, and not once a picture.
  const { rows } = await sql<Use>`with t as materialized (select id, name, content::text as said from templates)
    select p.id as picture, t.id, t.name from template_pictures p join t on position(p.address in t.said) > 0
    where ${which} order by t.name, t.id`.execute(ctx.db)
  return rows
}

/** @throws Problem record.missing */
export async function readPicture(ctx: Ctx, { id }: InputOf<typeof readDefinition>): Promise<AnswerOf<typeof readDefinition>> {
  const { rows } = await sql<{ name: string; address: string }>`select name, address from template_pictures where id = ${id}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw missing()
  return { id, ...rows[0] }
}

/** @throws Problem record.missing, picture.in-use */
export async function deletePicture(ctx: Ctx, { id }: InputOf<typeof deleteDefinition>): Promise<AnswerOf<typeof deleteDefinition>> {
  const { name } = await readPicture(ctx, { id })
  const [first, ...others] = await usesOf(ctx, sql`p.id = ${id}`)
  if (first) throw new Problem('picture.in-use', { name, template: first.name, count: others.length + 1 })
  await sql`delete from template_pictures where id = ${id}`.execute(ctx.db)
  return { id }
}

const missing = () => new Problem('record.missing', { what: { zh: '图片', en: 'picture' } })
