"""What a run has done, on disk: an input is in the journal when its outcome is safe in the sink, and not before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extractor.batch.duplicates import bands
from extractor.batch.outcomes import Outcome

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inputs (
    ordinal INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, fingerprint BLOB NOT NULL, outcome TEXT NOT NULL, article_id TEXT,
    reason TEXT, message TEXT, facts INTEGER NOT NULL, skipped TEXT
);
CREATE TABLE IF NOT EXISTS texts (key BLOB PRIMARY KEY, article_id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ids (article_id TEXT PRIMARY KEY, key BLOB NOT NULL, address TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bands (band BLOB NOT NULL, article_id TEXT NOT NULL, PRIMARY KEY (band, article_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sketches (article_id TEXT PRIMARY KEY, signature BLOB NOT NULL, numerals TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS held (article_id TEXT PRIMARY KEY, raw_sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refusals (
    article_id TEXT, "table" TEXT, row TEXT, message TEXT, UNIQUE (article_id, "table", row)
);
"""


class Journal:
    """The journal of one run, a SQLite file; safe against a kill at any moment.

    Args:
        path: the file; made where it is missing.
        is_writable: workers only look.
    """

    def __init__(self, path: Path, *, is_writable: bool = True) -> None:
        address = path.resolve().as_uri() + ("" if is_writable else "?mode=ro")
        self._connection = sqlite3.connect(address, uri=True, timeout=60, isolation_level=None, check_same_thread=False)
        if is_writable:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def get(self, name: str, default: Any = None) -> Any:
        """A remembered value."""
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
        return json.loads(row[0]) if row else default

    def set(self, **values: Any) -> None:
        """Remember values."""
        rows = [(name, json.dumps(value)) for name, value in values.items()]
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def hold(self, articles: Iterable[tuple[str, str]]) -> None:
        """Articles (id, raw_sha256) that the sink has as this extractor would make them."""
        self.begin()
        self._connection.execute("DELETE FROM held")
        self._connection.executemany("INSERT OR REPLACE INTO held VALUES (?, ?)", articles)
        self.commit()

    def is_held(self, article_id: str, raw_sha256: str) -> bool:
        """Whether the sink has this very article already."""
        query = "SELECT 1 FROM held WHERE article_id = ? AND raw_sha256 = ?"
        return self._connection.execute(query, [article_id, raw_sha256]).fetchone() is not None

    def find_input(self, address: str) -> tuple[bytes, str] | None:
        """Fingerprint and outcome of an input that was done."""
        query = "SELECT fingerprint, outcome FROM inputs WHERE address = ?"
        row: tuple[bytes, str] | None = self._connection.execute(query, [address]).fetchone()
        return row

    def find_text(self, key: bytes) -> str | None:
        """The article that has this text."""
        row = self._connection.execute("SELECT article_id FROM texts WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def find_id(self, article_id: str) -> tuple[bytes, str] | None:
        """Text and address of the article that has this id."""
        query = "SELECT key, address FROM ids WHERE article_id = ?"
        row: tuple[bytes, str] | None = self._connection.execute(query, [article_id]).fetchone()
        return row

    def find_alike(self, signature: bytes) -> list[tuple[str, bytes, tuple[str, ...]]]:
        """Articles that share a band with a signature, the first read first: id, signature, numerals."""
        marks = list(bands(signature))
        query = (
            "SELECT s.article_id, s.signature, s.numerals "  # noqa: S608 - nothing but question marks is put in
            "FROM sketches s JOIN inputs i ON i.article_id = s.article_id "
            f"WHERE s.article_id IN (SELECT article_id FROM bands WHERE band IN ({', '.join('?' * len(marks))})) ORDER BY i.ordinal"
        )
        return [(id, held, tuple(json.loads(numerals))) for id, held, numerals in self._connection.execute(query, marks)]

    def is_empty(self) -> bool:
        """Whether no input is done yet."""
        return self._connection.execute("SELECT 1 FROM inputs LIMIT 1").fetchone() is None

    def begin(self) -> None:
        """From here on, what is noted counts only when ``commit`` says so."""
        self._connection.execute("BEGIN IMMEDIATE")

    def note(self, outcome: Outcome) -> None:
        """Note what became of an input; later inputs of the same transaction see it."""
        ask = self._connection.execute
        ask(_NOTE, _input_row(outcome))
        if not outcome.article_id or outcome.kind == "failed":
            return
        ask(_NOTE_ID, [outcome.article_id, outcome.text_key, outcome.address])
        if outcome.kind != "duplicate":
            ask("INSERT OR IGNORE INTO texts VALUES (?, ?)", [outcome.text_key, outcome.article_id])
            self._note_sketch(outcome)

    def _note_sketch(self, outcome: Outcome) -> None:
        if not outcome.sketch:
            return
        row = [outcome.article_id, outcome.sketch.signature, json.dumps(outcome.sketch.numerals)]
        self._connection.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?)", row)
        rows = [(band, outcome.article_id) for band in bands(outcome.sketch.signature)]
        self._connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)

    def commit(self, **values: Any) -> None:
        """What was noted is safe in the sink; remember values with it."""
        self.set(**values)
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """What was noted since ``begin`` never was."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def refuse(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Note rows that the sink would not take: article, table, key, message. A resumed run may be told of one again."""
        self._connection.executemany("INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?)", rows)

    def failures(self) -> Iterator[dict[str, str]]:
        """All inputs and rows that were set aside, in order."""
        inputs = self._connection.execute("SELECT address, reason, message FROM inputs WHERE outcome = 'failed' ORDER BY ordinal")
        for address, reason, message in inputs:
            yield {"input": address, "reason": reason, "message": message}
        rows = self._connection.execute('SELECT article_id, "table", row, message FROM refusals')
        for article_id, table, row, message in rows:
            yield {"article_id": article_id, "table": table, "row": row, "reason": "refused", "message": message}

    def totals(self) -> dict[str, Any]:
        """Counts over all that was done: inputs by outcome, failures by reason, facts, skipped numerals by reason, refused rows."""
        ask = self._connection.execute
        skipped = "SELECT j.key, sum(j.value) FROM inputs, json_each(inputs.skipped) AS j GROUP BY j.key ORDER BY j.key"
        return {
            "inputs": dict(ask("SELECT outcome, count(*) FROM inputs GROUP BY outcome").fetchall()),
            "failed": dict(
                ask("SELECT reason, count(*) FROM inputs WHERE outcome = 'failed' GROUP BY reason ORDER BY reason").fetchall()
            ),
            "facts": ask("SELECT coalesce(sum(facts), 0) FROM inputs").fetchone()[0],
            "skipped": dict(ask(skipped).fetchall()),
            "refused": ask("SELECT count(*) FROM refusals").fetchone()[0],
        }


_NOTE = """
INSERT INTO inputs (address, fingerprint, outcome, article_id, reason, message, facts, skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET fingerprint = excluded.fingerprint, outcome = excluded.outcome, article_id = excluded.article_id,
reason = excluded.reason, message = excluded.message, facts = excluded.facts, skipped = excluded.skipped
"""
_NOTE_ID = """
INSERT INTO ids VALUES (?, ?, ?)
ON CONFLICT (article_id) DO UPDATE SET key = excluded.key WHERE address = excluded.address
"""


def _input_row(o: Outcome) -> tuple[Any, ...]:
    skipped = json.dumps(o.skipped) if o.skipped else None
    return (o.address, o.fingerprint, o.kind, o.article_id, o.reason, o.message, o.facts, skipped)
