// Who a figure is about. 全市 and 我省 that no article resolves mean another place in each article: they are never one subject.

/** What is known of each name: the codes it goes with, and the articles that leave it open. */
function subjectNames(facts) {
  const names = new Map();
  for (const fact of facts) {
    const name = fact.subject ?? "";
    if (!names.has(name)) names.set(name, { codes: new Set(), isKnown: false, open: new Set() });
    const known = names.get(name);
    if (fact.subject_code) known.codes.add(fact.subject_code);
    if (fact.subject_id) known.isKnown = true;
    else known.open.add(fact.article.id);
  }
  return names;
}

/** Could the name be several places? */
const isAmbiguous = ({ codes, isKnown, open }) => open.size + (isKnown ? 1 : 0) > 1 || codes.size > 1;

/** One name with at most one code is one subject, whatever kind of thing it is taken for; an open name is its article's own. */
function subjectKey(fact, names) {
  const name = fact.subject ?? "";
  if (!fact.subject_id) return `${name}\u0001${fact.article.id}`;
  return names.get(name).codes.size > 1 ? `${name}\u0001${fact.subject_code ?? fact.subject_id}` : name;
}

const MOST_OF_TITLE = 24;
const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** The subject's name; with article or code where the name alone could be several places. */
function subjectLabel(fact, names) {
  const name = fact.subject ?? "–";
  const known = names.get(fact.subject ?? ""); // none of a name that a reviewer gave
  if (!known || !isAmbiguous(known)) return name;
  if (!fact.subject_id) return `${name} (${shortened(fact.article.name, MOST_OF_TITLE)})`;
  return known.codes.size > 1 ? `${name} (${fact.subject_code ?? "no code"})` : name;
}
