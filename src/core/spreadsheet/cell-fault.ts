/** Why the value of a spreadsheet's cell cannot be trusted. */
export const cellFaults = {
  error: { zh: '单元格里是错误值', en: 'the cell holds an error value' },
  formula: {
    zh: '单元格是公式，文件里没有它的结果。请在 Excel 中打开并保存一次，或粘贴为数值',
    en: 'the cell is a formula whose result is not in the file; open and save it once in Excel, or paste it as values',
  },
  cut: {
    zh: 'Excel 的数字只保留 15 位，后面的位已丢失。请把这一列设为“文本”后重新填写',
    en: 'Excel keeps 15 digits of a number and the rest are lost; format the column as text and enter it again',
  },
  date: { zh: '不是真实存在的日期', en: 'is no day of the calendar' },
} as const
export type CellFault = keyof typeof cellFaults

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(position: number): string {
  const rest = Math.floor(position / 26)
  return `${rest > 0 ? columnLetters(rest - 1) : ''}${String.fromCharCode(65 + (position % 26))}`
}
