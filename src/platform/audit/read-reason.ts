import type { IncomingHttpHeaders } from 'node:http'

/** Why something is done, in the caller's own words: the header `X-Reason`, percent-encoded as headers take only plain letters. */
export function readReason(headers: IncomingHttpHeaders): string | undefined {
  const sent = headers['x-reason']
  if (typeof sent !== 'string' || sent === '') return undefined
  try {
    return decodeURIComponent(sent).slice(0, 500)
  } catch {
    return sent.slice(0, 500)
  }
}
