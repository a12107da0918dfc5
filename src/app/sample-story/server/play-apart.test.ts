import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { loadSampleShop } from '../../../know/sample-shop/actions.ts'
import { isOutage } from '../../../platform/database/outage.ts'
import { readSampleProgress } from '../progress.ts'
import { playApart } from './play-apart.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-11-21T13:00:00Z' })
})
afterAll(() => world.end())

const playerOf = ({ url, dataFolder, services }: World) => {
  const ticks = playApart(services.registry.ticks, { databaseUrl: url, dataFolder, url: 'http://localhost' })
  const player = ticks.find(({ name }) => name === 'sample-shop')
  if (!player) throw new Error('nobody plays the sample shop')
  return player
}
const playedTo = async (turn: number) => {
  const { state, done } = await world.ask(readSampleProgress)
  expect(state).toBe('loading')
  expect(done).toBeGreaterThanOrEqual(turn)
}

test('without a sample shop nobody is sent to play it', async () => {
  expect(await playerOf(world).run(world.services)).toBe(false)
})

test('a player ends with the program that sent it, and the next goes on where it was', { timeout: 120_000 }, async () => {
  await world.act(loadSampleShop, { customers: 200 })
  for (const turn of [1, 2]) {
    const program = new AbortController()
    const played = playerOf(world).run(world.services, program.signal)
    await vi.waitFor(() => playedTo(turn), { timeout: 50_000, interval: 100 })
    program.abort()
    expect(await played).toBe(true)
    await playedTo(turn)
    expect(await playerOf(world).run(world.services, program.signal)).toBe(false)
  }
})

test('what keeps a player from playing is told as if the program itself had met it', { timeout: 120_000 }, async () => {
  const failureAt = (url: string) => Promise.resolve(playerOf({ ...world, url }).run(world.services)).catch((error: unknown) => error)
  const astray = await failureAt(world.url.replace(/[^/]*$/, 'nowhere'))
  expect([isOutage(astray), astray]).toEqual([
    false,
    expect.objectContaining({ code: '3D000', message: expect.stringContaining('nowhere') }),
  ])
  expect(isOutage(await failureAt('postgres://127.0.0.1:9/away'))).toBe(true)
})
