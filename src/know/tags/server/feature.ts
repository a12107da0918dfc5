import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import * as definitions from '../actions.ts'
import { tagAdded, tagExpired, tagRemoved } from '../events.ts'
import { tagProblems } from '../problems.ts'
import { changeTag, createTag, mergeTags, restoreTag, retireTag } from './change-tags.ts'
import { expireTick } from './expire-tags.ts'
import { tagField } from './read-tag.ts'
import { answerCustomerTags, answerTags } from './read-tags.ts'
import { tagGiven } from './tag-customers.ts'
import { beginUndo, undoGiven } from './undo-round.ts'
import { beginRound, forgetTick, readRound, roundTick, stopRound } from './tag-rounds.ts'

export const tagsFeature: Feature = {
  name: 'tags',
  audited: { tags: 'tags' },
  events: [tagAdded, tagRemoved, tagExpired],
  problems: tagProblems,
  subjects: [{ name: 'tag', label: { zh: '标签', en: 'Tags' }, tables: ['tags', 'customer_tags', 'tag_changes'] }],
  actions: [
    handleInTwo(definitions.createTag, createTag),
    handleInTwo(definitions.changeTag, changeTag),
    handleInTwo(definitions.retireTag, retireTag),
    handleInTwo(definitions.restoreTag, restoreTag),
    handleInTwo(definitions.mergeTags, (ctx, input) => mergeTags(ctx, input)),
    handleAction(definitions.tagCustomers, tagGiven),
    handleAction(definitions.undoTagging, undoGiven),
    handleAction(definitions.tagByRule, beginRound),
    handleAction(definitions.undoTagRound, beginUndo),
    handleAction(definitions.stopTagRound, stopRound),
  ],
  questions: [
    answerQuestion(definitions.listTags, answerTags),
    answerQuestion(definitions.listCustomerTags, answerCustomerTags),
    answerQuestion(definitions.readTagRound, readRound),
  ],
  ticks: [roundTick, forgetTick, expireTick],
  merging: [
    { table: 'customer_tags', how: 'move', unique: ['tag_id'] },
    { table: 'tag_changes', how: 'move', unique: ['round_id'] },
  ],
  liveFields: tagField,
}
