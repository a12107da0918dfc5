// The pages of the room Know, as the guide shows them.
import type { Page } from 'playwright-core'
import type { Language, Words } from '../../src/core/kit/words.ts'
import { makeXlsx, rowsOf } from '../../test/make-xlsx.ts'
import type { KnowRecords } from './know-records.ts'
import type { Shown } from './shown.ts'

/** In the order of the guide; those for a phone are not taken wide. */
export function knowPages(made: KnowRecords): Shown[] {
  return [
    { name: 'import-workbook', path: '/import', prepare: dropWorkbook, higher: 190 },
    { name: 'duplicates', path: '/duplicates', higher: 60 },
    { name: 'merge', path: `/customers/merge?ids=${made.compared.join(',')}`, higher: 20 },
    { name: 'unmerge', path: `/customers/${made.parted}`, prepare: openUnmerge },
    { name: 'company', path: `/customers/${made.company}`, higher: 160 },
    { name: 'field', path: '/fields?field=new', prepare: fillField },
    { name: 'layouts', path: '/fields?tab=layouts&place=form' },
    { name: 'tags', path: '/tags' },
    { name: 'log', path: `/customers/${made.logged}`, prepare: logCall, phoneOnly: true },
    { name: 'todos', path: '/todos' },
    { name: 'source', path: `/sources/${made.source}`, higher: 120 },
    { name: 'webhook', path: `/sources/${made.hook}`, prepare: tryMapping, higher: 260 },
    { name: 'quality', path: '/quality', higher: 100 },
    { name: 'self-check', path: made.selfCheck, prepare: checkDetails, phoneOnly: true },
  ]
}

const button = (page: Page, words: Words, language: Language) => page.getByRole('button', { name: words[language] })

/** A workbook as people have them: a first sheet that says something, a title above the header, a total at the end. */
async function dropWorkbook(page: Page, language: Language): Promise<void> {
  const say = (zh: string, en: string) => ({ zh, en })[language]
  const members = rowsOf([
    [say('山前茶事 会员名单', 'Foothill Tea: members'), null, null, null, null],
    [null, null, null, null, null],
    [say('会员号', 'Member number'), say('姓名', 'Name'), say('手机号', 'Phone'), say('生日', 'Birthday'), say('城市', 'City')],
    ['H-3001', '覃晓岚', 13_800_020_001, 32_994, say('杭州', 'Hangzhou')],
    ['H-3002', '单雨桐', 13_800_020_002, 34_121, say('苏州', 'Suzhou')],
    ['H-3003', '区文博', 1_380_002, 30_582, say('广州', 'Guangzhou')],
    ['H-3004', '仇月华', 13_800_020_004, 33_277, say('南京', 'Nanjing')],
    [say('合计', 'Total'), say('4 人', '4 people'), null, null, null],
  ])
  // Excel keeps days as numbers whose format is a date; 14 is the usual one.
  const rows = members.replaceAll(/<c r="D(\d+)"><v>/g, '<c r="D$1" s="1"><v>')
  const note = rowsOf([[say('会员在第二张表', 'The members are on the second sheet')]])
  const book = makeXlsx(
    [
      { name: say('说明', 'Read me'), rows: note },
      { name: say('会员', 'Members'), rows },
    ],
    { formats: [14] },
  )
  const name = say('会员名单.xlsx', 'members.xlsx')
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: book })
  await button(page, { zh: '试运行', en: 'Dry run' }, language).waitFor()
}

async function openUnmerge(page: Page, language: Language): Promise<void> {
  await button(page, { zh: '拆分：', en: 'Un-merge: ' }, language).first().click()
  await button(page, { zh: '全部拆分', en: 'Un-merge all' }, language).waitFor()
}

async function fillField(page: Page, language: Language): Promise<void> {
  const drawer = page.getByRole('dialog')
  const labels: Words = { zh: '中文名称', en: 'Label in English' }
  await drawer.getByLabel(labels[language]).fill({ zh: '会员卡种', en: 'Kind of card' }[language])
  await drawer.getByLabel({ zh: '类型', en: 'Type' }[language], { exact: true }).click()
  const choice = page.locator('.ant-select-item-option').filter({ hasText: { zh: '单选', en: 'Choice' }[language] })
  await choice.first().evaluate((element) => (element instanceof HTMLElement ? element.click() : undefined))
  const options = { zh: ['金卡', '银卡', '体验卡'], en: ['Gold', 'Silver', 'Trial'] }[language]
  for (const [at, option] of options.entries()) {
    await button(page, { zh: '加一个选项', en: 'Add an option' }, language).click()
    await drawer.getByLabel({ zh: `选项 ${at + 1}`, en: `Option ${at + 1}` }[language], { exact: true }).fill(option)
  }
  await drawer.getByRole('checkbox', { name: { zh: '默认显示在客户列表', en: 'Shown in the list of customers' }[language] }).check()
}

async function logCall(page: Page, language: Language): Promise<void> {
  await button(page, { zh: '记一笔', en: 'Log' }, language).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: { zh: '电话', en: 'Call' }[language], exact: true }).click()
  await dialog.getByRole('button', { name: { zh: '约定再打', en: 'Call back later' }[language] }).click()
  const said = { zh: '王总在开会，周五前回电，并给报价', en: 'In a meeting; call back by Friday with a quote' }[language]
  const text: Words = { zh: '内容', en: 'What was said' }
  await dialog.getByLabel(text[language]).fill(said)
  await dialog
    .getByRole('button', { name: { zh: '建待办：', en: 'Make a to-do: ' }[language] })
    .first()
    .click()
}

async function tryMapping(page: Page, language: Language): Promise<void> {
  await page.getByLabel({ zh: '换成现成的映射', en: 'Take a ready mapping' }[language]).click()
  await page.getByTitle({ zh: 'Shopify 订单', en: 'Shopify order' }[language]).click()
  await page.getByText('明前龙井 × 2').waitFor()
  await page.getByText('明前龙井 × 2').click()
  // The end of the mapping, with what it would make.
  const save = button(page, { zh: '保存映射', en: 'Save the mapping' }, language)
  await save.evaluate((element) => {
    element.scrollIntoView({ block: 'end' })
    window.scrollBy(0, 40)
  })
}

async function checkDetails(page: Page, language: Language): Promise<void> {
  const group = (words: Words) => page.getByRole('group', { name: words[language] })
  await group({ zh: '姓名', en: 'Name' })
    .getByRole('radio', { name: { zh: '对的', en: 'Right' }[language], exact: true })
    .check()
  await group({ zh: '手机号', en: 'Phone' })
    .getByRole('radio', { name: { zh: '不再对', en: 'No longer right' }[language] })
    .check()
}
