import { defineProblems } from '../../core/kit/problem.ts'

/** Why a workbook cannot be read, and what to do instead. */
export const spreadsheetProblems = defineProblems({
  'spreadsheet.broken': {
    sort: 'invalid',
    words: {
      zh: '这个工作簿已损坏，无法打开：{reason}。请在 Excel 或 WPS 中打开并另存为 .xlsx 后再上传。',
      en: 'This workbook is damaged and cannot be opened: {reason}. Open it in Excel or WPS, save it as .xlsx and upload that.',
    },
  },
  'spreadsheet.locked': {
    sort: 'invalid',
    words: {
      zh: '这个工作簿有打开密码。请在 Excel 中去掉密码（文件 → 信息 → 保护工作簿）后再上传。',
      en: 'This workbook is locked with a password. Remove it in Excel (File → Info → Protect Workbook) and upload it again.',
    },
  },
  'spreadsheet.other-kind': {
    sort: 'invalid',
    words: {
      zh: '这是{kind}，不能直接导入。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。',
      en: 'This is {kind}, which cannot be imported as it is. Open it in Excel or WPS, save it as .xlsx and upload that.',
    },
  },
  'spreadsheet.bomb': {
    sort: 'large',
    words: {
      zh: '这个文件解压后大得不合情理（{what}），已停止读取，服务器未受影响。请只保留需要的工作表和列，另存后再上传。',
      en: 'Unpacked, this file is larger than any table is ({what}); reading was stopped and the server was not harmed. Keep only the sheets and columns that are needed, save, and upload that.',
    },
  },
  'spreadsheet.trick': {
    sort: 'invalid',
    words: {
      zh: '这个工作簿里有表格不会有的内容（{what}），出于安全没有读取。请在 Excel 中打开并另存为 .xlsx 后再上传。',
      en: 'This workbook holds something that no table needs ({what}) and was not read, for safety. Open it in Excel, save it as .xlsx and upload that.',
    },
  },
  'spreadsheet.too-heavy': {
    sort: 'large',
    words: {
      zh: '读取这个工作簿需要的时间或内存超过上限（{limit}）。请另存为 .xlsx 或 CSV，或拆成几份后再上传。',
      en: 'Reading this workbook takes more time or memory than is allowed ({limit}). Save it as .xlsx or CSV, or split it, and upload that.',
    },
  },
  'spreadsheet.no-sheet': {
    sort: 'invalid',
    words: {
      zh: '这个工作簿里没有任何有内容的工作表。请检查导出的文件。',
      en: 'No sheet of this workbook holds anything. Check the file that was exported.',
    },
  },
})
