import { expect, test } from 'vitest'
import { compileMjml } from './compile-mjml.ts'

const mail = (inner: string) => `<mjml><mj-body><mj-section><mj-column>${inner}</mj-column></mj-section></mj-body></mjml>`

test('a layout becomes HTML, several at once each their own', async () => {
  const made = await Promise.all(['一', '二', '三'].map((word) => compileMjml(mail(`<mj-text>${word}</mj-text>`))))
  made.forEach((html, i) => expect(html).toContain(['一', '二', '三'][i]))
  expect(made[0]).toMatch(/^<!doctype html>/i)
})

test('a wrong layout says what is wrong, and the next one is made all the same', async () => {
  await expect(compileMjml(mail('<mj-nothing />'))).rejects.toThrow(/mj-nothing/)
  await expect(compileMjml('')).rejects.toThrow()
  expect(await compileMjml(mail('<mj-text>好</mj-text>'))).toContain('好')
})
