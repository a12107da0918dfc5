import { defineProblems } from '../../core/kit/problem.ts'

export const campaignProblems = defineProblems({
  'campaign.template-missing': {
    sort: 'invalid',
    words: {
      zh: '内容版本 {variant} 的模板不存在，可能已被删除。请另选一个模板。',
      en: 'The template of variant {variant} does not exist; it may have been deleted. Choose another.',
    },
  },
  'campaign.template-channel': {
    sort: 'invalid',
    words: {
      zh: '内容版本 {variant} 的模板“{name}”不是给这个渠道写的。请换一个模板，或换渠道。',
      en: 'The template “{name}” of variant {variant} was not written for this channel. Choose another template or channel.',
    },
  },
  'campaign.templates-differ': {
    sort: 'invalid',
    words: {
      zh: '各内容版本的模板用途不同，适用的规则也就不同，无法比较。请都选营销，或都选服务通知，同意用途也要一致。',
      en: 'The variants’ templates serve different purposes and obey different rules, so they cannot be compared. Choose templates of one purpose.',
    },
  },
  'campaign.channel-unknown': {
    sort: 'invalid',
    words: {
      zh: '“{channel}”不能用来给客户发营销活动。请选邮件、短信或微信。',
      en: '“{channel}” cannot carry a campaign to customers. Choose e-mail, SMS or WeChat.',
    },
  },
  'campaign.account-missing': {
    sort: 'invalid',
    words: {
      zh: '选中的渠道账号不存在或属于别的渠道。请重新选择。',
      en: 'The chosen account does not exist or is of another channel. Choose again.',
    },
  },
  'campaign.time-past': {
    sort: 'invalid',
    words: {
      zh: '发送时间已经过去，不会再有下一次。请改成将来的时间，或选“启动后立即”。',
      en: 'The time of sending is over and never comes again. Choose one to come, or “As soon as it is started”.',
    },
  },
  'campaign.nobody': {
    sort: 'invalid',
    words: {
      zh: '受众里现在没有任何人，没有开始。请放宽条件。',
      en: 'Nobody is in the audience at present, so nothing was begun. Widen its rule.',
    },
  },
  'campaign.begun': {
    sort: 'conflict',
    words: {
      zh: '活动“{name}”已经启动过了，没有再启动一次。',
      en: 'The campaign “{name}” has been started already; it was not started twice.',
    },
  },
  'campaign.locked': {
    sort: 'conflict',
    words: {
      zh: '活动已经开始，受众、渠道、内容、对照组和按谁的钟点发不能再改，否则结果无法比较。其余设置可以改；要换内容，请停止后复制一个新活动。',
      en: 'The campaign has begun: its audience, channel, content, holdout and whose hours it goes by stay, or its result could not be compared. Change the rest, or stop it and make a copy.',
    },
  },
  'campaign.not-running': {
    sort: 'conflict',
    words: { zh: '活动“{name}”现在没有在进行，不能这样做。', en: 'The campaign “{name}” is not under way, so this cannot be done.' },
  },
  'campaign.under-way': {
    sort: 'conflict',
    words: { zh: '活动“{name}”还在进行。请先停止，再删除。', en: 'The campaign “{name}” is under way. Stop it before deleting it.' },
  },
  'campaign.unreadable': {
    sort: 'conflict',
    words: {
      zh: '活动“{name}”保存的内容读不出来（{place}），可能是由别的版本写入，或在数据库里被改动过。它已停下，其他活动照常进行。请恢复原来的内容、通过 API 重新写入，或删除它。',
      en: 'What is kept of the campaign “{name}” cannot be read ({place}): another version wrote it, or it was changed in the database. It stands still; the others go on. Put back what it was, write it anew through the API, or delete it.',
    },
  },
  'campaign.edition-unreadable': {
    sort: 'conflict',
    words: {
      zh: '这一期保存的内容读不出来（{place}），已停下等待，其他活动照常进行。恢复原来的内容后会自动继续；也可以停止活动，再复制一个新的。',
      en: 'What is kept of this edition cannot be read ({place}), so it waits; other campaigns go on. It goes on by itself once that is put back; or stop the campaign and make a copy.',
    },
  },
  'campaign.missed': {
    sort: 'conflict',
    words: {
      zh: '到了时间没能开始（程序没有运行，或内容当时读不出来），晚了超过 24 小时，为免打扰没有自动补发。',
      en: 'It could not begin at its time (the program was not running, or it could not be read), and more than 24 hours late it was not sent by itself.',
    },
  },
  'campaign.nothing-missed': {
    sort: 'conflict',
    words: {
      zh: '活动“{name}”最近一期没有错过，或者错过已满一周，或者已经补发、暂停、停止了，没有再发一次。',
      en: 'The newest edition of “{name}” was not missed, or that is a week ago, or it was sent since, paused or stopped; nothing was sent again.',
    },
  },
  'campaign.broke-off': {
    sort: 'conflict',
    words: {
      zh: '准备时三次出错，已停下，没有人重复收到。请查看系统日志，再复制一个新活动重试。',
      en: 'Preparing it went wrong three times and was given up; nobody got it twice. See the log, then try with a copy.',
    },
  },
})
