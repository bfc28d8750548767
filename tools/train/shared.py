"""The shared labelled texts, in one shape, with what each may be used for."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from makegood.engines.text.digest import normalised

SHARED = Path(os.environ.get("MAKEGOOD_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"
#: Sets whose terms allow that what ships is trained on them.
PERMITTED = (
    "zh_hotel_sentiment", "zh_waimai_sentiment", "zh_shopping_sentiment", "zh_hant_restaurant_quadruplets",
    "zh_hant_laptop_quadruplets", "en_restaurant_quadruplets", "en_laptop_quadruplets", "en_app_nature",
)  # fmt: skip
#: Sets marked NC or C: only measured.
MEASURED = ("zh_car_topics", "zh_bank_opinion", "zh_cosmetics_aspects", "en_airline_sentiment", "en_suggestion")
_NATURES = {"bug report": "complaint", "feature request": "suggestion"}
_ENTITY = {
    "FOOD": "food", "DRINKS": "food", "SERVICE": "staff_attitude", "AMBIENCE": "facilities", "LOCATION": "facilities",
    "SUPPORT": "after_sales", "WARRANTY": "after_sales", "SHIPPING": "delivery",
}  # fmt: skip
_HASH_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text with what is known of it; None where nothing is. Sentiment is −1, 0 or 1."""

    text: str
    group: str
    origin: str
    sentiment: int | None = None
    nature: str | None = None
    aspects: dict[str, int] | None = None
    category: str = ""
    row: dict[str, str] | None = None


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of one compressed table."""
    with gzip.open(SHARED / "text" / f"{name}.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def group_of(text: str) -> str:
    """The same for texts that are the same but for dress, or that begin alike: they never part in a split."""
    flat = normalised(text)
    key = flat[:_HASH_LENGTH] if len(flat) > 2 * _HASH_LENGTH else flat
    return hashlib.md5(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def fifth_of(group: str, seed: int) -> int:
    """Which fifth (0 to 4) a group falls in."""
    return int(hashlib.md5(f"{seed}{group}".encode(), usedforsecurity=False).hexdigest()[:8], 16) % 5


def labelled(name: str) -> list[Labelled]:
    """The set's texts, each group of the same words once."""
    seen: dict[str, Labelled] = {}
    for row in rows(name):
        text = row.get("review") or row.get("text") or row.get("content") or ""
        if text.strip():
            flat = normalised(text)
            if name in ("zh_car_topics", "zh_cosmetics_aspects"):
                flat += row.get("subject", "") + (row.get("Categories") or "")
            seen.setdefault(flat, Labelled(text, group_of(text), name, **_labels(name, row), row=row))
    return list(seen.values())


def _labels(name: str, row: dict[str, str]) -> dict[str, object]:
    if "quadruplets" in name:
        return _quadruplets(row["quadruplets"])
    if name == "en_app_nature":
        return {"nature": _NATURES.get(row["label"])}
    if name == "en_suggestion":
        return {"nature": "suggestion" if row["label"] == "1" else "other"}
    if name == "zh_car_topics":
        return {"sentiment": int(row["sentiment_value"]), "category": row["subject"]}
    if name == "zh_bank_opinion":
        return {"sentiment": (-1, 1, 0)[int(row["class"])]}
    if name == "zh_cosmetics_aspects":
        return {"sentiment": {"正面": 1, "负面": -1}.get(row["Polarities"], 0), "category": row["Categories"]}
    if name == "en_airline_sentiment":
        return {"sentiment": {"positive": 1, "negative": -1}.get(row["airline_sentiment"], 0)}
    return {"sentiment": 1 if row["label"] == "1" else -1, "category": row.get("cat", "")}


def _quadruplets(field: str) -> dict[str, object]:
    aspects: dict[str, int] = {}
    total = 0
    for four in json.loads(field):
        sign = {"POS": 1, "NEG": -1}.get(four["Polarity"], 0)
        entity, _, attribute = four["Category"].partition("#")
        code = "price" if "PRICE" in attribute else _ENTITY.get(entity, "quality")
        if code != "quality" or not entity.startswith("RESTAURANT"):
            aspects[code] = aspects.get(code, 0) + sign
        total += sign
    signs = {(s > 0) - (s < 0) for s in aspects.values()} or {(total > 0) - (total < 0)}
    sentiment = signs.pop() if len(signs) == 1 else None
    return {"aspects": {c: (s > 0) - (s < 0) for c, s in aspects.items()}, "sentiment": sentiment}
