import { Empty } from '../../../ui/States.tsx'

/** A new installation: one next step, and a shop to look at for those who have no file at hand. */
export function FirstSteps() {
  return (
    <Empty
      title={{ zh: '先把客户带进来', en: 'Bring your customers in' }}
      hint={{
        zh: '从收银系统、商城或会员系统导出订单（CSV），拖进来就能看到客户是谁、谁在流失、谁值得挽回。',
        en: 'Export the orders of your till, shop or member system as CSV and drop the file in: you will see who your customers are, who is leaving and whom to win back.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}
