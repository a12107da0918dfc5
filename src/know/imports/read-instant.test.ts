import { expect, test } from 'vitest'
import { time } from '../../fields/time/time.ts'
import { makeInstantReader } from './read-instant.ts'

const field = { type: 'time', label: { zh: '时间', en: 'Time' } } as const

test.each(['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu'])(
  'the short way of reading times says the same as the calendar of %s',
  (timeZone) => {
    const reading = { language: 'zh', currency: 'CNY', timeZone } as const
    const read = makeInstantReader(reading)
    const days = ['2026-01-05', '2026-03-08', '2026-11-01', '1986-05-04', '2024-02-29', '2026-02-29', '2199-12-31', '2300-01-01']
    const hours = ['00:00', '02:30', '08:26:00', '23:59:59', '23:59:60', '24:00', '12:60', '7:05']
    for (const day of days)
      for (const hour of hours)
        for (const text of [`${day} ${hour}`, `${day}T${hour}`]) expect(read(text), text).toEqual(time.parse(text, field, reading))
  },
)
