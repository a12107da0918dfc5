import { createHash, createHmac } from 'node:crypto'

export type AliyunRequest = {
  readonly method: 'GET' | 'POST'
  readonly host: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: string
  readonly action: string
  readonly version: string
  /** `2023-10-26T10:22:32Z` */
  readonly date: string
  readonly nonce: string
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** RFC 3986: letters, digits and `-_.~` stay. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)

export function aliyunQuery(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${encode(name)}=${encode(query[name] ?? '')}`)
    .join('&')
}

export function aliyunCanonical(request: AliyunRequest): string {
  const headers = signedHeaders(request)
  const names = Object.keys(headers).sort()
  return [
    request.method,
    request.path,
    aliyunQuery(request.query),
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    hash(request.body),
  ].join('\n')
}

function signedHeaders({ host, action, version, date, nonce, body }: AliyunRequest): Record<string, string> {
  return {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': hash(body),
    'x-acs-date': date,
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  }
}

/** The headers of a signed request. Alibaba Cloud: “V3版本请求体&签名机制” (ACS3-HMAC-SHA256). */
export function signAliyun(request: AliyunRequest, keyId: string, secret: string): Record<string, string> {
  const headers = signedHeaders(request)
  const signature = createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${hash(aliyunCanonical(request))}`)
    .digest('hex')
  const signed = Object.keys(headers).sort().join(';')
  return { ...headers, authorization: `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${signed},Signature=${signature}` }
}
