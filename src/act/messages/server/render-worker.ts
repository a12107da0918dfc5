// Runs in a thread of its own with bounded heap, ended from outside when it takes too long: the limits of the template
// language alone are no wall (harttle/liquidjs#381).
import { parentPort } from 'node:worker_threads'
import { Liquid, LiquidError, type Template } from 'liquidjs'
import { asLiteral } from '../markup/literal.ts'
import { tryAgainInTime } from './try-again-in-time.ts'

/** Texts with variables that belong together, e.g. a subject and a body, to be filled in for each of the values. */
export type RenderJob = { readonly parts: readonly Part[]; readonly values: readonly Readonly<Record<string, unknown>>[] }
export type Part = { readonly name: string; readonly source: string }
export type Wrong = { readonly part: string; readonly line: number; readonly reason: string }
/** The texts in the order of the parts. */
export type Rendered = { readonly texts: readonly string[] } | { readonly wrong: Wrong }
/** What each part names, in the order of the parts. */
export type Variables = readonly (readonly string[])[]
export type RenderAnswer =
  | { readonly ready: true }
  | { readonly wrong: Wrong }
  | { readonly variables: Variables; readonly rendered: readonly Rendered[] }

/** A filled-in mail longer than this is no mail. */
const longest = 200_000

const allowedTags = new Set(['assign', 'capture', 'case', 'comment', 'if', 'unless', 'for', 'break', 'continue', 'raw', '#', 'echo'])
/**
 * `*_exp` evaluate text outside the time limit; `raw` would let a customer's name be markup; `inspect`
 * and `json` show whole records; `sample` says something else on each try.
 */
const allowedFilters = new Set(
  'abs at_least at_most ceil divided_by floor minus plus modulo times round url_encode slugify join last first reverse sort sort_natural size map sum compact concat push unshift pop shift slice where reject group_by has find_index find uniq date date_to_xmlschema date_to_rfc822 date_to_string date_to_long_string append prepend lstrip downcase upcase remove remove_first remove_last rstrip split strip strip_newlines strip_html squish capitalize replace replace_first replace_last truncate truncatewords normalize_whitespace number_of_words array_to_sentence_string default to_integer newline_to_br escape escape_once'.split(
    ' ',
  ),
)
const nowhere = {
  readFileSync: () => '',
  readFile: async () => '',
  existsSync: () => false,
  exists: async () => false,
  contains: async () => false,
  containsSync: () => false,
  resolve: (_root: string, file: string) => file,
}

function makeEngine(): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: 1e5,
    renderLimit: 200,
    memoryLimit: 1e6,
    relativeReference: false,
    outputEscape: asLiteral,
    fs: nowhere,
  })
  for (const name of Object.keys(engine.tags)) if (!allowedTags.has(name)) delete engine.tags[name]
  for (const name of Object.keys(engine.filters)) if (!allowedFilters.has(name)) delete engine.filters[name]
  return engine
}

const engine = makeEngine()

class PartError extends Error {
  readonly wrong: Wrong
  constructor(wrong: Wrong) {
    super(wrong.reason)
    this.wrong = wrong
  }
}

function within<T>(part: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new PartError(wrongOf(part, error))
  }
}

function wrongOf(part: string, error: unknown): Wrong {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  const line = LiquidError.is(error) && 'token' in error ? (error.token.getPosition()[0] ?? 1) : 1
  return { part, line, reason: message.replace(/, (file:.*|line:\d+, col:\d+)$/, '') }
}

type Parsed = { readonly name: string; readonly template: Template[] }

function renderOne(parts: readonly Parsed[], values: object): Rendered {
  try {
    let left = longest
    const texts: string[] = []
    for (const { name, template } of parts) {
      const text = within(name, () => tryAgainInTime(() => String(engine.renderSync(template, values))))
      left -= text.length
      if (left < 0) return { wrong: { part: name, line: 1, reason: `> ${longest}` } }
      texts.push(text)
    }
    return { texts }
  } catch (error) {
    if (error instanceof PartError) return { wrong: error.wrong }
    throw error
  }
}

function variablesOf(template: Template[]): string[] {
  const used = engine.globalVariableSegmentsSync(template)
  return [...new Set(used.map((path) => path.filter((part) => typeof part === 'string').join('.')))]
}

function answer(job: RenderJob): RenderAnswer {
  try {
    const parts = job.parts.map(({ name, source }) => ({ name, template: within(name, () => engine.parse(source)) }))
    const variables = parts.map(({ template }) => variablesOf(template))
    return { variables, rendered: job.values.map((values) => renderOne(parts, values)) }
  } catch (error) {
    if (error instanceof PartError) return { wrong: error.wrong }
    throw error
  }
}

parentPort?.on('message', (job: RenderJob) => parentPort?.postMessage(answer(job)))
parentPort?.postMessage({ ready: true } satisfies RenderAnswer)
