import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

/** How the provider may misbehave. */
export type Trick =
  | 'wrong-nonce'
  | 'no-nonce'
  | 'wrong-audience'
  | 'other-client'
  | 'wrong-issuer'
  | 'expired'
  | 'from-the-future'
  | 'no-algorithm'
  | 'symmetric'
  | 'wrong-key'
  | 'altered'
  | 'no-token'
  | 'wrong-issuer-in-metadata'
  | 'redirects-metadata'
  | 'redirects-token'
  | 'huge'
  | 'token-inside'

export type Person = { readonly sub: string; readonly email?: string; readonly email_verified?: unknown; readonly name?: string }

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A small OpenID provider on loopback, which checks what it is sent as a strict one does, and can misbehave. */
export async function startProvider(client: { readonly id: string; readonly secret: string }) {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const asked = new Map<string, URLSearchParams>()
  const state = { trick: null as Trick | null, person: { sub: 'one' } as Person, origin: '', requests: [] as string[] }

  /** What the person does there: looks at the page and agrees. @returns the address the browser is sent back to */
  function agree(address: string): URL {
    const { searchParams } = new URL(address)
    const code = randomBytes(12).toString('hex')
    asked.set(code, searchParams)
    const back = new URL(searchParams.get('redirect_uri') ?? '')
    back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString()
    return back
  }

  const metadata = () => ({
    issuer: state.trick === 'wrong-issuer-in-metadata' ? 'https://elsewhere.example' : state.origin,
    authorization_endpoint: `${state.origin}/authorize`,
    token_endpoint: state.trick === 'token-inside' ? 'http://169.254.169.254/token' : `${state.origin}/token`,
    jwks_uri: `${state.origin}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  })

  function idToken(question: URLSearchParams): string {
    const { trick } = state
    const now = Math.floor(Date.now() / 1_000)
    const header = { alg: trick === 'no-algorithm' ? 'none' : trick === 'symmetric' ? 'HS256' : 'RS256', kid: 'k1', typ: 'JWT' }
    const claims = {
      iss: trick === 'wrong-issuer' ? 'https://elsewhere.example' : state.origin,
      aud: trick === 'wrong-audience' ? 'somebody-else' : trick === 'other-client' ? [client.id, 'somebody-else'] : client.id,
      ...(trick === 'other-client' ? { azp: 'somebody-else' } : {}),
      iat: trick === 'from-the-future' ? now + 3_600 : now,
      exp: trick === 'expired' ? now - 3_600 : now + 300,
      ...(trick === 'from-the-future' ? { nbf: now + 3_600 } : {}),
      ...(trick === 'no-nonce' ? {} : { nonce: trick === 'wrong-nonce' ? 'another' : question.get('nonce') }),
      ...state.person,
    }
    const body = `${part(header)}.${part(claims)}`
    if (trick === 'no-algorithm') return `${body}.`
    if (trick === 'symmetric') return `${body}.${createHmac('sha256', client.secret).update(body).digest('base64url')}`
    const signature = sign('sha256', Buffer.from(body), (trick === 'wrong-key' ? other : key).privateKey).toString('base64url')
    if (trick === 'altered') return `${part(header)}.${part({ ...claims, sub: 'somebody-else' })}.${signature}`
    return `${body}.${signature}`
  }

  /** RFC 6749, 2.3.1: both halves are written as in a form. */
  function knows(authorization: string | undefined): boolean {
    const [id = '', secret = ''] = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64')
      .toString()
      .split(':')
    const read = (text: string) => new URLSearchParams(`x=${text}`).get('x')
    return read(id) === client.id && read(secret) === client.secret
  }

  /** @returns what the token endpoint answers, or why it refuses */
  function trade(form: URLSearchParams, authorization: string | undefined): { status: number; body: object } {
    const refuse = (error: string) => ({ status: 400, body: { error } })
    if (!knows(authorization)) return { status: 401, body: { error: 'invalid_client' } }
    const code = form.get('code') ?? ''
    const question = asked.get(code)
    asked.delete(code)
    if (!question) return refuse('invalid_grant')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (challenge !== question.get('code_challenge') || form.get('redirect_uri') !== question.get('redirect_uri'))
      return refuse('invalid_grant')
    const token = { access_token: randomBytes(16).toString('hex'), token_type: 'Bearer', expires_in: 300 }
    return { status: 200, body: state.trick === 'no-token' ? token : { ...token, id_token: idToken(question) } }
  }

  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, location }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...(location ? { location } : {}) })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })

  async function answer(request: IncomingMessage): Promise<{ status: number; body: object | string; location?: string }> {
    const { pathname } = new URL(request.url ?? '/', state.origin)
    state.requests.push(pathname)
    if (pathname.endsWith('/openid-configuration')) {
      if (state.trick === 'redirects-metadata') return { status: 302, body: '', location: `${state.origin}/elsewhere` }
      if (state.trick === 'huge') return { status: 200, body: `{"issuer":"${'x'.repeat(2_000_000)}"}` }
      return { status: 200, body: metadata() }
    }
    // A person in a real browser, who agrees at once.
    if (pathname === '/authorize') return { status: 302, body: '', location: agree(`${state.origin}${request.url}`).href }
    if (pathname === '/elsewhere') return { status: 200, body: metadata() }
    if (pathname === '/keys')
      return { status: 200, body: { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] } }
    if (pathname !== '/token') return { status: 404, body: {} }
    if (state.trick === 'redirects-token') return { status: 307, body: '', location: `${state.origin}/token2` }
    let text = ''
    for await (const piece of request) text += String(piece)
    return trade(new URLSearchParams(text), request.headers.authorization)
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  state.origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    state,
    agree,
    end: () => new Promise<void>((done) => void server.close(() => done())),
  }
}
