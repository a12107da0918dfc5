type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Programs that open links by themselves: scanners of mail, previews of chats, searchers, tools. */
const programs =
  /bot\b|crawler|spider|preview|prefetch|scan|barracuda|proofpoint|mimecast|safelinks|symantec|trendmicro|forcepoint|googleimageproxy|yahoomailproxy|facebookexternalhit|whatsapp|telegram|skypeuripreview|slack|curl\/|wget|python-|java\/|go-http-client|node-fetch|axios|headlesschrome|phantomjs/i

/** Nobody reads and presses so soon after it arrived. */
const tooSoonMs = 1_000

/** Whether a link was opened by a program rather than by whoever got the message, as far as it can be told. */
export function isMachine(headers: Headers, now: Date, arrivedAt: Date | null): boolean {
  const said = (name: string) => String(headers[name] ?? '')
  if (/prefetch|preview/i.test(`${said('purpose')} ${said('sec-purpose')} ${said('x-purpose')} ${said('x-moz')}`)) return true
  const agent = said('user-agent')
  if (agent === '' || programs.test(agent)) return true
  return arrivedAt !== null && now.getTime() - arrivedAt.getTime() < tooSoonMs
}
