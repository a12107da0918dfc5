import { attachedFile, type AttachedFile } from '../../core/kit/attached-file.ts'
import { ProblemError, readProblem } from '../../ui/call.ts'

type Watching = { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void }

const brokenOff = new ProblemError({
  code: 'server.unreachable',
  status: 0,
  words: {
    zh: '上传中断，连不上服务器。请检查网络后重新选择文件。',
    en: 'The upload broke off: the server cannot be reached. Check the connection and choose the file again.',
  },
})

/**
 * Sends a file up, to be hung on something. `fetch` cannot tell how much of a body has gone, hence the older way.
 * @throws ProblemError when the server refuses the file or cannot be reached
 */
export function uploadAttachment(file: File, { signal, onProgress }: Watching): Promise<AttachedFile> {
  const { promise, resolve, reject } = Promise.withResolvers<AttachedFile>()
  const request = new XMLHttpRequest()
  request.upload.onprogress = (event) => onProgress(event.loaded)
  request.onerror = () => reject(brokenOff)
  request.onabort = () => reject(brokenOff)
  request.onload = () => {
    const body = parseJson(request.responseText)
    const read = attachedFile.safeParse(body)
    if (request.status < 300 && read.success) resolve(read.data)
    else reject(readProblem(request.status, body))
  }
  signal.addEventListener('abort', () => request.abort())
  request.open('POST', `/api/files?${new URLSearchParams({ name: file.name })}`)
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
