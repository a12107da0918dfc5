/**
 * The days of the lunar festivals that move a tea shop's sales, in Beijing's calendar, for the years 2020 to 2041.
 * A table and not a computation: browsers differ in the calendars that they carry. A test holds it against ICU.
 */
// biome-ignore format: a table, one line a row
export const festivalDays = {
  /** 春节, the first day of the first month. */
  springFestival: [
    '2020-01-25', '2021-02-12', '2022-02-01', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-07',
    '2028-01-26', '2029-02-13', '2030-02-02', '2031-01-23', '2032-02-11', '2033-01-31', '2034-02-19', '2035-02-08',
    '2036-01-28', '2037-02-15', '2038-02-04', '2039-01-24', '2040-02-12', '2041-02-01',
  ],
  /** 端午, the fifth day of the fifth month. */
  dragonBoat: [
    '2020-06-25', '2021-06-14', '2022-06-03', '2023-06-22', '2024-06-10', '2025-05-31', '2026-06-19', '2027-06-09',
    '2028-05-28', '2029-06-16', '2030-06-05', '2031-06-24', '2032-06-12', '2033-06-01', '2034-06-20', '2035-06-10',
    '2036-05-30', '2037-06-18', '2038-06-07', '2039-05-27', '2040-06-14', '2041-06-03',
  ],
  /** 中秋, the fifteenth day of the eighth month. */
  midAutumn: [
    '2020-10-01', '2021-09-21', '2022-09-10', '2023-09-29', '2024-09-17', '2025-10-06', '2026-09-25', '2027-09-15',
    '2028-10-03', '2029-09-22', '2030-09-12', '2031-10-01', '2032-09-19', '2033-09-08', '2034-09-27', '2035-09-16',
    '2036-10-04', '2037-09-24', '2038-09-13', '2039-10-02', '2040-09-20', '2041-09-10',
  ],
} as const satisfies Record<string, readonly string[]>

export type Festival = keyof typeof festivalDays

/** The first and the last year that the table covers whole. */
export const festivalYears = { first: 2020, last: 2041 } as const
