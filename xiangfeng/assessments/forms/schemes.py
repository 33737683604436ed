"""The forms of the 指标体系 pages: one row of the tree, one section of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from django import forms

from xiangfeng.assessments.forms.scheme_fields import (
    BandsField,
    TableField,
    default_of,
    fields_of,
)
from xiangfeng.assessments.scheme_edit import (
    Piece,
    Place,
    Sum,
    name_of,
    piece_at,
    put_piece,
    rows_of,
    sum_below,
    sum_of_weights,
)
from xiangfeng.scoring.rules import RULES, bind
from xiangfeng.scoring.scheme import Caps, Missing, Node, Rule, Scheme, SchemeError, Source
from xiangfeng.scoring.scheme.codec import read, to_dict
from xiangfeng.scoring.scheme.model import HUNDRED

Data = Mapping[str, Any] | None


class PartForm(forms.Form):
    """Some fields of one frozen dataclass. ``initial`` is its canonical JSON; so is what ``values`` gives back."""

    title = ""
    hint = ""

    def __init__(
        self, kind: type, data: Data = None, *, part: Any = None, names: Iterable[str] = (), prefix: str = ""
    ) -> None:
        self.kind = kind
        stored = part if isinstance(part, Mapping) else to_dict(part) if part is not None else {}
        self.stored: Mapping[str, Any] = stored
        self._own = {each.name for each in fields(kind)}
        initial = {each.name: _text(stored.get(each.name, default_of(each))) for each in fields(kind)}
        super().__init__(data, initial=initial, prefix=prefix or None)
        self.fields = fields_of(kind, tuple(names))
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                _keep_unknown(field, initial[name])

    @property
    def singles(self) -> list[forms.BoundField]:
        """The fields that take one line."""
        return [field for field in self if not isinstance(field.field, TableField)]

    @property
    def tables(self) -> list[forms.BoundField]:
        """The fields that are a table of rows."""
        return [field for field in self if isinstance(field.field, TableField)]

    def values(self) -> dict[str, Any]:
        """What was typed, as canonical JSON; what was left empty is left out and so falls to its default."""
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if key in self._own and value not in (None, "", [])
        }

    def typed(self) -> dict[str, Any]:
        """The values of the dataclass's fields that are on this form. Only after ``is_valid``."""
        kept = {key: value for key, value in self.stored.items() if key not in self.fields}
        part: Any = read(self.kind, kept | self.values(), self.title or "表单")
        return {name: getattr(part, name) for name in self.fields if name in self._own}


def _text(value: Any) -> Any:
    """Whole numbers as text, like all numbers in canonical JSON; the rest as it is."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _keep_unknown(field: forms.ChoiceField, stored: Any) -> None:
    """Add what an import brought and the list does not know, so that saving does not lose it."""
    listed: list[Any] = list(field.choices)  # type: ignore[arg-type]
    known = {key for key, _ in listed}
    words = stored if isinstance(stored, list) else [stored]
    field.choices = [*listed, *((word, word) for word in words if word and word not in known)]


class SchemeForm:
    """Several part forms posted together with the revision they were read at."""

    parts: list[PartForm]

    def __init__(self, scheme: Scheme, data: Data) -> None:
        self.scheme, self.data = scheme, data

    def is_valid(self) -> bool:
        broken = [part for part in self.parts if not part.is_valid()]  # every part says what is wrong with it
        return not broken

    def apply(self) -> Scheme:
        """The scheme with what was typed. Only after ``is_valid``."""
        raise NotImplementedError

    def clashes(self) -> list[tuple[str, str, str]]:
        """Where what was typed differs from what is stored: label, stored, typed – shown after a stale edit."""
        found = []
        for part in self.parts:
            for name in part.changed_data:
                field = part.fields[name]
                stored, typed = part.initial.get(name), part.cleaned_data.get(name)
                label = f"{part.title} {field.label}".strip()
                if isinstance(field, TableField):
                    found.append((label, *_say_rows(field, stored or [], typed or [])))
                else:
                    found.append((label, _say(field, stored), _say(field, typed)))
        return found


def _say(field: forms.Field, value: Any) -> str:
    """A value in words."""
    if value in (None, "", []):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, forms.ChoiceField) and not isinstance(value, list):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field, BandsField):
        return str(field.prepare_value(value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _say_rows(table: TableField, stored: list[Any], typed: list[Any]) -> tuple[str, str]:
    """Two states of a table in words, only the rows in which they differ."""
    before, after = (
        [_say_row(table, number, row) for number, row in enumerate(rows, 1)] for rows in (stored, typed)
    )
    only_before = "；".join(line for line in before if line not in after)
    only_after = "；".join(line for line in after if line not in before)
    return only_before or "（没有）", only_after or "（没有）"


def _say_row(table: TableField, number: int, row: Mapping[str, Any]) -> str:
    values = ((cell, row.get(key, cell.initial)) for key, cell in table.cells.items())
    said = (
        f"{cell.label} {_say(cell, value)}" for cell, value in values if value not in (None, "", [], False)
    )
    return f"第{number}行：{'，'.join(said)}"


NODE_FIELDS = ("title", "code", "level", "points", "step", "methods", "proof")
SOURCE_FIELDS = ("title", "key", "weight", "kind", "full", "feed", "step", "scale", "trim")
NODE_RULES = [("", "不计分（只作说明，或由下级计分）")] + [
    (key, f"{key} {kind.title}") for key, kind in RULES.items() if key != "R12"
]
SOURCE_RULES = [("", "不用"), ("R14", "先排名次，按名次给分")]


class PieceForm(SchemeForm):
    """One row of the tree: its own fields, its rule and the rule's parameters."""

    is_live = False

    def __init__(self, scheme: Scheme, place: Place, piece: Piece, data: Data = None) -> None:
        super().__init__(scheme, data)
        self.place, self.piece = place, piece
        is_node = isinstance(piece, Node)
        self.rule_name = "rule" if is_node else "rank_score"
        self.main = PartForm(type(piece), data, part=piece, names=NODE_FIELDS if is_node else SOURCE_FIELDS)
        stored: Rule | None = getattr(piece, self.rule_name)
        chosen = data.get("rule_name", "") if data is not None else stored.name if stored else ""
        choices = NODE_RULES if is_node else SOURCE_RULES
        rule_field = forms.ChoiceField(
            label="计分规则" if is_node else "名次赋分", choices=choices, required=False, initial=chosen
        )
        self.main.fields["rule_name"] = rule_field
        self.main.initial["rule_name"] = stored.name if stored else ""
        if stored:
            _keep_unknown(rule_field, stored.name)
        self.chosen = chosen
        self.params = self._params(chosen, stored, data)
        self.parts = [self.main] + ([self.params] if self.params else [])

    def _params(self, chosen: str, stored: Rule | None, data: Data) -> PartForm | None:
        if chosen not in RULES:
            return None
        # Another rule chosen without its parameters on the page yet: show them empty, with their defaults.
        has_own = data is not None and data.get("params") == chosen
        params = stored.params if stored and stored.name == chosen else {}
        return PartForm(RULES[chosen], data if has_own else None, part=params, prefix="rule")

    @property
    def is_node(self) -> bool:
        return isinstance(self.piece, Node)

    @property
    def name(self) -> str:
        """By what the row is found again; see `scheme_edit.name_of`."""
        return name_of(self.piece)

    @property
    def takes_nodes(self) -> bool:
        """Whether a node may hang below: below nodes and below sources that sum their nodes."""
        return isinstance(self.piece, Node) or self.piece.kind == "items"

    @property
    def takes_sources(self) -> bool:
        """Whether a source may hang below: not below one that has nodes of its own."""
        return isinstance(self.piece, Source) and not self.piece.nodes

    @property
    def below_count(self) -> int:
        """How many rows go when this one goes."""
        inner = [row for row in rows_of(self.scheme) if row.place[: len(self.place)] == self.place]
        return len(inner) - 1

    def is_valid(self) -> bool:
        # A rule just chosen must first show its parameters, so that nobody saves defaults unseen.
        if self.params is not None and not self.params.is_bound:
            return False
        return super().is_valid()

    def rule(self) -> Rule | None:
        """The rule as typed; canonical, so that defaults are left out. Raises `SchemeError` on bad parameters."""
        if self.params is None:
            return Rule(self.chosen) if self.chosen else None
        return Rule(self.chosen, to_dict(bind(Rule(self.chosen, self.params.values()))))

    def apply(self) -> Scheme:
        values = self.main.typed() | {self.rule_name: self.rule()}
        return put_piece(self.scheme, self.place, replace(self.piece, **values))

    def sentence(self) -> tuple[str, list[str]]:
        """The rule as typed in one Chinese sentence, and what is wrong with it; for the line that changes as one types."""
        if self.params is None:
            return "本级不单独计分。" if isinstance(self.piece, Node) else "不按名次给分。", []
        form = self.params
        if form.is_bound and not form.is_valid():
            if not self.is_live:  # the errors already stand beside their fields
                return "参数填对后，这里说明怎么计分。", []
            return "", [
                f"{form.fields[name].label}：{''.join(map(str, errors))}"
                for name, errors in form.errors.items()
            ]
        data = form.values() if form.is_bound else dict(form.initial)
        try:
            kind = bind(Rule(self.chosen, {key: item for key, item in data.items() if item is not None}))
        except SchemeError as error:
            is_fresh = self.data is not None and not form.is_bound
            return ("填好参数，这里就说明怎么计分。", []) if is_fresh else ("", [str(error)])
        points = self.main.cleaned_data.get("points") if self.main.is_valid() else None
        full = Decimal(points) if points else getattr(self.piece, "points", None) or HUNDRED
        return kind.sentence(full), kind.problems(full)


SECTIONS: dict[str, str] = {
    "sources": "来源与权重",
    "ranking": "名称、舍入与排名",
    "missing": "缺项缺轮",
    "extras": "加减分与否决",
    "grades": "等次与榜",
    "awards": "奖励",
}
SECTION_FIELDS: dict[str, tuple[str, ...]] = {
    "ranking": (
        "name", "year", "version", "issuer", "basis", "period", "places", "strip_zeros", "rank_on", "direction", "ranking", "groups",
        "givers", "total_max", "trim_judges",
    ),
    "missing": (),
    "extras": ("vetoes",),
    "grades": ("grades", "distribution", "listings"),
    "awards": ("tiers",),
}  # fmt: skip
SECTION_PARTS: dict[str, dict[str, tuple[type, str, str]]] = {
    "missing": {
        "missing": (
            Missing,
            "缺项",
            "某个单位的某一项没法打分时怎么算。打分时还可以逐格另选，原因都要写，随通报印出。",
        ),
        "missing_round": (Missing, "缺轮", "某个来源整轮没有分数时怎么算。"),
    },
    "extras": {"caps": (Caps, "加分、扣分的上限", "空着就是不限。")},
}


class SectionForm(SchemeForm):
    """One section of the whole scheme: its plain fields, and its small parts under their own headings."""

    def __init__(self, scheme: Scheme, section: str, data: Data = None) -> None:
        super().__init__(scheme, data)
        self.subs: dict[str, PartForm] = {}
        for name, (kind, title, hint) in SECTION_PARTS.get(section, {}).items():
            form = PartForm(kind, data, part=getattr(scheme, name), prefix=name)
            form.title, form.hint = title, hint
            self.subs[name] = form
        self.main = (
            PartForm(Scheme, data, part=scheme, names=names) if (names := SECTION_FIELDS[section]) else None
        )
        self.parts = [*self.subs.values(), *([self.main] if self.main else [])]

    def apply(self) -> Scheme:
        values: dict[str, Any] = self.main.typed() if self.main else {}
        for name, form in self.subs.items():
            is_set = form.kind is not Missing or form.cleaned_data["policy"]
            values[name] = form.kind(**form.typed()) if is_set else None
        return replace(self.scheme, **values)


class SourcesForm(SchemeForm):
    """All sources under one another, with their weights to be set side by side."""

    NAMES = ("title", "weight", "kind", "full")

    def __init__(self, scheme: Scheme, section: str, data: Data = None) -> None:
        super().__init__(scheme, data)
        self.rows = [
            (row, PartForm(Source, data, part=row.piece, names=self.NAMES, prefix=row.at))
            for row in rows_of(scheme)
            if row.is_source
        ]
        self.parts = [form for _, form in self.rows]
        for row, form in self.rows:
            form.title = row.piece.title
            for field in form.fields.values():
                field.help_text = ""  # the columns have heads; a line has no room for hints
                field.widget.attrs["aria-label"] = f"{row.piece.title} {field.label}"

    @property
    def weights(self) -> Sum:
        """How the weights of the topmost sources add up."""
        return sum_of_weights(self.scheme.sources)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The rows as the page draws them."""
        return [
            {"depth": row.depth, "fields": list(form), "sum": sum_below(row.piece)} for row, form in self.rows
        ]

    def apply(self) -> Scheme:
        scheme = self.scheme
        for row, form in self.rows:
            # Deeper rows come later and are put into what the earlier ones made.
            scheme = put_piece(scheme, row.place, replace(piece_at(scheme, row.place), **form.typed()))
        return scheme


def section_form(scheme: Scheme, section: str, data: Data = None) -> SchemeForm:
    """The form of a section by its key."""
    return (SourcesForm if section == "sources" else SectionForm)(scheme, section, data)
