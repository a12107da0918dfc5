import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat.js'
import { expect, test } from 'vitest'
import { languages } from '../core/kit/words.ts'
import { dayFormats, timeFormats } from './day-formats.ts'

dayjs.extend(customParseFormat)

test('a day or a time that is typed letter by letter is no other one on the way, in whichever form', () => {
  for (const forms of languages.flatMap((language) => [dayFormats[language], timeFormats[language]]))
    for (const typed of forms)
      for (const at of ['2026-12-31T10:30', '2026-01-15T00:05', '2026-11-05T23:59', '2026-02-28T08:00']) {
        const text = dayjs(at).format(typed)
        const read = (said: string) => forms.map((form) => dayjs(said, form, true)).find((each) => each.isValid())
        const taken = Array.from({ length: text.length }, (_, end) => text.slice(0, end)).filter((beginning) => read(beginning))
        expect(taken, text).toEqual([])
        expect(read(text)?.format(typed)).toBe(text)
      }
})
