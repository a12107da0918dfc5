import { createHash, createHmac } from 'node:crypto'

export type TencentRequest = {
  readonly service: string
  readonly host: string
  readonly contentType: string
  readonly body: string
  /** Unix seconds. */
  readonly timestamp: number
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const signedHeaders = 'content-type;host'

export function tencentCanonical({ host, contentType, body }: TencentRequest): string {
  return ['POST', '/', '', `content-type:${contentType.toLowerCase()}`, `host:${host}`, '', signedHeaders, hash(body)].join('\n')
}

/** The day in UTC, which the timestamp says and the machine's own zone does not. */
const dayOf = (timestamp: number) => new Date(timestamp * 1_000).toISOString().slice(0, 10)

/** The `Authorization` header of a POST. Tencent Cloud: “签名方法 v3” (TC3-HMAC-SHA256). */
export function signTencent(request: TencentRequest, secretId: string, secretKey: string): string {
  const day = dayOf(request.timestamp)
  const scope = `${day}/${request.service}/tc3_request`
  const text = `TC3-HMAC-SHA256\n${request.timestamp}\n${scope}\n${hash(tencentCanonical(request))}`
  const key = hmac(hmac(hmac(`TC3${secretKey}`, day), request.service), 'tc3_request')
  const signature = createHmac('sha256', key).update(text).digest('hex')
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
}
