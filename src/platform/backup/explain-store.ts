import { Problem } from '../../core/kit/problem.ts'
import { fillBoth, type Words } from '../../core/kit/words.ts'

/** What systems and storage say by a code, as whoever set the place up would say it. */
const reasons: Readonly<Record<string, Words>> = {
  EACCES: { zh: '本程序的账户没有权限', en: 'this program’s account may not' },
  EPERM: { zh: '本程序的账户没有权限', en: 'this program’s account may not' },
  EROFS: { zh: '那里只能读，不能写', en: 'it can only be read' },
  ENOENT: { zh: '没有这个文件夹，也建不了', en: 'there is no such folder, and it cannot be made' },
  ENOTDIR: { zh: '路径中有一段是文件，不是文件夹', en: 'a part of the path is a file and no folder' },
  EEXIST: { zh: '那里已有同名的文件', en: 'a file of that name is there' },
  ENOSPC: { zh: '那里已经写满', en: 'it is full' },
  EIO: { zh: '磁盘读写出错', en: 'the disk fails' },
  ECONNREFUSED: { zh: '对方没有开放这个端口', en: 'nothing listens there' },
  ECONNRESET: { zh: '对方中断了连接', en: 'the other side broke off' },
  ENOTFOUND: { zh: '没有这个网址', en: 'there is no such address' },
  EAI_AGAIN: { zh: '现在查不到这个网址', en: 'the address cannot be looked up at the moment' },
  ETIMEDOUT: { zh: '对方没有回应', en: 'the other side does not answer' },
  '401': { zh: '密钥不对（{code}）', en: 'the keys are wrong ({code})' },
  '403': { zh: '密钥不对，或没有权限（{code}）', en: 'the keys are wrong or may not ({code})' },
  '404': { zh: '没有这个存储桶或文件（{code}）', en: 'there is no such bucket or file ({code})' },
}

/** What went wrong, without what the other side sent. */
export function explainStore(error: unknown, name: string): unknown {
  if (error instanceof Problem) return error
  const { status, serviceCode, message, cause }: { status?: unknown; serviceCode?: unknown; message?: unknown; cause?: unknown } =
    Object(error)
  const code = [status, Object(error).code, Object(cause).code].find((one) => typeof one === 'number' || typeof one === 'string')
  const told = `${code ?? String(message)}${typeof serviceCode === 'string' ? ` ${serviceCode.slice(0, 60)}` : ''}`
  return new Problem('backup.unreachable', { place: name, reason: sayReason(code, told) })
}

/** @param told what stands in the sentence of a code, and in its place where it has none */
export function sayReason(code: unknown, told = String(code)): Words | string {
  const words = reasons[String(code)]
  return words ? fillBoth(words, { code: told }) : told.slice(0, 200)
}
