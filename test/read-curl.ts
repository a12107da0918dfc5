/** A request as a curl command line says it. */
export type CurlRequest = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/**
 * Reads the curl command lines of the handbook: -X, -H, -d, -u, -G, --data-urlencode, quotes and line continuations.
 * Variables are filled in as a shell would, not inside single quotes.
 * @throws Error for an option that it does not know, so that no example passes unread
 */
export function readCurl(text: string, variables: Readonly<Record<string, string>>): CurlRequest {
  const [program, ...words] = shellWords(text.replace(/\\\n/g, ' '), variables)
  if (program !== 'curl') throw new Error(`no curl command: ${text}`)
  const headers: Record<string, string> = {}
  const query: string[] = []
  let method = ''
  let url = ''
  let body: string | undefined
  let isQuery = false
  const options: Readonly<Record<string, (value: string) => void>> = {
    '-X': (value) => (method = value),
    '-H': (value) => (headers[value.slice(0, value.indexOf(':')).toLowerCase()] = value.slice(value.indexOf(':') + 1).trim()),
    '-d': (value) => (body = value),
    '-u': (value) => (headers['authorization'] = `Basic ${Buffer.from(value).toString('base64')}`),
    '--data-urlencode': (value) =>
      query.push(`${value.slice(0, value.indexOf('='))}=${encodeURIComponent(value.slice(value.indexOf('=') + 1))}`),
  }
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-G') isQuery = true
    else if (options[word]) options[word]?.(words.shift() ?? '')
    else if (word.startsWith('-') || url !== '') throw new Error(`curl ${word}`)
    else url = word
  }
  if (query.length > 0 && !isQuery) throw new Error('--data-urlencode without -G')
  return {
    method: method || (body === undefined ? 'GET' : 'POST'),
    url: query.length > 0 ? `${url}?${query.join('&')}` : url,
    headers,
    body,
  }
}

function shellWords(text: string, variables: Readonly<Record<string, string>>): string[] {
  const filled = (part: string) => part.replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? missing(name))
  const words = text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)
  return [...words].map(([word]) =>
    word.replace(
      /'([^']*)'|"([^"]*)"|([^'"]+)/g,
      (_, single?: string, double?: string, plain?: string) => single ?? filled(double ?? plain ?? ''),
    ),
  )
}

function missing(name: string): never {
  throw new Error(`nothing says what $${name} is`)
}
