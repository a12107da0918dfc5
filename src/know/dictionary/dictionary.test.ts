import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { entityCard } from '../../pages/browser-dictionary.ts'
import { dictionaryAnswer } from '../../pages/dictionary-answer.ts'
import { nameStages } from '../../pages/name-stages.ts'
import { readDictionary } from './read-dictionary.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

test('the browser reads the dictionary, with each stage’s name and its one colour', async () => {
  const answer = dictionaryAnswer.parse(await world.ask(readDictionary))
  expect(answer.stages).toHaveLength(6)
  expect(answer.stages[3]).toEqual({ key: 'loyal', label: { zh: '忠诚', en: 'Loyal' }, colour: 'loyal' })
})

test('fields and facts that hold a stage say its name', async () => {
  const answer = nameStages(dictionaryAnswer.parse(await world.ask(readDictionary)))
  const loyal = { value: 'loyal', label: { zh: '忠诚', en: 'Loyal' }, colour: 'loyal' }
  expect(entityCard(answer, 'customer')?.fields['stage']?.options).toContainEqual(loyal)
  const moved = answer.events.find((event) => event.name === 'stage.changed')
  expect(moved?.payload['to']?.options).toContainEqual(loyal)
  expect(entityCard(answer, 'customer')?.fields['gender']?.options).toHaveLength(3)
})

test('the type of a refusal leads to what is said of its code, and all codes can be listed', async () => {
  const app = await world.http()
  const headers = { 'x-test-role': 'member' }
  const refused = (await app.inject({ url: '/api/customers?fields=nonsense', headers })).json()
  const { problems } = (await app.inject({ url: refused.type, headers })).json()
  expect(problems).toEqual([
    {
      code: 'input.invalid',
      status: refused.status,
      words: { zh: expect.stringContaining('{reason}'), en: expect.stringContaining('{reason}') },
    },
  ])
  const all = (await app.inject({ url: '/api/problems', headers })).json().problems
  expect(all.map(({ code }: { code: string }) => code)).toEqual([...world.services.registry.problems.keys()].toSorted())
})
