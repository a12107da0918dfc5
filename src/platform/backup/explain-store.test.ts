import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeBucket } from '../../../test/fake-bucket.ts'
import { Problem } from '../../core/kit/problem.ts'
import { fillBoth } from '../../core/kit/words.ts'
import { explainStore } from './explain-store.ts'
import { backupProblems } from './problems.ts'
import { folderStore, s3Store } from './stores.ts'

/** The sentence that whoever set the place up reads. */
async function said(work: Promise<unknown>): Promise<{ zh: string; en: string }> {
  const problem = explainStore(await work.then(() => null).catch((error: unknown) => error), '老地方')
  if (!(problem instanceof Problem)) throw new Error('not explained')
  return fillBoth(backupProblems['backup.unreachable'].words, problem.details)
}

test('why a place of backups cannot be used is said in words, whichever kind of place it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-place-'))
  writeFileSync(join(folder, 'file'), '')
  const within = await said(folderStore(join(folder, 'file', 'backups')).free())
  expect(within.zh).toBe('无法读写备份位置“老地方”：路径中有一段是文件，不是文件夹。请检查路径或地址、密钥和网络。')
  expect(within.en).toContain('a part of the path is a file and no folder')
  rmSync(folder, { recursive: true })

  const bucket = await fakeBucket()
  const at = (endpoint: string, secretKey: string) =>
    s3Store({ endpoint, region: 'cn-hangzhou', accessKeyId: bucket.accessKeyId, secretKey }, { gapMs: 1 })
  expect((await said(at(`${bucket.url}/shop/regulars`, 'not-it').list())).zh).toMatch(/密钥不对，或没有权限（403 SignatureDoesNotMatch）/)
  const { url } = bucket
  await bucket.end()
  expect((await said(at(`${url}/shop/regulars`, 'not-it').list())).en).toContain('nothing listens there')
})

// Node's own way of making folders goes on for ever there.
test.runIf(process.platform === 'linux')('of a place in which no folder can be made that is said', async () => {
  expect((await said(folderStore('/proc/regulars/backups').free())).zh).toContain('没有这个文件夹，也建不了')
})

test('what storage says no more of than its code, and what nobody foresaw, is told by that, and what is a problem already stays one', () => {
  expect(explainStore(Object.assign(new Error('x'), { code: 'EODD' }), '那里')).toMatchObject({
    details: { place: '那里', reason: 'EODD' },
  })
  expect(explainStore({ status: 403 }, '那里')).toMatchObject({
    details: { reason: { zh: '密钥不对，或没有权限（403）', en: 'the keys are wrong or may not (403)' } },
  })
  expect(explainStore(new Error('odd'), '那里')).toMatchObject({ details: { reason: 'odd' } })
  const problem = new Problem('backup.stopped')
  expect(explainStore(problem, '那里')).toBe(problem)
})
