import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../../platform/actions/secrets.ts'
import { classesOf, dataMap } from '../data-map.ts'
import { dataClasses, laws, treatments } from '../map/map-words.ts'

/** What is certified: no name of anybody. */
export type Certified = {
  readonly id: string
  readonly shop: string
  readonly customerId: string
  readonly requestId: string | null
  readonly askedAt: Date
  readonly doneAt: Date
  /** Whom it was asked and confirmed by: staff, by their actor's ids. */
  readonly by: readonly string[]
  readonly deleted: Readonly<Record<string, number>>
  readonly kept: Readonly<Record<string, number>>
  readonly emptied: Readonly<Record<string, number>>
  readonly files: number
}

export type Signed = { readonly text: string; readonly hash: string; readonly signature: string }

const purpose = 'erasure-certificate'

/** The certificate in both languages, its hash and the installation's signature under it. */
export function writeCertificate(secrets: Secrets, certified: Certified): Signed {
  const text = textOf(certified)
  return { text, hash: hashOf(text), signature: secrets.sign(purpose, text).toString('base64url') }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Whether this installation signed this very text. */
export function isGenuine(secrets: Secrets, text: string, signature: string): boolean {
  const right = secrets.sign(purpose, text)
  const given = Buffer.from(signature, 'base64url')
  return given.length === right.length && timingSafeEqual(given, right)
}

function textOf(certified: Certified): string {
  const { id, shop, customerId, requestId, askedAt, doneAt, by, files } = certified
  return [
    '个人信息删除证明 · Certificate of erasure',
    '',
    `证明编号 · Certificate: ${id}`,
    `处理者 · Controller: ${shop || '—'}`,
    `客户编号 · Customer id: ${customerId}`,
    `请求 · Request: ${requestId ?? '—'}`,
    `提出 · Asked: ${askedAt.toISOString()}`,
    `完成 · Done: ${doneAt.toISOString()}`,
    `办理 · Carried out by: ${by.join(', ')}`,
    '',
    '按数据类别删除 · Erased, by class of data',
    ...byClass(certified.deleted),
    `  文件 · Files: ${files}`,
    '',
    '个人标识已抹去的行 · Rows rid of marks of the person',
    ...byTable(certified.emptied),
    '',
    '去除身份后保留 · Kept without the person',
    ...byTable(certified.kept),
    '',
    '个人密钥已销毁，旧备份中的相应内容不可再读；恢复备份后会再次执行本次删除。',
    'The person’s key was destroyed: what older backups hold of them cannot be read. After a restore this erasure is applied again.',
    '为不再打扰本人，仅保留联系方式的带密钥散列。',
    'So that nobody markets to them again, keyed hashes of their addresses are kept, and nothing else.',
    '',
  ].join('\n')
}

function byClass(deleted: Readonly<Record<string, number>>): string[] {
  const sums = new Map<string, number>()
  for (const [name, rows] of Object.entries(deleted)) {
    const table = dataMap[name]
    const of = table ? [...new Set(classesOf(table).values())].find((one) => one !== 'technical') : undefined
    const said = of ? `${dataClasses[of].zh} · ${dataClasses[of].en}` : `${dataClasses.technical.zh} · ${dataClasses.technical.en}`
    if (rows > 0) sums.set(said, (sums.get(said) ?? 0) + rows)
  }
  return sums.size > 0 ? [...sums].map(([said, rows]) => `  ${said}: ${rows}`) : ['  —']
}

function byTable(rows: Readonly<Record<string, number>>): string[] {
  const some = Object.entries(rows).filter(([, count]) => count > 0)
  if (some.length === 0) return ['  —']
  return some.map(([name, count]) => {
    const table = dataMap[name]
    const label = table ? `${table.label.zh} · ${table.label.en}` : name
    const why = table?.law ? laws[table.law] : table ? treatments[table.erasure] : null
    return `  ${label}: ${count}${why ? ` (${why.zh} · ${why.en})` : ''}`
  })
}
