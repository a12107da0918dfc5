import type { FastifyRequest } from 'fastify'
import type { Language } from '../../core/kit/words.ts'
import { languageOf } from './problem-answer.ts'

/** In which language a page or a file is asked for: as its address says, else as the browser does. */
export function languageAsked(request: FastifyRequest): Language {
  const { language, lang }: { language?: unknown; lang?: unknown } = Object(request.query)
  const asked = language ?? lang
  return asked === 'zh' || asked === 'en' ? asked : languageOf(request.headers['accept-language'])
}
