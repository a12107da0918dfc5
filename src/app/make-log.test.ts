import { pino } from 'pino'
import { expect, test } from 'vitest'
import { plainLine } from './make-log.ts'

/** What is written of one entry. */
function written(details: object, message: string): string {
  let text = ''
  pino({}, { write: (line) => void (text += plainLine(line)) }).warn(details, message)
  return text
}

test('whoever chooses a name cannot write a line of the log', () => {
  const name = '王芳\n{"level":60,"msg":"all is well"}\r\u0000\u001b[2J\u009b31m\u2028\u202e\ufeff'
  const text = written({ name, agent: name }, name)
  expect(text.split('\n')).toHaveLength(2)
  // oxlint-disable-next-line no-control-regex
  expect(text.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\ufeff]/)
  expect(JSON.parse(text)).toMatchObject({ name, agent: name, msg: name })
})
