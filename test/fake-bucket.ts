import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type FakeBucket = {
  readonly url: string
  readonly accessKeyId: string
  readonly secretKey: string
  /** By their keys within the bucket `shop`. */
  readonly objects: Map<string, Buffer>
  /** What befalls the next writing requests, one each. */
  trouble: ('500' | '503' | 'cut' | 'slow')[]
  isAway: boolean
  refusedSignatures: number
  end(): Promise<void>
}

/** A server that speaks as much S3 as backups need, and proves every signature (AWS Signature Version 4) for itself. */
export async function fakeBucket(): Promise<FakeBucket> {
  const server = createServer((request, response) => {
    answer(bucket, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const bucket: FakeBucket = {
    url: `http://127.0.0.1:${port}`,
    accessKeyId: 'AKIDEXAMPLE',
    secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    objects: new Map(),
    trouble: [],
    isAway: false,
    refusedSignatures: 0,
    end: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return bucket
}

async function answer(bucket: FakeBucket, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (bucket.isAway) return void request.socket.destroy()
  const url = new URL(request.url ?? '', bucket.url)
  const trouble = request.method === 'PUT' ? bucket.trouble.shift() : undefined
  // Half of what was sent is taken, and the line goes dead.
  if (trouble === 'cut') return void request.once('data', () => request.socket.destroy())
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  if (!isSigned(bucket, request, url)) {
    bucket.refusedSignatures++
    return say(response, 403, '<Error><Code>SignatureDoesNotMatch</Code></Error>')
  }
  if (trouble === '500' || trouble === '503') return say(response, Number(trouble), '<Error><Code>SlowDown</Code></Error>')
  if (trouble === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_500))
  const key = decodeURIComponent(url.pathname.replace(/^\/shop\/?/, ''))
  if (url.searchParams.has('uploads') || url.searchParams.has('uploadId'))
    return multipart(bucket, request.method ?? '', url, key, body, response)
  if (request.method === 'PUT') {
    bucket.objects.set(key, body)
    response.setHeader('etag', `"${createHash('md5').update(body).digest('hex')}"`)
    return say(response, 200, '')
  }
  if (request.method === 'DELETE') return bucket.objects.delete(key) ? say(response, 204, '') : say(response, 204, '')
  if (request.method === 'POST' && url.searchParams.has('delete')) return removeMany(bucket, body, response)
  if (url.searchParams.has('list-type')) return list(bucket, url, response)
  const found = bucket.objects.get(key)
  if (!found) return say(response, 404, '<Error><Code>NoSuchKey</Code></Error>')
  response.setHeader('content-length', found.length)
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : found)
}

const uploads = new Map<string, Map<number, Buffer>>()

/** Begun, part by part, completed: only then is the object there. */
function multipart(bucket: FakeBucket, method: string, url: URL, key: string, body: Buffer, response: ServerResponse): void {
  const id = url.searchParams.get('uploadId') ?? `upload-${uploads.size + 1}`
  if (url.searchParams.has('uploads')) {
    uploads.set(id, new Map())
    return say(
      response,
      200,
      `<?xml version="1.0"?><InitiateMultipartUploadResult><Bucket>shop</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    )
  }
  const parts = uploads.get(id)
  if (!parts) return say(response, 404, '<Error><Code>NoSuchUpload</Code></Error>')
  const etag = `"${createHash('md5').update(body).digest('hex')}"`
  if (method === 'PUT') {
    parts.set(Number(url.searchParams.get('partNumber')), body)
    response.setHeader('etag', etag)
    return say(response, 200, '')
  }
  uploads.delete(id)
  if (method === 'DELETE') return say(response, 204, '')
  bucket.objects.set(key, Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part)))
  say(
    response,
    200,
    `<?xml version="1.0"?><CompleteMultipartUploadResult><Location>x</Location><Bucket>shop</Bucket><Key>${key}</Key><ETag>${etag}</ETag></CompleteMultipartUploadResult>`,
  )
}

function list(bucket: FakeBucket, url: URL, response: ServerResponse): void {
  const prefix = url.searchParams.get('prefix') ?? ''
  const contents = [...bucket.objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
  const items = contents.map(
    ([key, { length }]) =>
      `<Contents><Key>${key}</Key><Size>${length}</Size><LastModified>2026-06-15T04:00:00Z</LastModified><ETag>"x"</ETag></Contents>`,
  )
  say(
    response,
    200,
    `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>${items.length}</KeyCount>${items.join('')}</ListBucketResult>`,
  )
}

function removeMany(bucket: FakeBucket, body: Buffer, response: ServerResponse): void {
  const keys = [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key)
  for (const key of keys) bucket.objects.delete(key)
  say(
    response,
    200,
    `<?xml version="1.0"?><DeleteResult>${keys.map((key) => `<Deleted><Key>${key}</Key></Deleted>`).join('')}</DeleteResult>`,
  )
}

function say(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body)
}

const hex = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** As the documentation of AWS says, from what arrived. */
function isSigned({ accessKeyId, secretKey }: FakeBucket, request: IncomingMessage, url: URL): boolean {
  const header = request.headers.authorization ?? ''
  const [, id, day = '', region = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]*)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    ) ?? []
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort((a, b) => (a < b ? -1 : 1))
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
  const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), names, request.headers['x-amz-content-sha256']].join(
    '\n',
  )
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], `${day}/${region}/s3/aws4_request`, hex(canonical)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, day), region), 's3'), 'aws4_request')
  return id === accessKeyId && hmac(key, text).toString('hex') === signature && names.includes('host')
}
