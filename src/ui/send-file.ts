import type { z } from 'zod'
import { ProblemError, readProblem } from './call.ts'

type Sending<O extends z.ZodType> = {
  readonly to: string
  /** What the server answers with. */
  readonly answer: O
  readonly signal: AbortSignal
  readonly onProgress: (bytes: number) => void
}

const brokenOff = new ProblemError({
  code: 'server.unreachable',
  status: 0,
  words: {
    zh: '上传中断，连不上服务器。请检查网络后重新选择文件。',
    en: 'The upload broke off: the server cannot be reached. Check the connection and choose the file again.',
  },
})

/**
 * Sends a file up as it is. `fetch` cannot tell how much of a body has gone, hence the older way.
 * @throws ProblemError when the server refuses the file or cannot be reached
 */
export function sendFile<O extends z.ZodType>(file: File, { to, answer, signal, onProgress }: Sending<O>): Promise<z.output<O>> {
  const { promise, resolve, reject } = Promise.withResolvers<z.output<O>>()
  const request = new XMLHttpRequest()
  request.upload.onprogress = (event) => onProgress(event.loaded)
  request.onerror = () => reject(brokenOff)
  request.onabort = () => reject(brokenOff)
  request.onload = () => {
    const body = parseJson(request.responseText)
    const read = answer.safeParse(body)
    if (request.status < 300 && read.success) resolve(read.data)
    else reject(readProblem(request.status, body))
  }
  signal.addEventListener('abort', () => request.abort())
  request.open('POST', `${to}?${new URLSearchParams({ name: file.name })}`)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.setRequestHeader('accept', 'application/json')
  request.send(file)
  return promise
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
