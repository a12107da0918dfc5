import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { makeWorld } from '../../../../test/world.ts'
import { namePlaces } from './name-places.ts'

test('places written before they had one name get it, once', async () => {
  const world = await makeWorld()
  try {
    const ids = await Promise.all(['甲', '乙', '丙'].map((name) => world.customer({ name })))
    const write = async (at: number, province: string, city: string) =>
      sql`update customers set province = ${province}, city = ${city} where id = ${ids[at]}`.execute(world.db)
    const places = async () =>
      (await sql<{ province: string; city: string }>`select province, city from customers order by name`.execute(world.db)).rows.map(
        (row) => `${row.province} ${row.city}`,
      )
    await write(0, '浙江', '杭州')
    await write(1, '粤', '深圳市')
    await write(2, 'Ontario', 'Paris')
    await sql`delete from settings where name = 'places-named'`.execute(world.db)
    await world.system(namePlaces)
    expect((await places()).toSorted()).toEqual(['Ontario Paris', '广东省 深圳市', '浙江省 杭州市'].toSorted())
    await write(0, '浙江', '杭州')
    await world.system(namePlaces)
    expect(await places()).toContain('浙江 杭州')
    await write(1, 'Guangdong', 'SHENZHEN')
    await sql`delete from settings where name = 'places-named-in-english'`.execute(world.db)
    await world.system(namePlaces)
    expect((await places()).toSorted()).toEqual(['Ontario Paris', '广东省 深圳市', '浙江 杭州'].toSorted())
    await write(0, 'Sichuan', 'Aba')
    await write(1, 'Abia', 'Aba')
    await write(2, '', 'Hangzhou')
    await sql`delete from settings where name = 'places-named-in-english'`.execute(world.db)
    await world.system(namePlaces)
    expect((await places()).toSorted()).toEqual(['四川省 阿坝藏族羌族自治州', 'Abia Aba', ' 杭州市'].toSorted())
  } finally {
    await world.end()
  }
})
