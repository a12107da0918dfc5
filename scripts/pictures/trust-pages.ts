// The pages of rights, sign-in, audit, privacy and backups, as the guide shows them.
import type { Page } from 'playwright-core'
import type { Language, Words } from '../../src/core/kit/words.ts'
import type { Shown } from './shown.ts'
import type { TrustRecords } from './trust-records.ts'

/** In the order of the guide; those for a phone are not taken wide. */
export function trustPages(made: TrustRecords): Shown[] {
  return [
    { name: 'people', path: '/people' },
    { name: 'hand-over', path: `/people?leaving=${made.leaver}`, prepare: async (page) => page.locator('.rg-staff-counts').waitFor() },
    { name: 'role', path: `/roles/${made.role}`, higher: 400 },
    { name: 'account', path: '/settings?tab=me', higher: 60 },
    { name: 'second-factor', path: '/settings?tab=me', prepare: setUpAuthenticator },
    { name: 'security', path: '/settings?tab=security', higher: 260 },
    { name: 'key', path: '/settings?tab=keys', prepare: openKey },
    { name: 'audit', path: '/audit', prepare: openEntry, higher: 120 },
    { name: 'consent', path: '/consent' },
    { name: 'consents', path: `/customers/${made.customer}`, prepare: scrollTo({ zh: '同意与偏好', en: 'Consent' }) },
    { name: 'preferences', path: made.preferences, phoneOnly: true },
    { name: 'request', path: `/privacy/requests/${made.request}` },
    { name: 'privacy', path: '/privacy' },
    { name: 'erase', path: `/privacy/requests/${made.request}`, prepare: previewErasure, higher: 120 },
    { name: 'encryption', path: '/settings?tab=encryption' },
    { name: 'sensitive', path: '/fields?field=new', prepare: markSensitive },
    { name: 'backups', path: '/backups', higher: 500 },
    { name: 'doctor', path: '/doctor', higher: 260 },
  ]
}

const button = (page: Page, words: Words, language: Language) => page.getByRole('button', { name: words[language] })

/** Brings a section of the page up under the page's head. */
function scrollTo(title: Words) {
  return async (page: Page, language: Language) => {
    await page.getByRole('heading', { name: title[language], exact: true }).evaluate((heading) => {
      heading.scrollIntoView()
      window.scrollBy(0, -90)
    })
  }
}

async function setUpAuthenticator(page: Page, language: Language): Promise<void> {
  await button(page, { zh: '设置验证器', en: 'Set up an authenticator app' }, language).click()
  await page.locator('.rg-scan-secret').waitFor()
}

async function openKey(page: Page, language: Language): Promise<void> {
  await button(page, { zh: '新建密钥', en: 'New key' }, language).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel({ zh: '给哪个程序用', en: 'Which program is it for' }[language]).fill({ zh: '报表', en: 'Reports' }[language])
  await dialog.getByLabel({ zh: '只读', en: 'Read only' }[language]).check()
  await dialog.getByLabel({ zh: '只限某些部分', en: 'Only some parts' }[language]).check()
}

/** The change that was made to a customer, with what stood there before and after. */
async function openEntry(page: Page, language: Language): Promise<void> {
  const line = page.getByRole('listitem').filter({ hasText: { zh: '更新客户', en: 'Update a customer' }[language] })
  await line
    .first()
    .getByRole('button', { name: { zh: '详情', en: 'Details' }[language] })
    .click()
}

async function previewErasure(page: Page, language: Language): Promise<void> {
  await button(page, { zh: '预览并删除', en: 'Preview and erase' }, language).click()
  await page.getByRole('dialog').getByText({ zh: '保留，但不再指向此人', en: 'Stays, and leads to nobody' }[language]).waitFor()
}

async function markSensitive(page: Page, language: Language): Promise<void> {
  const drawer = page.getByRole('dialog')
  const labels: Words = { zh: '中文名称', en: 'Label in English' }
  await drawer.getByLabel(labels[language]).fill({ zh: '驾照号', en: 'Driving licence' }[language])
  await drawer.getByLabel({ zh: '敏感信息，加密保存', en: 'Sensitive, kept encrypted' }[language]).check()
}
