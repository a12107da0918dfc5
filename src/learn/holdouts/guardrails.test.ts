import { expect, test } from 'vitest'
import { makeRandom } from '../../understand/models/random.ts'
import { judgeGuardrails, surelyAbove } from './guardrails.ts'

const none = { unsubscribed: 0, complained: 0, bounced: 0, refunded: 0 }

test('a share is surely above its limit only where chance does not bring it there, however often one looks', () => {
  expect(surelyAbove({ n: 3, of: 100 }, 0.02)).toBe(false)
  expect(surelyAbove({ n: 10, of: 100 }, 0.02)).toBe(true)
  expect(surelyAbove({ n: 0, of: 0 }, 0.02)).toBe(false)
  expect(surelyAbove({ n: 1, of: 100 }, 0.02)).toBe(false)
  const random = makeRandom(5)
  let cried = 0
  for (let trial = 0; trial < 500; trial++) {
    let n = 0
    for (let of = 1; of <= 2_000; of++) {
      if (random.uniform() < 0.02) n += 1
      if (of % 50 === 0 && surelyAbove({ n, of }, 0.02)) {
        cried += 1
        break
      }
    }
  }
  expect(cried / 500).toBeLessThan(0.05)
})

test('refunds are compared with the holdout’s, bounces go by their limit, and two cases are no alarm', () => {
  const judged = judgeGuardrails(
    { people: 1_000, counts: { ...none, refunded: 90, bounced: 90, complained: 2 } },
    { people: 1_000, counts: { ...none, refunded: 20 } },
    { plannedPeople: 1_000 },
  )
  expect(judged.map(({ name, alarm }) => [name, alarm])).toEqual([
    ['unsubscribed', false],
    ['complained', false],
    ['bounced', true],
    ['refunded', true],
  ])
  expect(judged[2]?.holdout).toBeNull()
  expect(judged[2]?.sentence.zh).toBe('超过 5%')
  expect(judged[3]?.sentence.en).toMatch(/Clearly more among the treated/)
  expect(judgeGuardrails({ people: 0, counts: none }, { people: 0, counts: none }, { plannedPeople: 1_000 })[0]?.sentence.en).toBe(
    'Nothing yet',
  )
})
