/** The setting that stands while products wait to be counted: what reads them had better wait too. */
export const countAsked = 'products:asked'
