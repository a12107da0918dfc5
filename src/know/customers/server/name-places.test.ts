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

test('a rule about a place means it by its name in either language', async () => {
  const world = await makeWorld()
  try {
    for (const [name, province, city, district] of [
      ['甲', '浙江省', '杭州市', '西湖区'],
      ['乙', '辽宁省', '本溪市', '溪湖区'],
      ['丙', '上海市', '上海市', '浦东新区'],
      ['丁', 'Ontario', 'Toronto', 'Xihu District'],
      ['戊', null, null, null],
    ])
      await world.customer({ name, province, city, district })
    const app = await world.http()
    const who = async (field: string, op: string, value: unknown) => {
      const filter = encodeURIComponent(JSON.stringify({ field, op, value }))
      const answer = await app.inject({ url: `/api/customers?rule=${filter}&fields=name&limit=20`, headers: { 'x-test-role': 'owner' } })
      expect(answer.statusCode, answer.body).toBe(200)
      const { rows }: { rows: { name: string }[] } = answer.json()
      return rows
        .map(({ name }) => name)
        .toSorted()
        .join('')
    }
    expect(await who('district', 'is', 'Xihu District')).toBe('丁乙甲')
    expect(await who('district', 'is', 'xihu')).toBe('乙甲')
    expect(await who('district', 'is', '西湖区')).toBe('甲')
    expect(await who('district', 'is-one-of', ['Pudong New Area', '西湖区'])).toBe('丙甲')
    expect(await who('district', 'is-not', 'Xihu District')).toBe('丙')
    expect(await who('district', 'is-none-of', ['Pudong New Area'])).toBe('丁乙甲')
    expect(await who('district', 'contains', 'dong New')).toBe('丙')
    expect(await who('district', 'starts-with', 'Xi')).toBe('丁乙甲')
    expect(await who('city', 'contains', 'Hang')).toBe('丙甲')
    expect(await who('province', 'starts-with', 'Zhe')).toBe('甲')
    expect(await who('district', 'is', 'Nowhere District')).toBe('')
  } finally {
    await world.end()
  }
})
