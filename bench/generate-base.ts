import { sql } from 'kysely'
import { searchColumns } from '../src/know/customers/customer-search.ts'
import { copyInto } from '../src/platform/database/copy-into.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import type { BenchWorld } from './world.ts'

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢']
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧巧美静淑惠珠翠雅芝玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思',
]
const cities = [
  '上海市',
  '北京市',
  '广州市',
  '深圳市',
  '杭州市',
  '成都市',
  '武汉市',
  '西安市',
  '南京市',
  '苏州市',
  '重庆市',
  '长沙市',
  '青岛市',
  '厦门市',
  '昆明市',
  '福州市',
]

export const benchId = (i: number) => `018f0000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`
export const benchName = (i: number) =>
  `${surnames[i % surnames.length]}${given[(i * 7) % given.length]}${i % 3 === 0 ? '' : given[(i * 13) % given.length]}`
export const benchPhone = (i: number) => `+861349${String(i % 10_000_000).padStart(7, '0')}`

/**
 * Fills the base: customers with names, phones, cities; purchases over three years whose number differs from person to
 * person (a geometric spread around the mean) and whose recency does too; each with its fact in the log. Straight into
 * the tables, their indexes taken away meanwhile: this is the ground, not what is measured.
 */
export async function generateBase(world: BenchWorld): Promise<void> {
  const { database, size, now } = world
  const indexes = await dropIndexes(world, ['customers', 'events', 'purchases'])
  await copyCustomers(world)
  const ids = sql`('018f0000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`
  await sql`insert into log_heads (customer_id) select ${ids} from generate_series(1, ${size.customers}::int) i`.execute(database.db)
  const mean = size.purchases / size.customers
  // A hash gives every customer and purchase its own fixed numbers in [0, 1); 1 + geometric keeps the mean.
  const unit = (of: string, seed: number) => sql.raw(`(hashint8extended(${of}, ${seed}) & 2147483647) / 2147483648.0::float8`)
  await sql`
    insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, items, recorded_at)
    select ${ids}, ('018f0000-0000-7000-9' || lpad(to_hex(k), 3, '0') || '-' || lpad(to_hex(i), 12, '0'))::uuid, 'purchase', 'import', 'B' || i || '-' || k,
      ${now}::timestamptz - ((1095 * (1 - power(u2, 0.7)) * (0.15 + 0.85 * u1)) * interval '1 day'), (2000 + 60000 * u3 * u3)::bigint, 'CNY', 1, ${now}
    from (select i, ${unit('i', 1)} as u1 from generate_series(1, ${size.customers}::int) i) c,
      lateral generate_series(1, 1 + floor(ln(1 - c.u1 * 0.999999) / ln(1 - 1 / ${mean}::float8))::int) k,
      lateral (select ${unit('i::bigint * 4096 + k', 2)} as u2, ${unit('i::bigint * 4096 + k', 3)} as u3) r`.execute(database.db)
  await sql`
    insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload)
    select customer_id, row_number() over (partition by customer_id order by occurred_at, id), id, 'purchase.made', occurred_at, recorded_at, 'import', true,
      jsonb_build_object('amount', amount, 'currency', currency, 'number', number, 'items', 1) from purchases`.execute(database.db)
  await sql`update log_heads h set seq = n, done = n from (select customer_id, count(*) as n from events group by 1) e where e.customer_id = h.customer_id`.execute(
    database.db,
  )
  for (const statement of indexes) await database.pool.query(statement)
  for (const table of ['customers', 'customer_identities', 'identities', 'log_heads', 'events', 'purchases'])
    await database.pool.query(`vacuum analyze ${table}`)
}

async function copyCustomers({ database, size, now }: BenchWorld): Promise<void> {
  const at = now.getTime()
  async function* rows() {
    let chunk = ''
    for (let i = 1; i <= size.customers; i++) {
      const name = benchName(i)
      const { search, namePinyin } = searchColumns({ name, phone: benchPhone(i), code: `M${i}` })
      const created = new Date(at - (size.customers - i) * 60_000).toISOString()
      chunk += `${benchId(i)}\tM${i}\t${name}\t${benchPhone(i)}\t${cities[(i * 31) % cities.length]}\t${i % 2 ? 'granted' : 'unknown'}\t${search.replaceAll('\\', '\\\\')}\t${namePinyin}\t${created}\t${created}\n`
      if (chunk.length > 200_000) {
        yield chunk
        chunk = ''
      }
    }
    yield chunk
  }
  await inTransaction(database, async ({ db, client }) => {
    await copyInto(
      client,
      'copy customers (id, code, name, phone, city, email_consent, search, name_pinyin, created_at, updated_at) from stdin',
      rows(),
    )
    await sql`insert into identities (key, customer_id) select k, id from customers, lateral (values ('code:' || lower(code)), ('phone:' || phone)) v(k)`.execute(
      db,
    )
    await sql`insert into customer_identities (customer_id, key) select customer_id, key from identities`.execute(db)
  })
}

/** Takes the secondary indexes away. @returns the statements that bring them back */
async function dropIndexes({ database }: BenchWorld, tables: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ indexname: string; indexdef: string }>`select indexname, indexdef from pg_indexes
    where tablename = any(${tables}::text[]) and schemaname = 'public' and indexname not like '%_pkey'`.execute(database.db)
  for (const { indexname } of rows) await database.pool.query(`drop index ${indexname}`)
  return rows.map((row) => row.indexdef)
}
