// A card beside what is pointed at or focused: all fields of a fact, or why a numeral is in none. Esc puts it away.

let cardOwner = null;
const hideSoon = later(160, () => !$("card").matches(":hover") && !cardOwner?.matches(":hover") && hideCard());

function buildCard() {
  const detail = $("detail");
  detail.addEventListener(
    "pointerover",
    (event) => event.pointerType !== "touch" && showCard(event.target.closest?.(".fact, .skipped")),
  );
  detail.addEventListener("pointerout", (event) => event.target.closest?.(".fact, .skipped") && hideSoon());
  detail.addEventListener("focusin", (event) => event.target.matches(".fact:focus-visible") && showCard(event.target));
  detail.addEventListener("focusout", (event) => event.target.matches(".fact") && hideCard());
  $("card").addEventListener("pointerleave", hideSoon);
  const all = $("view-facts");
  const rowOf = (target) => target.closest?.("#view-facts tr");
  all.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch" && event.target.closest?.(".fact-link, td.value")) showCard(rowOf(event.target), event.target);
    else hideSoon();
  });
  all.addEventListener("pointerleave", hideSoon);
  all.addEventListener("focusin", ({ target }) => target.matches(".fact-link:focus-visible") && showCard(rowOf(target), target));
  all.addEventListener("focusout", (event) => event.target.matches(".fact-link") && hideCard());
  addEventListener("scroll", hideCard, { capture: true, passive: true });
}

function hideCard() {
  cardOwner?.removeAttribute("aria-describedby");
  cardOwner = null;
  $("card").hidden = true;
}

/** `at`: what it is put beside, where that is but a part of what it is about. */
function showCard(part, at = part) {
  const held = part && targets.get(part);
  if (!held || at === cardOwner || part.matches(".chosen:not(.many)")) return; // the panel says all of what is chosen
  const card = $("card");
  fill(card, ...(part.classList.contains("skipped") ? skippedCard(held[0]) : held.map(effective).flatMap(factCard)));
  card.hidden = false;
  cardOwner?.removeAttribute("aria-describedby");
  cardOwner = at;
  at.setAttribute("aria-describedby", "card");
  putCard(card, at.getClientRects()[0] ?? at.getBoundingClientRect());
}

/** Below what it is about, above where there is no room below. */
function putCard(card, at) {
  const size = card.getBoundingClientRect();
  const below = at.bottom + 8;
  const top = below + size.height > innerHeight - 8 && at.top - size.height - 8 > 0 ? at.top - size.height - 8 : below;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
  card.style.top = `${Math.max(8, Math.min(top, innerHeight - size.height - 8))}px`;
}

const factCard = (fact) => [
  el(
    "p",
    { class: `card-head m-${fact.measure}` },
    zh(fact.metric, "strong"),
    " ",
    zh(valueText(fact), "span", { class: "value" }),
  ),
  state.view === "facts" && fact.article.text !== null && el("p", { class: "said", lang: "zh-CN" }, saidParts(fact)),
  fieldList(fact),
];

const REASONS = {
  date: "a date",
  streak: "how often or how long on end",
  name: "part of a name",
  ordinal: "an ordinal",
  list_marker: "the number of a paragraph",
  definition: "part of a definition",
  age: "an age",
  document_number: "the number of a document",
  contact: "a telephone number or address",
  slogan: "part of a slogan",
  other: "no statement",
  unbound: "a quantity that could not be bound to a statement",
  unreadable: "could not be read",
};

const skippedCard = (one) => [
  el("p", { class: "card-head" }, zh(one.quote, "strong"), " in no fact"),
  el("p", null, `${one.reason.replaceAll("_", " ")}: ${REASONS[one.reason] ?? ""}`),
];
