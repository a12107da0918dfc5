import { expect, test } from 'vitest'
import { linkToPass } from './link-to-pass.ts'

test('a link with the shop’s own address stays as it is, wherever the page was opened', () => {
  const link = 'https://crm.example.com/join?token=abc'
  for (const page of ['http://localhost:3210', 'http://192.168.1.5:3210', 'https://crm.example.com'])
    expect(linkToPass(link, page)).toEqual({ link, caution: null })
})

test('where no address is set a link takes the one that the page was opened at, and says so', () => {
  const made = linkToPass('http://localhost:3210/join?token=abc', 'http://192.168.1.5:8080')
  expect(made.link).toBe('http://192.168.1.5:8080/join?token=abc')
  expect(made.caution?.en).toContain('PUBLIC_URL is not set')
  expect(linkToPass('http://localhost:3210', 'https://tea.example').link).toBe('https://tea.example')
})

test('a link that only this machine can open says so, and which setting mends it', () => {
  for (const page of ['http://localhost:3210', 'http://127.0.0.1:3210', 'http://[::1]:3210']) {
    const made = linkToPass('http://localhost:3210/join?token=abc', page)
    expect(made.link).toBe('http://localhost:3210/join?token=abc')
    expect(made.caution?.zh).toContain('只有本机打得开')
    expect(made.caution?.en).toContain('PUBLIC_URL')
  }
})
