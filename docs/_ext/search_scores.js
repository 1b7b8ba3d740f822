/* Sphinx knows in which pages a word is, not how often, and sorts equal pages by title. Among these the guides come first, then what is looked up. */
var Scorer = {
  score: ([page, title, anchor, descr, score]) => score + (Scorer.pages[page] ?? 0),
  pages: { start: 3, batch: 3, recipes: 2, contract: 2, binding: 2, notebook: 2, report: 2, rules: 2, accuracy: 2, spacy: 1, spark: 1,
    index: -1, api: -1, commands: -1, tutorial: -1, changelog: -3 },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
