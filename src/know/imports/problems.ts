import { defineProblems } from '../../core/kit/problem.ts'

export const importProblems = defineProblems({
  'import.empty': {
    sort: 'invalid',
    words: {
      zh: '文件是空的。请导出含标题行和数据的 CSV 后再上传。',
      en: 'The file is empty. Export a CSV with a header line and rows, and upload that.',
    },
  },
  'import.header-only': {
    sort: 'invalid',
    words: {
      zh: '文件只有标题行，没有数据。请检查导出时的筛选条件后重新导出。',
      en: 'The file has a header line and no rows. Check the filter of your export and export it again.',
    },
  },
  'import.workbook': {
    sort: 'invalid',
    words: {
      zh: '这是压缩文件，不是表格。请先解压，再上传里面的 CSV 或 Excel 文件。',
      en: 'This is a compressed file, not a table. Unpack it and upload the CSV or Excel file inside.',
    },
  },
  'import.json': {
    sort: 'invalid',
    words: {
      zh: '这是 JSON，不是表格。请从原来的系统导出 CSV 或 Excel；要用程序发送，请看 /api/docs。',
      en: 'This is JSON, not a table. Export CSV or Excel from the other system; to send it by a program, see /api/docs.',
    },
  },
  'import.other-columns': {
    sort: 'invalid',
    words: {
      zh: '工作表“{sheet}”的标题与所选的表不同，不能接在后面。请去掉它，另外导入一次。',
      en: 'The sheet “{sheet}” has other columns than the one chosen, so its rows cannot follow. Leave it out, and import it by itself.',
    },
  },
  'import.unknown-sheet': {
    sort: 'invalid',
    words: {
      zh: '没有第 {sheet} 张工作表，这个文件有 {sheets} 张。请重新选择。',
      en: 'There is no sheet {sheet}; the file has {sheets}. Choose again.',
    },
  },
  'import.binary': {
    sort: 'invalid',
    words: {
      zh: '这个文件不是文本，无法导入。请上传 CSV 或 Excel 文件。',
      en: 'This file is neither text nor a workbook and cannot be imported. Upload a CSV or Excel file.',
    },
  },
  'import.false-mark': {
    sort: 'invalid',
    words: {
      zh: '文件开头标着 UTF-16，内容却是别的编码。请在原来的系统重新导出，或另存为 UTF-8 的 CSV 后再上传。',
      en: 'The file begins with the mark of UTF-16, and what follows is another encoding. Export it again, or save it as CSV in UTF-8 and upload that.',
    },
  },
  'import.header-unreadable': {
    sort: 'invalid',
    words: {
      zh: '第一行无法读作标题：{reason}。请检查文件开头的引号。',
      en: 'The first line cannot be read as a header: {reason}. Check the quotes at the beginning of the file.',
    },
  },
  'import.too-many-columns': {
    sort: 'large',
    words: {
      zh: '标题行有 {columns} 列，最多 {most} 列。请删去不需要的列。',
      en: 'The header has {columns} columns; at most {most} can be read. Delete those you do not need.',
    },
  },
  'import.too-large': {
    sort: 'large',
    words: {
      zh: '文件超过 {limit}。请按时间拆成几份，分别导入；重复的部分不会重复计算。',
      en: 'The file is larger than {limit}. Split it by time and import the parts; what comes twice is not counted twice.',
    },
  },
  'import.upload-broken': {
    sort: 'invalid',
    words: { zh: '上传中断，文件没有收全。请重新上传。', en: 'The upload broke off before the whole file had arrived. Upload it again.' },
  },
  'import.file-gone': {
    sort: 'missing',
    words: { zh: '上传的文件已不在服务器上。请重新上传。', en: 'The uploaded file is no longer on the server. Upload it again.' },
  },
  'import.missing': {
    sort: 'missing',
    words: {
      zh: '没有这次导入，可能已过期清理。请重新上传文件。',
      en: 'There is no such import; it may have been cleared away. Upload the file again.',
    },
  },
  'import.unknown-target': {
    sort: 'invalid',
    words: {
      zh: '没有名为“{target}”的导入字段。请从列表中选择。',
      en: 'There is no field “{target}” to import into. Choose one from the list.',
    },
  },
  'import.unknown-column': {
    sort: 'invalid',
    words: {
      zh: '“{target}”指向第 {position} 列，但文件只有 {columns} 列。请重新选择。',
      en: '“{target}” points at column {position}, but the file has {columns}. Choose again.',
    },
  },
  'import.column-twice': {
    sort: 'invalid',
    words: {
      zh: '第 {position} 列同时对应“{first}”和“{second}”。请只选一个。',
      en: 'Column {position} is chosen for both “{first}” and “{second}”. Choose one of them.',
    },
  },
  'import.target-needed': {
    sort: 'invalid',
    words: { zh: '还没有指定哪一列是“{target}”。请选择后再试。', en: 'No column is chosen for “{target}”. Choose one and try again.' },
  },
  'import.keys-needed': {
    sort: 'invalid',
    words: {
      zh: '请至少为客户编号、手机号、邮箱等一项选定列（企业可用名称，联系人需要企业和姓名），否则不知道是谁。',
      en: 'Choose a column for at least one of customer number, phone and e-mail (of companies the name will do; contacts need company and name); otherwise nobody knows who it is.',
    },
  },
  'import.amount-needed': {
    sort: 'invalid',
    words: {
      zh: '请为“实付金额”选定列；没有的话，请选定“数量”和“单价”。',
      en: 'Choose a column for the amount paid or, without one, for quantity and unit price.',
    },
  },
  'import.unknown-mapping': {
    sort: 'missing',
    words: {
      zh: '没有这个对应方案，可能已被删除。请重新选择。',
      en: 'There is no such mapping; it may have been removed. Choose another.',
    },
  },
  'import.mapping-empty': {
    sort: 'invalid',
    words: {
      zh: '没有可以记住的列名。文件要有标题行，并至少选定一列。',
      en: 'There are no column names to keep. The file needs a header, and at least one column must be chosen.',
    },
  },
  'import.too-many-mappings': {
    sort: 'conflict',
    words: { zh: '对应方案已有 {most} 个。请先删除不用的。', en: 'There are {most} mappings already. Remove some that are not used.' },
  },
  'import.mapping-used': {
    sort: 'conflict',
    words: {
      zh: '定时导入“{name}”正在使用这个方案。请先改掉或删除那个定时导入。',
      en: 'The scheduled import “{name}” uses this mapping. Change or remove that first.',
    },
  },
  'import.schedule-missing': {
    sort: 'missing',
    words: {
      zh: '没有这个定时导入，可能已被删除。请刷新页面。',
      en: 'There is no such scheduled import; it may have been removed. Reload the page.',
    },
  },
  'import.too-many-schedules': {
    sort: 'conflict',
    words: {
      zh: '定时导入已有 {most} 个。请先删除不用的。',
      en: 'There are {most} scheduled imports already. Remove some that are not used.',
    },
  },
  'import.wrong-address': {
    sort: 'invalid',
    words: {
      zh: '地址不能用。网址要以 https:// 开头，不指向内部网络，也不含密码（密码另填）；文件名不能含斜杠，也不能以点开头。',
      en: 'That cannot be used. An address begins with https://, does not lead into the own network and holds no password (enter that apart); a file name has no slash and does not begin with a dot.',
    },
  },
  'import.find-by': {
    sort: 'invalid',
    words: {
      zh: '不能按“{field}”查找客户：它不是可用的字段，或文件里没有选定它的列。请换一个，或选“自动”。',
      en: 'Customers cannot be found by “{field}”: it is no field for that, or no column of the file is chosen for it. Choose another, or “any”.',
    },
  },
  'import.unknown-time-zone': {
    sort: 'invalid',
    words: {
      zh: '没有“{timeZone}”这个时区。请使用 Asia/Shanghai 这样的名称。',
      en: 'There is no time zone “{timeZone}”. Use a name like Asia/Shanghai.',
    },
  },
  'import.wrong-state': {
    sort: 'conflict',
    words: {
      zh: '这次导入的状态是“{state}”，现在不能这样做。请刷新页面查看。',
      en: 'This import is “{state}”, so that cannot be done now. Reload the page to see where it stands.',
    },
  },
})
