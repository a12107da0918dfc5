import { z } from 'zod'
import { ProblemError, readProblem } from '../../../ui/call.ts'

const arrived = z.looseObject({ id: z.guid() })

type Watching = { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void }

const unreachable = new ProblemError({
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
export function uploadFile(file: File, { signal, onProgress }: Watching): Promise<{ readonly id: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly id: string }>()
  const request = new XMLHttpRequest()
  request.upload.onprogress = (event) => onProgress(event.loaded)
  request.onerror = () => reject(unreachable)
  request.onabort = () => reject(unreachable)
  request.onload = () => {
    const body = parseJson(request.responseText)
    const read = arrived.safeParse(body)
    if (request.status < 300 && read.success) resolve({ id: read.data.id })
    else reject(readProblem(request.status, body))
  }
  signal.addEventListener('abort', () => request.abort())
  request.open('POST', `/api/imports/files?${new URLSearchParams({ name: file.name })}`)
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
