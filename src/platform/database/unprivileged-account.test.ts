import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parsePidFile } from './postmaster.ts'
import { canReach, findAccount } from './unprivileged-account.ts'

const passwords =
  'root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\nnobody:x:65534:65534::/:/bin/false\n'

test('an account is found by its whole name and is never root', () => {
  expect(findAccount(passwords, 'postgres')).toEqual({ uid: 101, gid: 104 })
  expect(findAccount(passwords, 'post')).toBeNull()
  expect(findAccount(passwords, 'root')).toBeNull()
  expect(findAccount('', 'nobody')).toBeNull()
})

test('an account reaches a folder only when every folder above lets it pass', async () => {
  const top = await mkdtemp(join(tmpdir(), 'regulars-reach-'))
  const deep = join(top, 'a', 'b')
  await mkdir(deep, { recursive: true, mode: 0o755 })
  const stranger = { uid: 54321, gid: 54321 }
  await chmod(top, 0o755)
  expect(canReach(stranger, deep)).toBe(true)
  await chmod(join(top, 'a'), 0o750)
  expect(canReach(stranger, deep)).toBe(false)
  expect(canReach({ uid: process.getuid?.() ?? 0, gid: 54321 }, deep)).toBe(true)
  expect(canReach({ uid: 54321, gid: process.getgid?.() ?? 0 }, deep)).toBe(true)
  await rm(top, { recursive: true })
})

test('a pid file half written has no port yet', () => {
  expect(parsePidFile('4711\n/data/postgres\n1700000000\n5433\n\n127.0.0.1\n')).toEqual({ pid: 4711, port: 5433 })
  expect(parsePidFile('4711\n/data/postgres\n')).toEqual({ pid: 4711, port: 0 })
  expect(parsePidFile('')).toBeNull()
  expect(parsePidFile('garbage')).toBeNull()
})
