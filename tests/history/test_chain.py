"""The chain: what is recorded, and that every kind of tampering is found."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from xiangfeng.access.actor import SYSTEM
from xiangfeng.history.actions import record
from xiangfeng.history.models import Entry, Head, RewriteError
from xiangfeng.history.verification import anchor_lines, check_anchors, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(township, clerk, at):
    """Five entries in the county's chain."""
    for number in range(1, 6):
        record(
            township,
            verb="改名",
            actor=clerk,
            at=at,
            note=f"第{number}次",
            before={"n": number - 1},
            after={"n": number},
        )
    return township.path[:5]


def by_hand(sql, *params):
    """What somebody with the database password does."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def found(name=None):
    return [(broken.seq, broken.kind) for broken in verify(name)]


def test_an_entry_says_who_did_what_to_which_and_why(township, clerk, at):
    entry = record(
        township,
        verb="评分",
        actor=clerk,
        at=at,
        note="复查后更正",
        before={"score": Decimal("9.5")},
        after={"score": Decimal("10.0"), "day": dt.date(2026, 11, 3)},
        data={"rows": 3},
    )
    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.actor_id, entry.actor_name, entry.at) == (7, "周敏", at)
    assert (entry.subject_type, entry.subject_id, entry.subject_text) == (
        "orgs.unit",
        str(township.pk),
        "云溪镇",
    )
    assert entry.unit_path == township.path
    assert entry.chain == township.path[:5]
    assert entry.before == {"score": "9.5"}
    assert entry.after == {"score": "10.0", "day": "2026-11-03"}
    assert entry.data == {"rows": 3}
    assert (entry.seq, entry.prev_hash, len(entry.hash)) == (1, "", 64)


def test_entries_follow_one_another(chain):
    rows = list(Entry.objects.filter(chain=chain).order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.prev_hash for row in rows] == ["", *(row.hash for row in rows[:-1])]
    assert Head.objects.get(chain=chain).hash == rows[-1].hash
    assert verify() == []


def test_what_belongs_to_no_unit_has_its_own_chain(chain, at):
    record(None, verb="备份", actor=SYSTEM, at=at)
    assert set(Head.objects.values_list("chain", "seq")) == {("system", 1), (chain, 5)}
    assert verify() == []


def test_recording_is_undone_with_the_act(township, clerk, at):
    with pytest.raises(RuntimeError, match="中途"), transaction.atomic():
        record(township, verb="改名", actor=clerk, at=at)
        raise RuntimeError("中途")
    assert not Entry.objects.exists()
    assert not Head.objects.exists()


def test_text_a_database_cannot_take_is_cleaned_before_hashing(township, clerk, at):
    entry = record(township, verb="导入" * 60, actor=clerk, at=at, note="a\0b\ud800c", after={"名": "x\0y"})
    stored = Entry.objects.get(pk=entry.pk)
    assert stored.note == "ab?c"
    assert len(stored.verb) == 60
    assert verify() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "别的理由"),
        ("actor_name", "别人"),
        ("actor_id", 8),
        ("verb", "删除"),
        ("body", '{"after":{"n":99}}'),
        ("at", "2026-01-01 00:00:00+00:00"),
        ("subject_id", "1"),
        ("unit_path", "ZZZZZ"),
    ],
)
def test_a_changed_column_is_found(chain, column, value):
    by_hand(f"UPDATE history_entry SET {column} = %s WHERE seq = 3", value)  # noqa: S608
    assert found() == [(3, "altered")]


def test_a_row_altered_with_its_hash_recomputed_breaks_the_next(chain):
    from xiangfeng.history.chain import digest

    entry = Entry.objects.get(seq=3)
    entry.note = "别的理由"
    by_hand("UPDATE history_entry SET note = %s, hash = %s WHERE seq = 3", entry.note, digest(entry))
    assert found() == [(4, "altered")]


def test_the_last_row_altered_with_its_hash_recomputed_differs_from_the_head(chain):
    from xiangfeng.history.chain import digest

    entry = Entry.objects.get(seq=5)
    entry.note = "别的理由"
    by_hand("UPDATE history_entry SET note = %s, hash = %s WHERE seq = 5", entry.note, digest(entry))
    assert found() == [(5, "altered")]


def test_removed_rows_are_found(chain):
    by_hand("DELETE FROM history_entry WHERE seq IN (2, 3)")
    assert found() == [(2, "removed")]
    assert "第 3 条被删除" in str(verify()[0])


def test_the_first_row_removed_is_found(chain):
    by_hand("DELETE FROM history_entry WHERE seq = 1")
    assert found() == [(1, "removed")]


def test_the_last_rows_removed_are_found(chain):
    by_hand("DELETE FROM history_entry WHERE seq > 3")
    assert found() == [(4, "removed")]


def test_all_rows_removed_are_found(chain):
    by_hand("DELETE FROM history_entry")
    assert found(chain) == [(1, "removed")]


def test_the_head_removed_is_found(chain):
    by_hand("DELETE FROM history_head")
    assert found() == [(5, "removed")]


def test_an_inserted_row_is_found(chain):
    columns = (
        "at, actor_name, verb, subject_type, subject_id, subject_text, unit_path, note, body, prev_hash, hash"
    )
    by_hand(
        f"INSERT INTO history_entry (chain, seq, {columns}) SELECT chain, 6, {columns} FROM history_entry WHERE seq = 5"  # noqa: S608
    )
    assert found() == [(6, "inserted")]


def test_removal_covered_by_renumbering_is_found(chain):
    by_hand("DELETE FROM history_entry WHERE seq = 3")
    by_hand("UPDATE history_entry SET seq = 3 WHERE seq = 4")
    by_hand("UPDATE history_entry SET seq = 4 WHERE seq = 5")
    by_hand("UPDATE history_head SET seq = 4")
    assert (3, "altered") in found()


def test_one_chain_can_be_verified_alone(chain, at):
    record(None, verb="备份", actor=SYSTEM, at=at)
    by_hand("UPDATE history_entry SET note = 'x' WHERE chain = 'system'")
    assert found(chain) == []
    assert found("system") == [(1, "altered")]


def test_rewriting_everything_is_found_by_an_anchor(chain, township, clerk, at):
    lines = anchor_lines(at)
    assert len(lines) == 1
    assert check_anchors(lines) == []
    by_hand("DELETE FROM history_entry")
    by_hand("DELETE FROM history_head")
    for _ in range(6):
        record(township, verb="改名", actor=clerk, at=at, note="编的")
    assert verify() == []
    assert [(b.seq, b.kind) for b in check_anchors(lines)] == [(5, "altered")]
    by_hand("DELETE FROM history_entry WHERE seq >= 5")
    assert [(b.seq, b.kind) for b in check_anchors(lines)] == [(5, "removed")]


def test_an_anchor_file_that_is_none(chain):
    with pytest.raises(ValueError, match="第 2 行看不懂"):
        check_anchors(["", "随便写的"])


def test_the_orm_refuses_to_rewrite(chain):
    entry = Entry.objects.get(seq=1)
    entry.note = "别的理由"
    for act in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.filter(seq=1).update(note="x"),
        lambda: Entry.objects.bulk_update([entry], ["note"]),
    ):
        with pytest.raises(RewriteError):
            act()
    assert verify() == []


def test_commands(chain, tmp_path, capsys):
    anchors = tmp_path / "anchors.txt"
    call_command("anchor_history", file=anchors)
    call_command("anchor_history", file=anchors)
    assert len(anchors.read_text(encoding="utf-8").splitlines()) == 2
    call_command("verify_history", anchors=anchors)
    assert "历史记录完整，共 5 条" in capsys.readouterr().out

    by_hand("UPDATE history_entry SET note = 'x' WHERE seq = 2")
    with pytest.raises(CommandError, match="1 处不完整") as caught:
        call_command("verify_history")
    assert caught.value.returncode == 1
    assert "第 2 条：内容与校验值不符" in capsys.readouterr().err

    with pytest.raises(CommandError, match="存证文件读不了") as caught:
        call_command("verify_history", anchors=tmp_path / "nowhere")
    assert caught.value.returncode == 2
